"""The pages this product serves beside the webhooks: files that go out, files handed in."""

import asyncio
import mimetypes
from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import Struct

from bot.desk import StoredFile
from bot.uploads import key_of, raw_upload
from followup.ask_upload import waited_for
from followup.file_links import FileLinks
from nhacviec.settings import Settings
from scheduler.clock import Clock
from storage import inbox, installation, uploads
from storage.database import Database, Tx
from storage.files import FileStore
from storage.inbox import Arrival
from web.app import Routes
from web.files import files as files_route
from web.pace import Pace
from web.rooted import rooted
from web.site import Site
from web.site_routes import site_routes
from web.uploads import Desk, HandedIn
from web.uploads import uploads as uploads_route

KEY = "files"


def links_of(tx: Tx, settings: Settings) -> FileLinks:
    """Give what signs the addresses of files; the same for every process on the database."""
    return FileLinks(settings.public_url, installation.secret_all_schools(tx, KEY))


class Pages(Struct, frozen=True):
    """The pages of one process. `here` is the address of its port.

    `arrived` is called when something new is stored.
    """

    settings: Settings
    database: Database
    clock: Clock
    here: str
    arrived: Callable[[], None]

    def upload_at(self, secret: str) -> str:
        """Give the address of the page that takes a file."""
        return f"{self.settings.public_url or self.here}/u/{secret}"

    def board_at(self) -> str:
        """Give the address of the board; empty where only the operator could know it.

        A port that was taken because the usual one was not free is for files, not for people.
        """
        if self.settings.public_url:
            return self.settings.public_url
        return "" if self.settings.place is None else self.here

    async def routes(self, site: Site, pace: Pace | None = None) -> Routes:
        """Give the routes, under the path of the public address, all held to one pace."""
        pace = pace or Pace()
        path = urlsplit(self.settings.public_url).path
        links = await self.database.writes(lambda tx: links_of(tx, self.settings))
        folder = self.settings.data_dir / "files"
        handed_in = uploads_route(Desk(self._waits, self._take))
        return [
            files_route(path, links, folder, self.clock.now),
            *rooted(path, [*pace.over([handed_in]), *site_routes(site, pace)]),
        ]

    async def _waits(self, token: str) -> bool:
        now = self.clock.now()
        return await self.database.reads(lambda tx: waited_for(tx, token, now)) is not None

    async def _take(self, token: str, file: HandedIn) -> bool:
        """Keep a file, then store it as an update of the chat; the address is used up with it."""
        store = FileStore(self.settings.data_dir / "files")
        digest = await asyncio.to_thread(store.keep, file.content)
        mime = mimetypes.guess_type(file.name)[0] or file.mime
        kept = StoredFile(digest, file.name, mime, len(file.content))
        now = self.clock.now()

        def stored(tx: Tx) -> bool:
            upload = waited_for(tx, token, now)
            if upload is None or not uploads.use_all_schools(tx, upload.upload_id, now):
                return False
            raw = raw_upload(upload, kept)
            arrival = Arrival(key_of(upload), upload.chat, raw)
            inbox.store_all_schools(tx, upload.bot_id, [arrival], now)
            return True

        taken = await self.database.writes(stored, chat=True)
        if taken:
            self.arrived()
        return taken

"""Every route of an installation served for the three schools, with browsers that are in."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from starlette.routing import BaseRoute, Route

from followup.file_links import FileLinks
from nhacviec import pages as installation
from nhacviec.sample import chat_of
from nhacviec.settings import Settings
from nhacviec.site import make_site
from storage import history, inbox
from storage.database import Tx
from storage.files import FileStore
from storage.inbox import Arrival
from tests.isolation.three import MARKS, Three, others
from tests.loopback import Loopback
from tests.web.pages import Browser, Pages
from tests.workshops import shared_workshop
from web.app import application
from web.pace import Pace
from web.webhooks import Hook, webhook

HOOK, HEADER = "/day", "X-Telegram-Bot-Api-Secret-Token"
SECRET = "mot-bi-mat-du-dai"  # noqa: S105 - opens nothing but this test
# Whose pages are looked at, and who leads a school.
OWN, PRINCIPAL = "Borealis", "thầy Nam"
# A number that no row of any school has.
ABSENT = 987_654_321
# A word that nobody of any school wrote, as long as the marks are.
UNSAID = "Andromeda"


class Ground:
    """The three, all their addresses, and a browser of a principal of each."""

    def __init__(
        self, three: Three, routes: list[BaseRoute], pages: Pages, links: FileLinks
    ) -> None:
        self.three, self.routes, self.pages, self.links = three, routes, pages, links
        self.browsers: dict[str, Browser] = {}

    def addresses(self) -> set[str]:
        """Name every route as "GET /path", from the application's own table."""
        return {
            f"{method} {route.path}"
            for route in self.routes
            if isinstance(route, Route)
            for method in (route.methods or set()) - {"HEAD"}
        }

    def browser(self, mark: str = OWN) -> Browser:
        """Give the browser in which the principal of a school is in."""
        if mark not in self.browsers:
            with self.three.of(mark):
                self.browsers[mark] = self.pages.browser(PRINCIPAL)
        return self.browsers[mark]

    def numbers(self, table: Table, mark: str) -> list[int]:
        """List the numbers of a school's rows in a table; there is one at least."""
        (key,) = table.primary_key.columns
        school_id = self.three.numbers[MARKS.index(mark)]
        query = select(key).where(table.c.school_id == school_id)
        found = list(self.three.database.read(lambda tx: tx.execute(query).scalars().all()))
        assert found, table.name
        return found

    def foreign(self, table: Table) -> list[int]:
        """List the numbers of the rows of the two other schools."""
        return [number for mark in others(OWN) for number in self.numbers(table, mark)]

    def newest(self) -> list[int]:
        """Give the newest deed of each school."""
        numbers = self.three.numbers
        found = self.three.database.read(lambda tx: history.newest_deeds_all_schools(tx, numbers))
        return [found[number] for number in numbers]

    @contextmanager
    def only(self, mark: str) -> Iterator[None]:
        """Hold what happens meanwhile to one school: it is changed, and no other."""
        before = self.newest()
        yield
        changed = [a != b for a, b in zip(self.newest(), before, strict=True)]
        assert changed == [one == mark for one in MARKS]

    @contextmanager
    def nobody(self) -> Iterator[None]:
        """Hold what happens meanwhile to changing no school at all."""
        before = self.newest()
        yield
        assert self.newest() == before

    def member_chat(self, mark: str, name: str) -> str:
        """Give the chat of a member of a school."""
        with self.three.of(mark):
            return chat_of(self.three.member(name).member_id)


@contextmanager
def served(three: Three) -> Iterator[Ground]:
    """Serve all there is, as an installation with a public address and a webhook does."""
    workshop = shared_workshop()
    three.engine.makes_papers(workshop.make)
    tools = (FileStore(three.files), workshop.make, workshop.read)
    place = "http://127.0.0.1"
    site = make_site(three.engine, tools, place, lambda: None, _signed(three))
    said = {"NHACVIEC_DATA_DIR": three.files.parent, "NHACVIEC_PUBLIC_URL": place}
    settings = Settings.model_validate(said)
    beside = installation.Pages(settings, three.database, three.clock, place, lambda: None)
    links = three.database.write(lambda tx: installation.links_of(tx, settings))
    # Every address is tried within seconds: how fast that may be is tested in tests/web.
    shown = asyncio.run(beside.routes(site, Pace(posts=100_000, refused=100_000)))
    routes = [webhook(Hook(HOOK, HEADER, SECRET, _store(three))), *shown]
    with Loopback(application(routes)) as server:
        pages = Pages(three, site, server.url)
        yield Ground(three, routes, pages, links)
        pages.close()


def _signed(three: Three) -> Any:
    """Stand for Telegram's signature: whose chat it is stands in the words."""

    def read(text: str, _now: datetime) -> tuple[int, str, str] | None:
        found = re.fullmatch(r"(m\d+) .+", text)
        return None if found is None else (three.bot.bot_id, found[1], text)

    return read


def _store(three: Three) -> Any:
    async def store(update: dict[str, Any]) -> None:
        arrival = Arrival(str(update["key"]), str(update["chat"]), update)

        def stored(tx: Tx) -> None:
            inbox.store_all_schools(tx, three.bot.bot_id, [arrival], three.clock.now())

        await three.database.writes(stored)

    return store

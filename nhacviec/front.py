"""The one port of a process, taken once something needs it: pages, and what platforms push."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nhacviec.settings import BadSettingError, Settings
from web.app import Application, Route, Routes, application
from web.server import listening, serve, url_of
from web.site import Site
from web.webhooks import Hook, webhook

if TYPE_CHECKING:
    import socket

HERE = "127.0.0.1"
PORT = 8080

# Makes the pages that are served at an address, with their routes.
Furnish = Callable[[str], Awaitable[tuple[Site, Routes]]]


class Front:
    """The port with its pages and webhooks; nothing is listened to before something needs it."""

    def __init__(self, settings: Settings, furnish: Furnish) -> None:
        self._settings = settings
        self._furnish = furnish
        self._place: socket.socket | None = None
        self._site: Site | None = None
        self._application: Application | None = None
        self._is_furnished = asyncio.Event()
        self._hooks: dict[int, Route] = {}

    def take_place(self, *, is_needed: bool) -> None:
        """Take the port if the settings name it or a bot needs it: one that takes no files does.

        Raises:
            BadSettingError: the settings name it, and it cannot be had.
        """
        wanted = self._settings.place
        pushed = self._settings.telegram_webhook_url or self._settings.zalo_webhook_url
        is_named = bool(wanted or pushed or self._settings.public_url)
        if self._place is not None or not (is_named or is_needed):
            return
        try:
            self._place = listening(*(wanted or (HERE, PORT)))
        except OSError:
            if is_named:
                raise BadSettingError("NHACVIEC_LISTEN") from None
            # Nobody was told the port yet: each address is handed out when it is asked for.
            self._place = listening(HERE, 0)

    async def open(self) -> None:
        """Make the pages for the port that was taken, once."""
        if self._place is None or self._is_furnished.is_set():
            return
        self._site, routes = await self._furnish(url_of(self._place))
        self._application = application(routes)
        self._is_furnished.set()

    async def run(self) -> None:
        """Serve until cancelled."""
        await self._is_furnished.wait()
        # Both are there by then.
        if self._place is not None and self._application is not None:
            ending = self._site.live.close if self._site is not None else None
            await serve(self._application, self._place, ending)

    def listen(self, bot_id: int, hook: Hook | None) -> None:
        """Take what is pushed to a bot, before any page: those have an address for the rest."""
        if hook is not None and self._application is not None:
            self._hooks[bot_id] = route = webhook(hook)
            self._application.router.routes.insert(0, route)

    def listen_no_more(self, bot_id: int) -> None:
        """Take nothing more that is pushed to a bot."""
        hook = self._hooks.pop(bot_id, None)
        if hook is not None and self._application is not None:
            self._application.router.routes.remove(hook)

    def close(self) -> None:
        """Give the port back."""
        if self._place is not None:
            self._place.close()

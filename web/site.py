"""What the pages are handed by whoever serves them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from plan.papers import Wanted
from storage.database import Database
from storage.files import FileStore
from web.live import Live

# A document for (school, member): its file's name and bytes, None when it cannot be made.
MakePaper = Callable[[int, int, Wanted], Awaitable[tuple[str, bytes] | None]]
# The calendar of a feed's secret; None for an unknown one. Takes a while: off the loop.
ReadFeed = Callable[[str], bytes | None]
# From a file's name and bytes: {"plan": ...}, {"roster": ...} or {"fault": ..., "values": ...}.
ReadDocument = Callable[[str, bytes], dict[str, Any]]
# From what Telegram signed to (bot, chat, signature), None for what it did not sign just now.
ReadSigned = Callable[[str, datetime], tuple[int, str, str] | None]

# Runs a function of reports.exports in the child process: {"file": bytes} or {"fault": ...}.
Make = Callable[..., dict[str, Any]]


class Site(Struct, frozen=True):
    """One installation's pages. `changed` is called after a page changed something.

    `address` is where people reach them, without a slash at its end.
    """

    database: Database
    now: Callable[[], datetime]
    files: FileStore
    make_paper: MakePaper
    read_feed: ReadFeed
    read_document: ReadDocument
    address: str
    live: Live
    changed: Callable[[], None] = lambda: None
    read_signed: ReadSigned = lambda _text, _now: None
    make: Make = lambda _function, *_values: {}

    @property
    def is_secure(self) -> bool:
        """Whether people reach the pages by https."""
        return urlsplit(self.address).scheme == "https"

    @property
    def origin(self) -> str:
        """What a browser calls the place that these pages come from."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

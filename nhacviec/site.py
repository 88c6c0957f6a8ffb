"""The pages of an installation, handed what they need."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.papers import MakePaper
from nhacviec.engine import Engine
from nhacviec.feed import feed
from nhacviec.tokens import BotToken, of_channel
from storage.files import FileStore
from web.live import Live
from web.signed import person_of
from web.site import ReadDocument, ReadSigned, Site


def make_site(
    engine: Engine,
    tools: tuple[FileStore, MakePaper, ReadDocument],
    address: str,
    changed: Callable[[], None],
    read_signed: ReadSigned = lambda _text, _now: None,
) -> Site:
    """Put the pages together on an engine; `changed` is called after each change they make."""
    files, make, read = tools
    return Site(
        engine.database,
        engine.clock.now,
        files,
        engine.papers.make_now,
        lambda secret: feed(engine.database, secret, engine.clock.now(), make),
        read,
        address,
        Live(engine.database),
        changed,
        read_signed,
        make,
    )


def signed_by(given: Sequence[BotToken]) -> ReadSigned:
    """Give what tells whose private chat with which of our Telegram bots opened a page."""

    def read(text: str, now: datetime) -> tuple[int, str, str] | None:
        # Asked each time: bots come and go.
        for one in of_channel(given, "telegram"):
            found = person_of(text, one.token, now)
            if found is not None:
                return one.bot.bot_id, *found
        return None

    return read

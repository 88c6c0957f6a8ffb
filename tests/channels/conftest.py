"""A Telegram server of our own and channels that speak to it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram_wire import Timeouts
from tests.telegram_server import TelegramServer

HASTY = Timeouts(read=0.2)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """A test that breaks a rule of the Bot API on purpose clears `violations` itself."""
    with TelegramServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture
def access(server: TelegramServer, tmp_path: Path) -> TelegramAccess:
    return TelegramAccess(server.token, tmp_path, api_base=server.url)


@pytest.fixture
async def channel(access: TelegramAccess) -> AsyncIterator[TelegramChannel]:
    made = TelegramChannel(access)
    yield made
    await made.close()


@pytest.fixture
async def hasty(access: TelegramAccess) -> AsyncIterator[TelegramChannel]:
    """Gives up soon: only for tests in which no answer comes, or a busy machine fails them."""
    made = TelegramChannel(replace(access, timeouts=HASTY))
    yield made
    await made.close()

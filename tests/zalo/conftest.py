"""A Zalo server of our own and channels that speak to it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from bot.channels.zalo import ZaloAccess, ZaloChannel
from bot.channels.zalo_wire import Timeouts
from followup.ports import Target
from tests.zalo_server import Person, ZaloServer


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    """A test that breaks a rule of the contract on purpose clears `violations` itself."""
    with ZaloServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture
def access(server: ZaloServer) -> ZaloAccess:
    return ZaloAccess(server.token, api_base=server.url)


@pytest.fixture
async def channel(access: ZaloAccess) -> AsyncIterator[ZaloChannel]:
    made = ZaloChannel(access)
    yield made
    await made.close()


@pytest.fixture
async def hasty(access: ZaloAccess) -> AsyncIterator[ZaloChannel]:
    """Gives up soon: only for tests in which no answer comes, or a busy machine fails them."""
    made = ZaloChannel(replace(access, timeouts=Timeouts(read=0.2)))
    yield made
    await made.close()


@pytest.fixture
def lan(server: ZaloServer) -> Person:
    person = server.person("Lan")
    person.says("chào")
    server.world.events.take()
    return person


@pytest.fixture
def to_lan(lan: Person) -> Target:
    return Target(lan.person_id)

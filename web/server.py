"""Serves the application in the event loop of the bots, until that is cancelled."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


class _Server(uvicorn.Server):
    """uvicorn that leaves the signals of the process alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listening(host: str, port: int) -> socket.socket:
    """Take a port before anything else starts; 0 is any free one.

    Raises:
        OSError: the address is not this machine's, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        # From here on callers wait instead of being refused.
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken


def url_of(place: socket.socket) -> str:
    """Give the address of a place as another machine of the same network sees it."""
    host, port = place.getsockname()[:2]
    if host in _EVERYWHERE:
        host = _own_address()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address() -> str:
    # Nothing is sent: the system only says from which of its addresses it would be.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


async def serve(
    app: ASGIApp, place: socket.socket, ending: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Serve until cancelled; requests that are being answered are answered.

    `ending` is called first: it ends what would go on for ever.
    """
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        # Addresses of ours hold secrets, so none is logged; faults are logged by the application.
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    running = asyncio.ensure_future(server.serve(sockets=[place]))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        server.should_exit = True
        if ending is not None:
            await ending()
        await running
        raise

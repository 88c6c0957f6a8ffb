"""Serves an ASGI application over real HTTP on loopback, from a thread; goes down and up again."""

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

import uvicorn

_PATIENCE_SECONDS = 5.0
_RESET = struct.pack("ii", 1, 0)


async def _nothing() -> None:
    """The background of an application that has none."""


class _Server(uvicorn.Server):
    """uvicorn that starts and stops at once: its own loop looks every 0.1 s."""

    def __init__(self, config: uvicorn.Config, background: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self.is_up = threading.Event()
        self._background = background
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    async def main_loop(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.is_up.set()
        background = asyncio.ensure_future(self._background())
        await self._stop.wait()
        background.cancel()
        await asyncio.gather(background, return_exceptions=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for task in self.server_state.tasks:
            task.cancel()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)

    def stop(self) -> None:
        """From any thread."""
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)


class Loopback:
    """A context manager; the port stays the same, and nobody else's, while it is down."""

    def __init__(self, app: Any, background: Callable[[], Awaitable[None]] = _nothing) -> None:
        self.port = 0
        self._app = app
        self._background = background
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._reserved: socket.socket | None = None

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._reserved = self._bind()
        self.port = self._reserved.getsockname()[1]
        self.up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self.down()
        if self._reserved is not None:
            self._reserved.close()

    def up(self) -> None:
        """Take connections."""
        if self._reserved is None:
            raise AssertionError("is up already")
        listening, self._reserved = self._reserved, None
        # uvicorn's access log would show the token of a bot in the URL.
        config = uvicorn.Config(
            self._app, http="h11", ws="none", lifespan="off", log_config=None, log_level="critical"
        )
        self._server = _Server(config, self._background)
        serve = self._server.serve(sockets=[listening])
        self._thread = threading.Thread(target=asyncio.run, args=(serve,), daemon=True)
        self._thread.start()
        if not self._server.is_up.wait(_PATIENCE_SECONDS):
            raise AssertionError("did not start")

    def down(self) -> None:
        """Refuse connections; those open break."""
        if self._server is None or self._thread is None:
            raise AssertionError("is down already")
        self._server.stop()
        self._thread.join()
        self._server = None
        self._reserved = self._bind()  # bound and not listening: connections are refused

    def break_connection(self, client: tuple[str, int], *, hard: bool) -> None:
        """Close a connection under the caller: with a TCP reset, or in good order."""
        connections = self._server.server_state.connections if self._server else ()
        for connection in connections:
            if getattr(connection, "client", None) == client:
                if hard:
                    plug = connection.transport.get_extra_info("socket")
                    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                connection.transport.abort()

    def _bind(self) -> socket.socket:
        # asyncio turns Nagle's algorithm off only on a socket that says it is TCP; with it on,
        # every answer waits 40 ms for the caller's delayed acknowledgement.
        reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", self.port))
        return reserved

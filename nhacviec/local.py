"""Trying it on this machine: the console's session with pages beside it, on loopback only."""

import asyncio
import importlib
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from bot.channels.local import LocalChannel
from nhacviec.console import Console
from nhacviec.engine import Engine
from nhacviec.typed import TypedLines
from nhacviec.workshop import Workshop
from storage.files import FileStore
from texts.labels import label

HERE, PORT = "127.0.0.1", 8080
# A pipe that stays open without a word is served too; one that speaks never waits for it.
SILENCE_SECONDS = 1.0


class Parts(Struct, frozen=True):
    """What a trial is made of."""

    console: Console
    engine: Engine
    channel: LocalChannel
    workshop: Workshop
    files: FileStore


class Trial:
    """A console's session whose people are also on a page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._console = parts.console
        self._to_settle = asyncio.Event()

    async def run(self, lines: Iterator[str] | None, silence: float = 0.0) -> None:
        """Take lines while pages are served, from `silence` seconds without a line on.

        With no lines at all, serve until cancelled. The end of the lines ends everything.
        """
        await self._console.settle()
        if lines is None:
            await self._serve()
            return
        typed = TypedLines(lines)
        serving: asyncio.Future[None] | None = None
        try:
            while True:
                asked = typed.ask()
                if serving is None:
                    await asyncio.wait({asked}, timeout=silence)
                    serving = None if asked.done() else asyncio.ensure_future(self._serve())
                line = await asked
                if line is None or not await self._console.take(line):
                    break
            await self._console.settle()
        finally:
            if serving is not None:
                serving.cancel()
                with suppress(asyncio.CancelledError):
                    await serving

    async def _serve(self) -> None:
        """Serve the chat and the pages until cancelled."""
        # Only who opens a page pays for the web's libraries.
        room = importlib.import_module("nhacviec.local_pages")
        with _listening() as place:
            address = f"http://{HERE}:{place.getsockname()[1]}"
            sys.stderr.write(label("local_at", address=address) + "\n")
            sys.stderr.flush()
            self._parts.engine.intake.pages_at = address
            async with asyncio.TaskGroup() as group:
                group.create_task(self._settle())
                await room.serve_trial(self._parts, self._to_settle.set, (address, place))

    async def _settle(self) -> None:
        """Send what a page's deed gave rise to."""
        while True:
            await self._to_settle.wait()
            self._to_settle.clear()
            await self._console.settle()


def _listening() -> socket.socket:
    """Take the usual port, else any free one of this machine alone."""
    listening = importlib.import_module("web.server").listening
    try:
        taken: socket.socket = listening(HERE, PORT)
    except OSError:
        taken = listening(HERE, 0)
    return taken

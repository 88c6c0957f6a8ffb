"""Lines that somebody types, read by a thread of their own, so that the loop goes on meanwhile."""

import asyncio
import threading
from collections.abc import Iterator
from queue import SimpleQueue


class TypedLines:
    """Gives one line at a time. The thread reads only when asked to.

    Between two lines it holds nothing of the input, so that the process may end then.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._asked: SimpleQueue[asyncio.Future[str | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._read, name="typed", daemon=True)
        self._thread.start()

    def ask(self) -> "asyncio.Future[str | None]":
        """Ask for the next line; None at the end of the input."""
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._asked.put(answer)
        return answer

    def _read(self) -> None:
        while True:
            answer = self._asked.get()
            line = next(self._lines, None)
            answer.get_loop().call_soon_threadsafe(_give, answer, line)
            if line is None:
                return


def _give(answer: "asyncio.Future[str | None]", line: str | None) -> None:
    if not answer.done():
        answer.set_result(line)

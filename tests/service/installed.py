"""The installed command, run as a process of its own in a folder of its own."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

COMMAND = Path(sys.executable).with_name("nhacviec")


def environment(**settings: str) -> dict[str, str]:
    """Give what a process gets: this machine's, without any setting of the product."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NHACVIEC_", "TELEGRAM_", "ZALO_"))
    }
    return kept | {"PYTHONUTF8": "1"} | settings


def run(
    folder: Path, *arguments: str, said: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(  # noqa: S603 - our own command
        [str(COMMAND), *arguments],
        cwd=folder,
        env=environment(**settings),
        input=said,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def free_port() -> int:
    """Give a port of this machine that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """`nhacviec run`, or another command that goes on, in the background until killed."""

    def __init__(self, folder: Path, command: str = "run", **settings: str) -> None:
        self._folder = folder
        self._command = command
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.log = folder / f"{command}.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def set(self, **settings: str) -> None:
        """Change its environment from the next start on."""
        self._settings |= settings

    def start(self) -> None:
        """Begin; what is written to stderr goes to the log."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [str(COMMAND), self._command],
                cwd=self._folder,
                env=environment(**self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def ends(self) -> int:
        """Ask it to end and give its exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(timeout=20)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

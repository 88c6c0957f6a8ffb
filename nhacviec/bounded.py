"""Run another program within limits: `python bounded.py MEMORY CPU PROGRAM ARGUMENT...`.

Memory is what the program may write to (bytes), CPU in seconds. It gets no network where the
kernel lets us take it away. It stands alone, so that starting it costs little.
"""

import ctypes
import os
import sys
from contextlib import suppress

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_FILE_BYTES = 200 * 1024 * 1024


def _leave_network() -> None:
    """Go into a network of nobody; a kernel that forbids it leaves us where we are."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if library.unshare(_NEW_NETWORK):
            library.unshare(_NEW_USER | _NEW_NETWORK)


def main(memory_bytes: int, cpu_seconds: int, command: list[str]) -> None:
    """Become the program."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _leave_network()
    os.execvp(command[0], command)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])

"""Memory of a process that goes on for weeks: what is free again goes back to the machine."""

import asyncio
import ctypes
import gc
import mmap
from collections.abc import Callable
from pathlib import Path

EACH_SECONDS = 60.0
# Numbers of the C library's mallopt.
_ARENA_MAX = -8
_ARENAS = 2
# New values between two looks of the cycle collector, and looks between two deeper ones.
_LOOKS = (10_000, 20, 20)


def settle_memory() -> None:
    """Tell the memory's keepers that what is loaded now stays; called once, when all is.

    The cycle collector need not look at it again, and looks less often at what is new: a morning
    makes many values that live until they are sent, and none of them is a cycle. The threads to
    come share two heaps: one each would keep for itself what it once needed.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_LOOKS)
    mallopt = _of_the_c_library("mallopt")
    if mallopt is not None:
        mallopt(_ARENA_MAX, _ARENAS)


async def keep_small() -> None:
    """Give free memory back, over and over, until cancelled."""
    while True:
        await asyncio.sleep(EACH_SECONDS)
        await asyncio.to_thread(give_back)


def give_back() -> None:
    """Give back what was freed in the middle of the heap; only glibc keeps it to itself."""
    trim = _of_the_c_library("malloc_trim")
    if trim is not None:
        trim(0)


def resident_bytes() -> int | None:
    """Say how much of the machine's memory this process holds; None where only Linux knows."""
    try:
        fields = Path("/proc/self/statm").read_text("ascii").split()
    except OSError:
        return None
    return int(fields[1]) * mmap.PAGESIZE


def _of_the_c_library(name: str) -> Callable[..., int] | None:
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        # Another C library, or Windows, which has none to ask by no name.
        return None
    return found

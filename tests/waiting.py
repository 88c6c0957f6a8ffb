"""Waiting for what another process or thread does: looks again and again, and gives up loudly."""

import threading
import time
from collections.abc import Callable

PATIENCE_SECONDS = 40.0
_AGAIN_SECONDS = 0.05


def until(is_so: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Return once something is so."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not happen"
        threading.Event().wait(_AGAIN_SECONDS)

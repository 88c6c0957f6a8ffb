"""The child process that reads documents, one for all tests of a process; it ends when idle."""

from functools import cache

from nhacviec.workshop import Workshop


@cache
def shared_workshop() -> Workshop:
    """Give the one workshop of this test process."""
    return Workshop()

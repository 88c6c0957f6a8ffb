"""The child process that reads documents, one for all tests of a process; it ends when idle."""

from functools import cache

from nhacviec.workshop import Tools, Workshop


@cache
def shared_workshop() -> Workshop:
    """Give the one workshop of this test process.

    It uses no other program, so that what happens is the same on every machine.
    """
    return Workshop(Tools())

"""A Bot API server of our own: checks every call, plays people, and fails on demand.

    with TelegramServer() as server:              # server.url is the TELEGRAM_API_BASE
        lan = server.person(501, "Lan")
        lan.starts("K7")                          # the bot may write only after this
        lan.waits(1)                              # until the bot has written once
        lan.presses("Xong")                       # by label or data, on the last that has it
        server.play(silent(times=None, share=0.2))  # accepted, then no answer, every fifth
        server.down(); server.up()                # connections refused; nothing forgotten
        assert server.violations == []            # no call broke the specification

Updates: `server.world.updates.deliveries = 5` repeats each, `.reversed` turns batches round.
Limits: `server.busiest()`, `server.calls_in_penalty()`. Groups: `server.group(-1001, "Hội đồng")`.
"""

from tests.telegram_server.faults import (
    Fault,
    fails,
    flood,
    garbage,
    hangup,
    reset,
    silent,
    slow,
)
from tests.telegram_server.people import Group, Person, Place
from tests.telegram_server.server import TOKEN, TelegramServer
from tests.telegram_server.world import Button, Call, Seen

__all__ = [
    "TOKEN",
    "Button",
    "Call",
    "Fault",
    "Group",
    "Person",
    "Place",
    "Seen",
    "TelegramServer",
    "fails",
    "flood",
    "garbage",
    "hangup",
    "reset",
    "silent",
    "slow",
]

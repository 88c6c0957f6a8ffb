"""A Zalo Bot Platform of our own: checks every call, plays people, and fails on demand.

    with ZaloServer() as server:                  # server.url is the ZALO_API_BASE
        lan = server.person("Lan")
        lan.says("LIENKET 48392011")              # the bot may write only after this
        lan.waits(1)                              # until the bot has written once
        server.play(silent(times=None))           # accepted, then no answer
        server.down(); server.up()                # connections refused; nothing forgotten
        assert server.violations == []            # no call broke the contract

Events: one a poll, handed out once and then gone; `server.world.events.twice = True` hands each
out two times; `server.push(raw)` hands out anything; `server.world.old_shape` is the older shape.
Places and quotas: `ZaloServer(people=50, messages=3000)`; what is beyond is refused with 429.
"""

from tests.zalo_server.faults import (
    Fault,
    fails,
    garbage,
    hangup,
    refuses,
    reset,
    silent,
    slow,
)
from tests.zalo_server.people import Group, Person
from tests.zalo_server.server import TOKEN, ZaloServer
from tests.zalo_server.world import Call, Seen

__all__ = [
    "TOKEN",
    "Call",
    "Fault",
    "Group",
    "Person",
    "Seen",
    "ZaloServer",
    "fails",
    "garbage",
    "hangup",
    "refuses",
    "reset",
    "silent",
    "slow",
]

"""How long words are kept beside the school's record, and letting go what is older."""

from datetime import datetime, timedelta

from msgspec import Struct

from followup.join import TRIES_WITHIN
from storage import purging
from storage.database import Tx

AT_ONCE = 500


class Retention(Struct, frozen=True):
    """How long to keep updates as they came, messages as they went, and ways in that ended."""

    updates: timedelta
    messages: timedelta
    ways_in: timedelta


class Old(Struct, frozen=True):
    """One batch of rows whose words are old: of updates, of messages."""

    updates: list[int]
    messages: list[int]

    @property
    def is_last(self) -> bool:
        """Whether nothing is left after it."""
        return max(len(self.updates), len(self.messages)) < AT_ONCE


def old_all_schools(tx: Tx, keep: Retention, now: datetime) -> Old:
    """Look for what is old, without keeping anybody from writing."""
    return Old(
        purging.old_updates_all_schools(tx, now - keep.updates, AT_ONCE),
        purging.old_messages_all_schools(tx, now - keep.messages, AT_ONCE),
    )


def purge_all_schools(tx: Tx, old: Old, keep: Retention, now: datetime) -> int:
    """Let go what was found, with ways in and chats of nobody; gives how much.

    Reports, evidence, requests, money and the history are the school's record: they stay.
    """
    purging.empty_all_schools(tx, old.updates, old.messages)
    beside = purging.ways_in_all_schools(tx, now - keep.ways_in)
    beside += purging.strangers_all_schools(tx, now - keep.messages, now - TRIES_WITHIN, AT_ONCE)
    return len(old.updates) + len(old.messages) + beside

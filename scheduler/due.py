"""What is due now becomes deliveries (step T1), and when to look again."""

from collections.abc import Callable, Mapping
from datetime import datetime

from followup.remind import expand_moments
from followup.remind_decision import DECISION, remind_decision
from followup.review_year import REVIEW, ask_review
from followup.start_reminding import WEEKLY
from followup.weekly import queue_week
from storage import promises, wakes
from storage.database import Tx

BATCH = 300

# What is promised for a time, and what keeps the promise; each gives its own next time.
KEEPERS: Mapping[str, Callable[[Tx, int, datetime], None]] = {
    WEEKLY: queue_week,
    DECISION: remind_decision,
    REVIEW: ask_review,
}


def expand(tx: Tx, now: datetime) -> int:
    """Turn one batch of what is due into deliveries; gives how much was looked at."""
    looked_at = expand_moments(tx, now, BATCH)
    for school_id, kind, _ in promises.due_all_schools(tx, now, BATCH):
        KEEPERS[kind](tx, school_id, now)
        looked_at += 1
    return looked_at


def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether there is anything to look at; mostly not, and then nothing need be written."""
    at = wakes.next_at_all_schools(tx)
    return at is not None and at <= now

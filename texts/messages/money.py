"""Money planned and spent. Amounts are whole dong."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class MoneySeen(Message, frozen=True):
    """Money by source, the largest first: (source, planned, spent, tasks)."""

    planned: int
    spent: int
    lines: tuple[tuple[str, int, int, int], ...]
    page: int
    pages: int


class MoneySpent(Message, frozen=True):
    """What was logged of a task; `state` is logged, taken_back, nothing or unclear."""

    who: Member
    code: str
    work: str
    state: str
    amount: int
    source: str
    planned: int | None
    spent: int
    text: str


class ExpenseLine(Struct, frozen=True):
    """One amount of a task."""

    spent_on: date
    amount: int
    source: str
    words: str
    by: Member | None


class SpentSeen(Message, frozen=True):
    """What was spent on a task, the newest amounts last."""

    who: Member
    code: str
    work: str
    planned: int | None
    spent: int
    lines: tuple[ExpenseLine, ...]
    more: int


class MoneyLeft(Message, frozen=True):
    """What is left of one source; `known` lists the sources there are when it is none."""

    who: Member
    source: str
    planned: int
    spent: int
    tasks: int
    known: tuple[str, ...]

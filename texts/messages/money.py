"""Money planned and spent. Amounts are whole dong."""

from dataclasses import dataclass
from datetime import date

from plan.model import Member
from texts.messages.base import Message


@dataclass(frozen=True, slots=True)
class MoneySeen(Message):
    """Money by source, the largest first: (source, planned, spent, tasks)."""

    planned: int
    spent: int
    lines: tuple[tuple[str, int, int, int], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class MoneySpent(Message):
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


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """One amount of a task."""

    spent_on: date
    amount: int
    source: str
    words: str
    by: Member | None


@dataclass(frozen=True, slots=True)
class SpentSeen(Message):
    """What was spent on a task, the newest amounts last."""

    who: Member
    code: str
    work: str
    planned: int | None
    spent: int
    lines: tuple[ExpenseLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MoneyLeft(Message):
    """What is left of one source; `known` lists the sources there are when it is none."""

    who: Member
    source: str
    planned: int
    spent: int
    tasks: int
    known: tuple[str, ...]

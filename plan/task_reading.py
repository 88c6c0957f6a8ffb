"""A row of a plan as read: when, who, how much, and what has to be asked before it is trusted."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache, partial

from msgspec import Struct

from plan.budget import Budget, MoneyDoubt, header_unit, read_budget
from plan.deadlines import Frame, Reading, due_days, read_deadline
from plan.documents import Document, Field, PlanRow
from plan.model import Shape, Span
from plan.owners import (
    Owner,
    OwnerDoubt,
    OwnersReading,
    Part,
    is_within,
    names_learner,
    read_owners,
)
from plan.owners.roles import SAME_AS_ABOVE
from plan.staff import PRINCIPAL


class Ask(StrEnum):
    """What is asked about a row."""

    FOLLOWER = "follower"  # the row names the principal: who follows it for him
    LEARNER = "learner"  # the owner may be who learns, not who does
    COUNT = "count"  # "02 GV": which two
    CONTACT = "contact"  # everybody or nobody in particular: who holds it
    PAST = "past"  # over before the plan was read
    TIME = "time"  # several readings, or none
    DEPUTY = "deputy"  # one of the deputies: which
    PERSON = "person"  # a given name alone
    MONEY = "money"  # an amount that cannot be read
    WORDS = "words"  # the work itself, not surely read from a picture
    LINK = "link"  # the work of another plan, perhaps the same


# What an owner cell is unsure of, and the question it leads to. Guesses about a role or a split
# are asked as "who holds it", since that answer settles them all.
_ASKS = {
    OwnerDoubt.COUNT_UNNAMED: Ask.COUNT,
    OwnerDoubt.WHICH_DEPUTY: Ask.DEPUTY,
    OwnerDoubt.GIVEN_NAME: Ask.PERSON,
    OwnerDoubt.NAME_WITHOUT_MARKS: Ask.PERSON,
}


class TaskReading(Struct, frozen=True):
    """One row with its readings.

    `spans` are the occurrences to keep, none while the time is open. `asks` lists what to ask.
    """

    row: PlanRow
    time: Reading
    owners: OwnersReading
    budget: Budget
    spans: tuple[Span, ...]
    shape: Shape
    asks: tuple[Ask, ...]


def read_tasks(document: Document, frame: Frame) -> tuple[TaskReading, ...]:
    """Read every row of a plan; nothing is dropped, what is unsure is asked."""
    unit = header_unit(document.header.get(Field.BUDGET, ""))
    times = cache(partial(_time, frame=frame))
    found: list[TaskReading] = []
    for row in document.rows:
        above = found[-1].owners if found else None
        found.append(_read(row, times(row.time), unit, above))
    return tuple(found)


def read_apart(rows: Sequence[PlanRow], frame: Frame) -> list[TaskReading]:
    """Read rows that do not stand below one another: none means what one above it says."""
    times = cache(partial(_time, frame=frame))
    return [_read(row, times(row.time), None, None) for row in rows]


_Dated = tuple[Reading, Shape, tuple[Span, ...], Ask | None]
# Thousands of rows say a few dozen different things in these cells.
_owners_of = lru_cache(maxsize=1024)(read_owners)


def _time(text: str, frame: Frame) -> _Dated:
    time = read_deadline(text, frame)
    return (time, *occurrences_of(time, frame))


def _read(
    row: PlanRow, dated: _Dated, unit: int | None, above: OwnersReading | None
) -> TaskReading:
    owners = _owners(row, above)
    time, shape, spans, open_time = dated
    budget = read_budget(row.budget, unit)
    # What a picture shows unclearly is asked about, however well it reads.
    if Field.TIME in row.blurred and open_time is None:
        spans, open_time = (), Ask.TIME
    asks = [*_owner_asks(row, owners), *([open_time] if open_time else [])]
    if Field.BUDGET in row.blurred or budget.doubt is MoneyDoubt.UNREAD:
        budget = Budget(None, doubt=MoneyDoubt.UNREAD)
        asks.append(Ask.MONEY)
    if Field.WORK in row.blurred:
        asks.append(Ask.WORDS)
    return TaskReading(row, time, owners, budget, spans, shape, tuple(asks))


def _owners(row: PlanRow, above: OwnersReading | None) -> OwnersReading:
    reading = _owners_of(row.owner)
    if above is not None and any(owner.role == SAME_AS_ABOVE for owner in reading.owners):
        reading = above
    extra = [
        Owner(owner.role, part, owner.count, owner.person, owner.unit)
        for name, cell, part in (
            (Field.SUPPORT, row.support, Part.SUPPORT),
            (Field.OVERSEE, row.oversee, Part.OVERSEE),
        )
        if cell and name not in row.blurred
        for owner in _owners_of(cell).owners
    ]
    return OwnersReading(
        (*reading.owners, *extra), reading.must_confirm, reading.doubts, reading.unread
    )


def _owner_asks(row: PlanRow, owners: OwnersReading) -> list[Ask]:
    if Field.OWNER in row.blurred:
        return [Ask.CONTACT]
    asks: list[Ask] = []
    leads = [owner for owner in owners.owners if owner.part is Part.LEAD]
    if any(is_within(owner.role, PRINCIPAL) for owner in leads):
        asks.append(Ask.FOLLOWER)
    if names_learner(row.work, owners.owners):
        asks.append(Ask.LEARNER)
    asks += [_ASKS.get(doubt, Ask.CONTACT) for doubt in owners.doubts]
    return list(dict.fromkeys(asks))


def occurrences_of(time: Reading, frame: Frame) -> tuple[Shape, tuple[Span, ...], Ask | None]:
    """Say which dated occurrences a reading makes, of which shape, and what to ask if none."""
    if time.kind == "undated":
        return Shape.UNDATED, _reviews(frame), None
    if time.status not in {"ok", "assumed"}:
        return Shape.PLAIN, (), Ask.TIME
    if time.rrule:
        spans = _recurring(time, frame)
        shape = Shape.UNDATED if time.rrule.startswith("FREQ=DAILY") else Shape.RECURRING
    else:
        spans = tuple(time.spans)
        shape = Shape.OCCASION if time.kind == "occasion" else Shape.PLAIN
    ahead = tuple(span for span in spans if span.last >= frame.today)
    if spans and not ahead:
        return shape, (), Ask.PAST
    return shape, ahead, None


def _reviews(frame: Frame) -> tuple[Span, ...]:
    # Undated work is looked at twice a year (rules.md, "undated").
    calendar = frame.calendar
    return tuple(
        span for span in (calendar.semester(1), calendar.semester(2)) if span.last >= frame.today
    )


def _recurring(time: Reading, frame: Frame) -> tuple[Span, ...]:
    if time.rrule and time.rrule.startswith("FREQ=DAILY"):
        return _reviews(frame)
    days = due_days(time, frame)
    starts = [time.spans[0].first, *days]
    return tuple(
        Span(max(start, time.spans[0].first), day)
        for start, day in zip(starts, days, strict=False)
    )


class Question(Struct, frozen=True):
    """One question about some rows, by their place in the plan."""

    ask: Ask
    rows: tuple[int, ...]


def questions(tasks: Sequence[TaskReading]) -> tuple[Question, ...]:
    """Group what is asked into as few questions as can be answered with one tap each.

    One for all rows that name the principal, one for all that may name the learner, one for all
    deputies; the others by what the cell says, so that the same words are asked about once.
    """
    groups: dict[tuple[Ask, str], list[int]] = {}
    for place, task in enumerate(tasks):
        for ask in task.asks:
            sameness = str(place) if _is_own(ask, task) else _sameness(ask, task)
            groups.setdefault((ask, sameness), []).append(place)
    order = list(Ask)
    grouped = sorted(groups.items(), key=lambda item: (order.index(item[0][0]), item[1][0]))
    return tuple(Question(ask, tuple(rows)) for (ask, _), rows in grouped)


def _is_own(ask: Ask, task: TaskReading) -> bool:
    """Say whether a question is about one row alone: blurred cells that read alike may differ."""
    cell = {Ask.TIME: Field.TIME, Ask.PAST: Field.TIME, Ask.CONTACT: Field.OWNER}.get(ask)
    return ask in {Ask.MONEY, Ask.WORDS} or cell in task.row.blurred


def _sameness(ask: Ask, task: TaskReading) -> str:
    if ask in {Ask.PAST, Ask.TIME}:
        return " ".join(task.row.time.casefold().split())
    if ask in {Ask.COUNT, Ask.CONTACT, Ask.PERSON}:
        return " ".join(task.row.owner.casefold().split())
    return ""

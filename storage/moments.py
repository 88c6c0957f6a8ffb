"""The moments to remind, and who was reminded by which delivery."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, insert, select, update

from plan.ladder import Moment, Rung
from storage import history
from storage.columns import written
from storage.database import Tx
from storage.history import Deed
from storage.many import among, given, holds, rows_of, unindexed
from storage.tables import deliveries, moments, occurrences, reminders, tasks

# What is older was told of in another way, or does not matter any more.
HELD_FOR = timedelta(days=7)


class ReminderState(StrEnum):
    """What became of one moment for one member; all but the first are final."""

    QUEUED = "queued"
    TOLD = "told"
    HELD = "held"
    CANCELLED = "cancelled"
    UNREACHABLE = "unreachable"


# A rung of the ladder that has not come; what somebody asked for stays when it is laid anew.
_IS_LAID = (moments.c.state == "waiting") & moments.c.member_id.is_(None)
_IS_HELD = reminders.c.state == written(ReminderState.HELD)
_IS_UNREACHABLE = reminders.c.state == written(ReminderState.UNREACHABLE)
# Written once: it runs with every tick that finds something due.
_DUE = (
    select(moments)
    .where(
        moments.c.next_at.is_not(None),
        moments.c.next_at <= bindparam("now", type_=moments.c.next_at.type),
    )
    .order_by(moments.c.next_at, moments.c.moment_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LAID = (
    moments.c.school_id,
    moments.c.occurrence_id,
    moments.c.rung,
    moments.c.on_day,
    moments.c.next_at,
    moments.c.state,
    moments.c.reason,
)
_LAY = insert(moments).from_select(_LAID, select(given(*_LAID)))
# The school is asked of the occurrences: else SQLite goes through every moment of the school.
_DROP = (
    update(moments)
    .where(
        moments.c.occurrence_id.in_(
            select(occurrences.c.occurrence_id).where(
                among(occurrences.c.occurrence_id, "numbers"),
                occurrences.c.school_id == bindparam("school"),
            )
        ),
        _IS_LAID,
    )
    .values(state="cancelled", reason=bindparam("why"), next_at=None)
)
# Written once: they run for every school that has something to say.
_SETTLE = (
    update(moments)
    .where(among(moments.c.moment_id, "numbers"), moments.c.school_id == bindparam("school"))
    .values(state=bindparam("as"), reason=bindparam("why"), next_at=None)
)
_REMINDED = (
    reminders.c.school_id,
    reminders.c.moment_id,
    reminders.c.member_id,
    reminders.c.delivery_id,
    reminders.c.state,
)
_REMIND = insert(reminders).from_select(_REMINDED, select(given(*_REMINDED)))
_REMINDERS = (
    select(
        reminders.c.delivery_id,
        reminders.c.reminder_id,
        reminders.c.moment_id,
        moments.c.occurrence_id,
        moments.c.rung,
        moments.c.on_day,
        reminders.c.member_id,
    )
    .join(moments, moments.c.moment_id == reminders.c.moment_id)
    .order_by(reminders.c.reminder_id)
)
_QUEUED_OF = _REMINDERS.where(
    among(reminders.c.delivery_id, "deliveries"),
    reminders.c.state == str(ReminderState.QUEUED),
)
_END = (
    update(reminders)
    .where(
        among(reminders.c.delivery_id, "numbers"),
        reminders.c.state.in_(bindparam("open", expanding=True)),
    )
    .values(state=bindparam("ends"), reason=bindparam("why"))
)
_LATER = deliveries.alias()
_TOLD_LATER = (
    select(_LATER.c.delivery_id)
    .where(
        _LATER.c.member_id == reminders.c.member_id,
        _LATER.c.delivery_id > reminders.c.delivery_id,
        _LATER.c.state == "SENT",
        holds(_LATER.c.about, moments.c.occurrence_id),
    )
    .exists()
)
_HELD_OF = _REMINDERS.where(
    among(reminders.c.member_id, "members"),
    _IS_HELD,
    moments.c.on_day >= bindparam("since"),
    ~_TOLD_LATER,
)


class DueMoment(Struct, frozen=True):
    """A moment whose time has come; `member_id` is who asked for it, None for the ladder's."""

    moment_id: int
    school_id: int
    occurrence_id: int
    rung: Rung
    on: date
    member_id: int | None


class Reminder(Struct, frozen=True):
    """One moment for one member, with the delivery that carries it."""

    reminder_id: int
    moment_id: int
    occurrence_id: int
    rung: Rung
    on: date
    member_id: int


def lay(tx: Tx, school_id: int, laid: Iterable[tuple[int, Moment, datetime]]) -> None:
    """Store (occurrence, moment, instant from which the tick looks at it)."""
    rows = [
        (school_id, occurrence_id, str(moment.rung), moment.on, at, "waiting", "")
        for occurrence_id, moment, at in laid
    ]
    if rows:
        tx.execute(_LAY, {"rows": rows_of(tx, _LAID, rows)})


def ask(deed: Deed, member_id: int, occurrence_id: int, moment: Moment, at: datetime) -> None:
    """Store that a member wants to be told of an occurrence on a day; asked twice, it is one."""
    asked = {"occurrence_id": occurrence_id, "member_id": member_id, "on_day": moment.on}
    known = select(moments.c.moment_id).where(
        unindexed(moments.c.school_id) == deed.school_id,
        *(moments.c[name] == value for name, value in asked.items()),
        moments.c.state == "waiting",
    )
    if deed.tx.execute(known).first() is None:
        history.add(deed, moments, **asked, rung=str(moment.rung), next_at=at, state="waiting")


def drop_waiting(tx: Tx, school_id: int, occurrence_ids: Iterable[int], reason: str) -> None:
    """Cancel the rungs of some occurrences that have not come yet."""
    tx.execute(_DROP, {"school": school_id, "numbers": occurrence_ids, "why": reason})


def drop_all_waiting(tx: Tx, school_id: int, reason: str) -> None:
    """Cancel every rung of the school that has not come yet."""
    tx.execute(
        update(moments)
        .where(moments.c.school_id == school_id, _IS_LAID)
        .values(state="cancelled", reason=reason, next_at=None)
    )


def wake(tx: Tx, school_id: int, plan_id: int, now: datetime) -> None:
    """Let the moments of a plan be looked at once more that were passed over as closed."""
    own = (
        select(occurrences.c.occurrence_id)
        .join(tasks, tasks.c.task_id == occurrences.c.task_id)
        .where(tasks.c.plan_id == plan_id)
    )
    tx.execute(
        update(moments)
        .where(
            moments.c.school_id == school_id,
            moments.c.state == "cancelled",
            moments.c.reason == "closed",
            moments.c.occurrence_id.in_(own),
        )
        .values(state="waiting", reason="", next_at=now)
    )


def due_all_schools(tx: Tx, now: datetime, limit: int) -> list[DueMoment]:
    """List moments whose time has come, the earliest first (step T1)."""
    rows = tx.execute(_DUE, {"now": now, "most": limit})
    return [_due_moment(row) for row in rows]


def looked_at(tx: Tx, school_id: int, moment_ids: Iterable[int]) -> list[DueMoment]:
    """Give some moments that were expanded to their people."""
    rows = tx.execute(
        select(moments)
        .where(
            moments.c.school_id == school_id,
            moments.c.moment_id.in_(set(moment_ids)),
            moments.c.state == "expanded",
        )
        .order_by(moments.c.moment_id)
    )
    return [_due_moment(row) for row in rows]


def meant_for(tx: Tx, school_id: int, moment_ids: Iterable[int]) -> set[tuple[int, int]]:
    """List the (moment, member) that reminders were made of, whatever became of them."""
    rows = tx.execute(
        select(reminders.c.moment_id, reminders.c.member_id).where(
            unindexed(reminders.c.school_id) == school_id,
            reminders.c.moment_id.in_(set(moment_ids)),
        )
    )
    return {(row.moment_id, row.member_id) for row in rows}


def settle(
    tx: Tx, school_id: int, moment_ids: Iterable[int], state: str, reason: str = ""
) -> None:
    """Record that moments were looked at: expanded to their people, or cancelled for a reason."""
    settled = {"school": school_id, "numbers": moment_ids, "as": state, "why": reason}
    tx.execute(_SETTLE, settled)


def remind(tx: Tx, school_id: int, reminded: Iterable[tuple[int, int, int | None]]) -> None:
    """Store which (moment, member) a delivery tells; without one the member cannot be reached."""
    unreachable, queued = str(ReminderState.UNREACHABLE), str(ReminderState.QUEUED)
    rows = (
        (school_id, moment_id, member_id, number, unreachable if number is None else queued)
        for moment_id, member_id, number in reminded
    )
    tx.execute(_REMIND, {"rows": rows_of(tx, _REMINDED, rows)})


def queued_of_all_schools(tx: Tx, delivery_ids: Iterable[int]) -> dict[int, list[Reminder]]:
    """List what some messages are still to say, by delivery."""
    rows = tx.execute(_QUEUED_OF, {"deliveries": delivery_ids})
    found: dict[int, list[Reminder]] = {}
    for row in rows.all():
        found.setdefault(row[0], []).append(_reminder(row))
    return found


def held_of_all_schools(
    tx: Tx, member_ids: Iterable[int], today: date
) -> dict[int, list[Reminder]]:
    """List what may never have reached some members and no later message told, by member."""
    asked = {"members": member_ids, "since": today - HELD_FOR}
    rows = tx.execute(_HELD_OF, asked)
    found: dict[int, list[Reminder]] = {}
    for reminder in map(_reminder, rows.all()):
        found.setdefault(reminder.member_id, []).append(reminder)
    return found


def is_due_before_next(tx: Tx, school_id: int, delivery_id: int, today: date) -> bool:
    """Whether something a message spoke of falls due before its next moment."""
    later = moments.alias()
    comes_again = (
        select(later.c.moment_id)
        .where(
            later.c.occurrence_id == moments.c.occurrence_id,
            later.c.member_id.is_(None),
            later.c.state == "waiting",
            later.c.on_day > today,
            later.c.on_day <= occurrences.c.due_on,
        )
        .exists()
    )
    found = tx.execute(
        select(reminders.c.reminder_id)
        .join(moments, moments.c.moment_id == reminders.c.moment_id)
        .join(occurrences, occurrences.c.occurrence_id == moments.c.occurrence_id)
        .where(
            reminders.c.school_id == school_id,
            reminders.c.delivery_id == delivery_id,
            reminders.c.state == str(ReminderState.HELD),
            occurrences.c.state == "open",
            occurrences.c.due_on >= today,
            ~comes_again,
        )
        .limit(1)
    )
    return found.first() is not None


def _due_moment(row: Any) -> DueMoment:
    rung = Rung.parse(row.rung)
    numbers = (row.moment_id, row.school_id, row.occurrence_id)
    return DueMoment(*numbers, rung, row.on_day, row.member_id)


def _reminder(row: Any) -> Reminder:
    _, reminder_id, moment_id, occurrence_id, rung, on, member_id = row
    return Reminder(reminder_id, moment_id, occurrence_id, Rung.parse(rung), on, member_id)


def end_reminders_all_schools(
    tx: Tx, reminder_ids: Iterable[int], state: ReminderState, reason: str = ""
) -> None:
    """Record the outcome of some reminders."""
    tx.execute(
        update(reminders)
        .where(reminders.c.reminder_id.in_(set(reminder_ids)))
        .values(state=str(state), reason=reason)
    )


def end_deliveries_all_schools(
    tx: Tx, delivery_ids: Iterable[int], state: ReminderState, reason: str = ""
) -> None:
    """Record the outcome of everything some deliveries carried; what is known stays."""
    open_states = [str(ReminderState.QUEUED)]
    if state is ReminderState.TOLD:
        # A late proof: what was held had arrived after all.
        open_states.append(str(ReminderState.HELD))
    tx.execute(
        _END,
        {
            "numbers": delivery_ids,
            "open": open_states,
            "ends": str(state),
            "why": reason,
        },
    )


def last_told(tx: Tx, school_id: int, occurrence_id: int) -> date | None:
    """Give the day of the last moment of an occurrence that somebody was told."""
    found: date | None = tx.execute(
        select(func.max(moments.c.on_day))
        .join(reminders, reminders.c.moment_id == moments.c.moment_id)
        .where(
            unindexed(moments.c.school_id) == school_id,
            moments.c.occurrence_id == occurrence_id,
            reminders.c.state == str(ReminderState.TOLD),
        )
    ).scalar()
    return found


def unreachable_since(tx: Tx, school_id: int, since: date) -> list[tuple[int, int]]:
    """List (member, occurrence) that could not be reached by moments since a day."""
    rows = tx.execute(
        select(reminders.c.member_id, moments.c.occurrence_id)
        .distinct()
        .join(moments, moments.c.moment_id == reminders.c.moment_id)
        .where(
            reminders.c.school_id == school_id,
            _IS_UNREACHABLE,
            moments.c.on_day >= since,
        )
        .order_by(reminders.c.member_id, moments.c.occurrence_id)
    )
    return [(row.member_id, row.occurrence_id) for row in rows]

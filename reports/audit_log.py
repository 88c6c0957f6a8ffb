"""What was changed at a school, by whom, from where: the newest first, in words."""

from datetime import datetime
from functools import cache, partial

from msgspec import Struct

from plan.hours import local
from plan.model import Member
from reports.what_changed import Known, Shift, shifts_of
from storage import audit, occurrences, people, tasks
from storage.audit import Logged, Touched
from storage.school_day import SchoolDay
from texts.labels import deed_name, place_name


class AuditLine(Struct, frozen=True):
    """One deed: `by` is None for the clock and the operator, `codes` are the tasks it touched.

    `shifts` say what was before and after, where that can be said in a few words. A deed that is
    not `whole` touched more tasks than it names.
    """

    at: datetime
    what: str
    by: Member | None
    where: str
    codes: tuple[str, ...]
    shifts: tuple[Shift, ...]
    whole: bool


class AuditLog(Struct, frozen=True):
    """One page of the log, of `count` deeds in all."""

    lines: tuple[AuditLine, ...]
    count: int


def audit_log(day: SchoolDay, skip: int, most: int) -> AuditLog:
    """Gather a page; who left the school is still named."""
    found = audit.page(day.tx, day.school_id, skip, most)
    touched = [row for one in found for row in one.touched]
    numbers = {_number(row, "occurrences", "occurrence_id") for row in touched} - {0}
    of_occurrence = {
        number: one.task_id
        for number, one in occurrences.many(day.tx, day.school_id, numbers).items()
    }
    task_ids = {_task(row, of_occurrence) for row in touched} - {0}
    known = tasks.many(day.tx, day.school_id, task_ids)
    who = cache(partial(_who, day))
    said = {row.row_id for row in touched if row.table == "reports" and row.before is None}
    percents = audit.percents_before(day.tx, day.school_id, said)
    names = Known(who, people.unit_names(day.tx, day.school_id), percents)
    lines = []
    for one in found:
        own = {_task(row, of_occurrence) for row in one.touched}
        codes = tuple(known[number].code for number in sorted(own) if number in known)
        lines.append(_line(one, who(one.by), codes, shifts_of(one.touched, names)))
    return AuditLog(tuple(lines), audit.count(day.tx, day.school_id))


def _line(
    one: Logged, by: Member | None, codes: tuple[str, ...], shifts: tuple[Shift, ...]
) -> AuditLine:
    whole = one.rows == len(one.touched)
    where = place_name(one.channel)
    return AuditLine(local(one.at), deed_name(one.name), by, where, codes, shifts, whole)


def _who(day: SchoolDay, member_id: int | None) -> Member | None:
    if member_id is None:
        return None
    return day.staff.member(member_id) or people.get(day.tx, day.school_id, member_id)


def _number(row: Touched, table: str, column: str) -> int:
    """Give the number of a row of another table that this one is, or is about; 0 for none."""
    if row.table == table:
        return row.row_id
    value = row.values.get(column)
    return value if isinstance(value, int) else 0


def _task(row: Touched, of_occurrence: dict[int, int]) -> int:
    own = _number(row, "tasks", "task_id")
    return own or of_occurrence.get(_number(row, "occurrences", "occurrence_id"), 0)

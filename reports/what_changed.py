"""What a deed changed, each thing with what was before and after, in words: "hạn 15/6 → 30/6"."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from plan.calendar import DAYS
from plan.hours import Hours, local
from plan.ladder import DEFAULT_LADDER, OWN
from plan.model import Member
from storage.audit import Touched
from texts.labels import label, maybe_label
from texts.render import money, named, shortened
from texts.roles import role_name

# A deed that touches more, such as taking in a plan, is told by its name and its tasks.
MOST_ROWS = 40
_YEAR = re.compile(r"/\d{4}$")
# What a school that sets nothing has.
_DEFAULTS = {
    **{f.name: f"{getattr(Hours(), f.name):%H:%M}" for f in fields(Hours)},
    **{f"ladder_{name}": list(getattr(DEFAULT_LADDER, name)) for name in OWN},
}

Values = Mapping[str, Any]


class Shift(Struct, frozen=True):
    """One thing that a deed changed; an empty side is where it was not, or is no more."""

    what: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """Say it on one line; of two days of one year the year is said once."""
        sides = "both" if self.before and self.after else "added" if self.after else "gone"
        before, year = self.before, _YEAR.search(self.after)
        if year and sides == "both":
            before = before.removesuffix(year[0])
        return label(f"shift_{sides}", what=self.what, before=before, after=self.after)


class Known(Struct, frozen=True):
    """What numbers stand for: members, units, the percent last said before a report's row."""

    member: Callable[[int | None], Member | None]
    units: Mapping[int, str]
    percent_before: Mapping[int, int]

    def name(self, number: object) -> str:
        """Name a member, also one who left."""
        found = self.member(number) if isinstance(number, int) else None
        return "" if found is None else named(found)

    def unit(self, number: object) -> str:
        """Name a unit; empty for none."""
        return self.units.get(number, "") if isinstance(number, int) else ""


def shifts_of(touched: Iterable[Touched], known: Known) -> tuple[Shift, ...]:
    """List what changed, each thing once: what was taken away and put in its place is one."""
    rows = list(touched)
    if len(rows) > MOST_ROWS:
        return ()
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for row in rows:
        for one in _of_row(row, known):
            _put(before, one.what, one.before)
            _put(after, one.what, one.after)
    found = (Shift(what, ", ".join(before[what]), ", ".join(after[what])) for what in before)
    return tuple(one for one in found if one.before != one.after)


def _put(side: dict[str, list[str]], what: str, words: str) -> None:
    said = side.setdefault(what, [])
    if words and words not in said:
        said.append(words)


def _of_row(row: Touched, known: Known) -> Iterator[Shift]:
    own = _WHOLE.get(row.table)
    if own is not None:
        yield from own(row, known)
        return
    for column, write in _COLUMNS.get(row.table, {}).items():
        sides = [(side or {}).get(column) for side in (row.before, row.after)]
        if sides[0] != sides[1]:
            what = label(f"shift_{row.table}_{column}")
            # Of somebody who was there before it is said whom it is about.
            is_about = row.table == "members" and row.before is not None
            name = known.name(row.row_id) if is_about else ""
            yield Shift(f"{name} {what}".strip(), *(write(v, known) for v in sides))


def _assigned(row: Touched, known: Known) -> Iterator[Shift]:
    """Say who a task is given to: a member, a role, or a name as written."""
    whole = {**(row.before or {}), **(row.after or {})}
    what = maybe_label(f"shift_assigned_{whole.get('part', 'lead')}")
    if what:
        yield Shift(what, *(_doer(side, known) for side in (row.before, row.after)))


def _doer(side: Values | None, known: Known) -> str:
    if not side:
        return ""
    member = known.name(side.get("member_id"))
    role = side.get("role")
    return (
        member
        or (role_name(role, side.get("unit_text", "")) if role else "")
        or _words(side.get("person_text"), known)
    )


def _duty(row: Touched, known: Known) -> Iterator[Shift]:
    """Say who holds a role; another holder of it is told as one change."""
    side = row.after or row.before or {}
    what = role_name(str(side.get("role", "")), known.unit(side.get("unit_id")))
    who = known.name(side.get("member_id"))
    yield Shift(what, "" if row.before is None else who, "" if row.after is None else who)


def _report(row: Touched, known: Known) -> Iterator[Shift]:
    """Say what was reported, beside what was reported before."""
    if row.before is not None or row.after is None:
        yield from _state(row, "shift_report")
        return
    percent, last = row.after.get("percent"), known.percent_before.get(row.row_id)
    if percent is not None:
        before = "" if last is None else label("percent", percent=last)
        yield Shift(label("shift_progress"), before, label("percent", percent=percent))
    else:
        yield Shift(label("shift_progress"), "", maybe_label(f"shift_said_{row.after['intent']}"))


def _expense(row: Touched, known: Known) -> Iterator[Shift]:
    if row.before is not None or row.after is None:
        yield from _state(row, "shift_expense")
        return
    yield Shift(label("shift_expense"), "", _money(row.after.get("amount"), known))


def _state(row: Touched, what: str) -> Iterator[Shift]:
    sides = ((side or {}).get("state") for side in (row.before, row.after))
    yield Shift(label(what), *(_state_words(state) for state in sides))


def _request(row: Touched, known: Known) -> Iterator[Shift]:
    """Say what is asked for, or what was decided."""
    if row.before is None and row.after is not None:
        kind, due = row.after.get("kind"), _day(row.after.get("new_due_on"), known)
        to = known.name(row.after.get("to_id"))
        yield Shift(label("shift_request"), "", label(f"shift_asks_{kind}", due=due, to=to))
    else:
        yield from _state(row, "shift_request")


def _school(row: Touched, known: Known) -> Iterator[Shift]:
    """Say which settings are others now."""
    before, after = (_flat((side or {}).get("settings")) for side in (row.before, row.after))
    if (row.after or {}).get("started_at"):
        yield Shift(label("shift_started_at"), "", _day((row.after or {})["started_at"], known))
    yield from _changed(before, after)


def _calendar(row: Touched, known: Known) -> Iterator[Shift]:
    del known
    sides = (_flat((side or {}).get("overrides")) for side in (row.before, row.after))
    yield from _changed(*sides)


def _changed(before: Values, after: Values) -> Iterator[Shift]:
    """Tell values by name; one that was not set is the default, a list loses and gains days."""
    for name in dict.fromkeys((*before, *after)):
        was, is_now = (side.get(name, _DEFAULTS.get(name)) for side in (before, after))
        what = maybe_label(f"shift_set_{name}") or maybe_label(f"calendar_{name}")
        if was == is_now:
            continue
        if not what:
            yield Shift(label("shift_set_other"), "", label("shift_changed"))
        elif name in DAYS:
            gone = [one for one in was or [] if one not in (is_now or [])]
            new = [one for one in is_now or [] if one not in (was or [])]
            yield Shift(what, _set_words(gone), _set_words(new))
        else:
            default = label("shift_default")
            sides = (default if v is None else _set_words(v) for v in (was, is_now))
            yield Shift(what, *sides)


def _flat(values: object) -> dict[str, Any]:
    """Lay what is set inside a setting beside the others."""
    found: dict[str, Any] = {}
    for name, value in values.items() if isinstance(values, dict) else ():
        is_inner = isinstance(value, dict)
        found |= {f"{name}_{one}": v for one, v in value.items()} if is_inner else {name: value}
    return found


def _set_words(value: object) -> str:
    if isinstance(value, bool):
        return label("shift_yes" if value else "shift_no")
    if isinstance(value, list):
        return ", ".join(_set_words(one) for one in value)
    text = str(value)
    try:
        return _dm(date.fromisoformat(text)) if "-" in text else shortened(text)
    except ValueError:
        return shortened(text)


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _day(value: object, _known: Known) -> str:
    if not isinstance(value, str):
        return ""
    is_time = "T" in value
    return _dm(
        local(datetime.fromisoformat(value)).date() if is_time else date.fromisoformat(value)
    )


def _words(value: object, _known: Known) -> str:
    return shortened(value) if isinstance(value, str) else "" if value is None else str(value)


def _clock(value: object, _known: Known) -> str:
    return value[:5] if isinstance(value, str) else ""


def _money(value: object, _known: Known) -> str:
    return money(value) if isinstance(value, int) else ""


def _yes(value: object, _known: Known) -> str:
    return "" if value is None else label("shift_yes" if value else "shift_no")


def _person(value: object, known: Known) -> str:
    return known.name(value)


def _unit(value: object, known: Known) -> str:
    return known.unit(value)


def _state_words(state: object) -> str:
    return maybe_label(f"shift_state_{state}") if isinstance(state, str) else ""


def _state_column(value: object, _known: Known) -> str:
    return _state_words(value)


_WHOLE: Mapping[str, Callable[[Touched, Known], Iterator[Shift]]] = {
    "assignments": _assigned,
    "duties": _duty,
    "reports": _report,
    "expenses": _expense,
    "requests": _request,
    "schools": _school,
    "calendars": _calendar,
}
_COLUMNS: Mapping[str, Mapping[str, Callable[[object, Known], str]]] = {
    "occurrences": {"due_on": _day, "due_time": _clock, "state": _state_column},
    "tasks": {
        "work": _words,
        "criterion": _words,
        "contact_id": _person,
        "budget_amount": _money,
        "budget_source": _words,
        "needs_approval": _yes,
        "state": _state_column,
    },
    "members": {
        "full_name": _words,
        "call_name": _words,
        "address_word": _words,
        "homeroom": _words,
        "unit_id": _unit,
        "digest_at": _clock,
        "left_at": _day,
    },
    "evidence": {"criterion": _words, "title": _words, "state": _state_column},
    "moments": {"on_day": _day},
    "stand_ins": {"member_id": _person, "last_on": _day},
}

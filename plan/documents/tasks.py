"""One row of a plan as a task: its cells by field, and what its neighbours say for it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from plan.documents.model import Doubt, Field, PlanRow, Why
from plan.documents.money import money_of
from plan.documents.place import HIGHEST_LEVEL, Place
from plan.documents.sections import (
    criterion_number,
    is_ditto,
    items_of,
    level_number,
    names_criterion,
)
from plan.documents.times import time_of
from plan.documents.view import View

_TEXTS = (
    Field.WORK,
    Field.OWNER,
    Field.SUPPORT,
    Field.OVERSEE,
    Field.CONDITIONS,
    Field.SOLUTION,
    Field.BUDGET,
    Field.RESULT,
    Field.NOTE,
)


class _Values(Struct):
    """The fields of a row on the way to a task."""

    above: PlanRow | None
    texts: dict[Field, str] = field(default_factory=dict)
    inherited: list[Field] = field(default_factory=list)
    problems: list[Why] = field(default_factory=list)

    def put(self, name: Field, text: str, *, is_inherited: bool) -> None:
        """Store the text of a field; one that says "the same" is looked up in the row above."""
        if is_ditto(text):
            if self.above is None:
                self.problems.append(Why.NOTHING_ABOVE)
            else:
                text, is_inherited = str(getattr(self.above, name)), True
        self.texts[name] = text
        if is_inherited and text:
            self.inherited.append(name)


def task_of(view: View, place: Place, above: PlanRow | None) -> tuple[PlanRow, list[Why]]:
    """Make the task of a row, and say what in it points nowhere."""
    place.count(view.own(Field.NUMBER))
    values = _Values(above)
    for name in _TEXTS:
        _put_text(values, view, name, place.defaults)
    time, is_inherited = time_of(view, place.period)
    if not time and not view.header.has(Field.TIME, Field.TIME_FROM, Field.TIME_TO):
        time, is_inherited = place.defaults.get(Field.TIME, ""), True
    values.put(Field.TIME, time, is_inherited=is_inherited)
    criterion, is_carried = _criterion_of(view, place, above)
    if is_carried:
        values.inherited.append(Field.CRITERION)
    level = level_number(view.text(Field.LEVEL))
    number = criterion.split(".")[0] if "." in criterion else ""
    standard = "" if number.startswith("M") else number or place.standard
    themes = view.themes or _theme_above(view, place, above)
    texts: dict[str, Any] = {str(name): text for name, text in values.texts.items()}
    task = PlanRow(
        line=view.row.line,
        level=level or place.level,
        level_written=view.text(Field.LEVEL) if level else place.level_written,
        standard=standard,
        standard_title=place.standard_title if standard == place.standard else "",
        criterion=criterion,
        section=(*place.headings, *themes),
        number=view.text(Field.NUMBER),
        items=items_of(values.texts[Field.WORK]),
        inherited=tuple(values.inherited),
        blurred=_blurred_of(view, above, values.inherited),
        doubts=_doubts_of(view, criterion),
        raw=view.raw,
        **texts,
    )
    return task, values.problems


def _theme_above(view: View, place: Place, above: PlanRow | None) -> tuple[str, ...]:
    """Give the theme of the row above, which a blank cell continues."""
    depth = len(place.headings)
    is_under = above is not None and above.section[:depth] == place.headings
    return above.section[depth:] if above and is_under and view.header.has_themes else ()


def _put_text(values: _Values, view: View, name: Field, defaults: Mapping[Field, str]) -> None:
    is_merged = view.is_merged_down(name)
    text = view.text(name)
    if name is Field.BUDGET:
        text, is_merged = money_of(view)
    if not text and not view.header.has(name) and name in defaults:
        text, is_merged = defaults[name], True
    values.put(name, text, is_inherited=is_merged)


def _criterion_of(view: View, place: Place, above: PlanRow | None) -> tuple[str, bool]:
    """Give the number of the criterion, and whether it is written outside the row."""
    written = view.text(Field.CRITERION)
    number = criterion_number(written)
    if number:
        return _full_number(number, place), view.is_merged_down(Field.CRITERION)
    if written:
        return "", False
    if place.criterion:
        return _full_number(place.criterion, place), True
    if view.header.has(Field.CRITERION):
        goes_on = above is not None and not view.own(Field.NUMBER) and _is_same(place, above)
        return (above.criterion, True) if above and goes_on else ("", False)
    if named := names_criterion(view.own(Field.WORK)):
        return _full_number(named, place), False
    counted = criterion_number(view.text(Field.NUMBER))
    is_of_standard = place.standard and counted.startswith(f"{place.standard}.")
    return (counted, False) if is_of_standard else ("", False)


def _is_same(place: Place, above: PlanRow) -> bool:
    """Say whether the row above stands under the same headings."""
    where = (above.level_written, above.section)
    return where == (place.level_written, place.headings) and (
        not place.standard or above.standard == place.standard
    )


def _full_number(number: str, place: Place) -> str:
    if "." in number:
        return number
    if place.level == HIGHEST_LEVEL:
        return f"M{HIGHEST_LEVEL}.{number}"
    return f"{place.standard}.{number}" if place.standard else number


def _blurred_of(
    view: View, above: PlanRow | None, inherited: Sequence[Field]
) -> tuple[Field, ...]:
    """Name the fields that were not surely read, in this row or where they were written."""
    columns = {Field.TIME: (Field.TIME, Field.TIME_FROM, Field.TIME_TO)}
    before = above.blurred if above is not None else ()
    return tuple(
        name
        for name in (*_TEXTS, Field.TIME, Field.CRITERION)
        if view.is_blurred(*columns.get(name, (name,))) or (name in inherited and name in before)
    )


def _doubts_of(view: View, criterion: str) -> tuple[Doubt, ...]:
    doubts = []
    if view.is_merged_down(Field.WORK):
        doubts.append(Doubt.SAME_WORK)
    if any(title.startswith("#") and cell.text for title, cell in view.cells.items()):
        doubts.append(Doubt.EXTRA_CELLS)
    if view.row.is_changed:
        doubts.append(Doubt.TRACKED_CHANGE)
    if view.text(Field.CRITERION) and not criterion:
        doubts.append(Doubt.CRITERION_UNREAD)
    return tuple(doubts)


def split_by_lines(task: PlanRow) -> tuple[PlanRow, ...]:
    """Part a row that lists several tasks and, line for line, the time of each."""
    times = _lines(task.time)
    works = list(task.items) or _lines(task.work)
    count = len(works)
    if count <= 1 or len(times) != count:
        return (task,)
    columns = {
        name: _aligned(str(getattr(task, name)), count)
        for name in (Field.OWNER, Field.SUPPORT, Field.RESULT, Field.NOTE)
    }
    money = _lines(task.budget)
    # An amount that is not given line by line is counted once, with the first part.
    money = money if len(money) == count else [task.budget, *[""] * (count - 1)]

    def said_of(part: int) -> dict[str, Any]:
        return {str(name): texts[part] for name, texts in columns.items()}

    return tuple(
        replace(
            task,
            part=part + 1,
            work=_ITEM.sub("", works[part]),
            time=times[part],
            budget=money[part],
            items=(),
            doubts=(*task.doubts, Doubt.SPLIT_BY_LINES),
            **said_of(part),
        )
        for part in range(count)
    )


_ITEM = re.compile(r"^\s*(?:[-+•*–]|\d{1,2}[.)])\s+")


def _lines(text: str) -> list[str]:
    return [_ITEM.sub("", line).strip() for line in text.split("\n") if line.strip()]


def _aligned(text: str, count: int) -> list[str]:
    lines = _lines(text)
    return lines if len(lines) == count else [text] * count

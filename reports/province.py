"""A province's schools in one look: plans, done of total, late, money; no person is in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from plan.calendar import own_calendar
from plan.hours import local
from plan.school_years import SchoolYears, first_year_of
from reports.papers.tables import Column, Kind, Table, numbered
from reports.rollup import SchoolCount
from storage import occurrences, provinces, schools
from storage.database import Tx
from storage.provinces import Province
from texts.papers import paper_word

# Where a task of a plan names no criterion.
NO_CRITERION = ""


class SchoolLine(Struct, frozen=True):
    """One school: its running plans, its count, its money in dong."""

    count: SchoolCount
    plans: int
    planned: int
    spent: int


class RollUp(Struct, frozen=True):
    """A province as of a day. `criteria` are (number, count over all schools), in their order."""

    province: str
    on: date
    schools: tuple[SchoolLine, ...]
    criteria: tuple[tuple[str, SchoolCount], ...]

    @property
    def whole(self) -> SchoolCount:
        """Add the schools up."""
        names = ("total", "done", "late", "carried", "doubtful")
        sums = {n: sum(getattr(line.count, n) for line in self.schools) for n in names}
        return SchoolCount(self.province, **sums)

    @property
    def plans(self) -> int:
        """Count the running plans."""
        return sum(line.plans for line in self.schools)

    @property
    def planned(self) -> int:
        """Add up the budgets, in dong."""
        return sum(line.planned for line in self.schools)

    @property
    def spent(self) -> int:
        """Add up what was spent, in dong."""
        return sum(line.spent for line in self.schools)

    @property
    def without_plan(self) -> int:
        """Count the schools that have no running plan yet."""
        return sum(not line.plans for line in self.schools)


def roll_up(tx: Tx, province: Province, now: datetime) -> RollUp:
    """Count a province's schools as of now; six queries, whatever the number of schools."""
    today = local(now).date()
    known = schools.of_province_all_schools(tx, province.province_id)
    years = _years(tx, [school.school_id for school in known], first_year_of(today))
    counts = {school.school_id: SchoolCount(school.name) for school in known}
    criteria: dict[str, SchoolCount] = {}
    for school_id, criterion, due in occurrences.of_plans_all_schools(tx, province.province_id):
        counts[school_id].add(due, today, years[school_id])
        whole = criteria.setdefault(criterion, SchoolCount(criterion))
        whole.add(due, today, years[school_id])
    running = provinces.plans_all_schools(tx, province.province_id)
    money = provinces.money_all_schools(tx, province.province_id)
    lines = (
        SchoolLine(count, running.get(number, 0), *money.get(number, (0, 0)))
        for number, count in counts.items()
    )
    ordered = sorted(criteria.items(), key=lambda pair: _order(pair[0]))
    return RollUp(province.name, today, tuple(lines), tuple(ordered))


def _years(tx: Tx, school_ids: list[int], first_year: int) -> dict[int, SchoolYears]:
    """Give each school's calendars; those that changed nothing share one."""
    near = range(first_year - 1, first_year + 2)
    own = schools.calendars_all_schools(tx)
    common = SchoolYears({year: own_calendar(year, {}) for year in near})
    changed = {school_id for school_id, _ in own}
    return {
        school_id: SchoolYears({y: own_calendar(y, own.get((school_id, y), {})) for y in near})
        if school_id in changed
        else common
        for school_id in school_ids
    }


def _order(criterion: str) -> tuple[bool, list[int], str]:
    """Put 1.2 before 1.10, those of level 4 ("M4.1") behind, what has none last."""
    numbers = [int(part) for part in criterion.split(".") if part.isdecimal()]
    return not criterion or not criterion[0].isdigit(), numbers, criterion


_COUNTS = (
    Column("den_han_nam", Kind.NUMBER, 12),
    Column("hoan_thanh", Kind.NUMBER, 12),
    Column("qua_han", Kind.NUMBER, 12),
    Column("chuyen_tiep", Kind.NUMBER, 14),
    Column("chua_ro", Kind.NUMBER, 14),
)


def tables_of(found: RollUp) -> list[dict[str, Any]]:
    """Give the workbook: the schools, then the criteria."""
    first, number = Column("truong", width=40), Column("tt", Kind.NUMBER, 6)
    money = (Column("du_kien", Kind.MONEY, 18), Column("da_chi", Kind.MONEY, 18))
    by_school = Table(
        "cac_truong",
        (number, first, Column("ke_hoach", Kind.NUMBER, 12), *_COUNTS, *money),
        numbered([_of_school(line) for line in found.schools]),
    )
    rows = [{"tieu_chi": name or None, **_counts(count)} for name, count in found.criteria]
    by_criterion = Table("theo_tieu_chi", (number, Column("tieu_chi"), *_COUNTS), numbered(rows))
    return [by_school.plain(), by_criterion.plain()]


def picture_of(found: RollUp) -> dict[str, Any]:
    """Give what reports.exports.make_province_picture draws."""
    whole = found.whole
    rows = [
        [name or paper_word("province.no_criterion"), count.total, count.done, count.late]
        for name, count in found.criteria
        if count.total
    ]
    values = (len(found.schools), found.plans, f"{whole.done}/{whole.total}", whole.late)
    words = ("schools", "plans", "done", "late")
    return {
        "title": found.province,
        "as_of": paper_word("province.as_of", day=found.on),
        "tiles": [
            [str(value), paper_word(f"province.{word}")]
            for value, word in zip(values, words, strict=True)
        ],
        "heading": paper_word("province.by_criterion"),
        "rows": rows,
        "legend": [paper_word(f"province.legend_{name}") for name in ("done", "late", "rest")],
    }


def _of_school(line: SchoolLine) -> Mapping[str, str | int | None]:
    money = {"du_kien": line.planned, "da_chi": line.spent}
    return {
        "truong": line.count.school,
        "ke_hoach": line.plans,
        **_counts(line.count),
        **money,
    }


def _counts(count: SchoolCount) -> dict[str, int]:
    return {
        "den_han_nam": count.total,
        "hoan_thanh": count.done,
        "qua_han": count.late,
        "chuyen_tiep": count.carried,
        "chua_ro": count.doubtful,
    }

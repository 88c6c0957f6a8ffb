"""One school on one day, or some: people, calendars, hours and ladder, for one transaction."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from plan.calendar import own_calendar
from plan.deadlines import Frame
from plan.hours import Hours, instant, local
from plan.ladder import DEFAULT_LADDER, Ladder
from plan.model import Member, School
from plan.responsibility import Responsible, responsible
from plan.rights import Kind, Scope, scopes
from plan.school_years import SchoolYears, first_year_of
from plan.staff import Staff, in_force
from storage import people, schools, stand_ins, tasks
from storage.database import Tx
from storage.history import Actor, Deed, begin


class SchoolDay:
    """What deeds ask of a school at an instant; lives no longer than its transaction."""

    def __init__(self, tx: Tx, school: School, now: datetime) -> None:
        self.tx = tx
        self.school = school
        self.now = now

    @classmethod
    def of(cls, tx: Tx, school_id: int, now: datetime) -> "SchoolDay":
        """Load a school."""
        return cls(tx, schools.get(tx, school_id), now)

    def renewed(self) -> "SchoolDay":
        """Look at the school again, after its settings or people changed."""
        return SchoolDay.of(self.tx, self.school_id, self.now)

    @property
    def school_id(self) -> int:
        """The school's number."""
        return self.school.school_id

    @cached_property
    def today(self) -> date:
        """The day by the clocks of Vietnam."""
        return local(self.now).date()

    @property
    def first_year(self) -> int:
        """The first year of the school year of today."""
        return first_year_of(self.today)

    @cached_property
    def years(self) -> SchoolYears:
        """The calendars of this school year and its neighbours, with the school's own values."""
        return _years(schools.calendars_of(self.tx, self.school_id, _near(self.first_year)))

    @cached_property
    def staff(self) -> Staff:
        """Who is who this school year."""
        members = people.list_members(self.tx, self.school_id)
        years = _this_and_last(self.first_year)
        now, before = people.list_duties_of_years(self.tx, self.school_id, years)
        return Staff(members, in_force(now, before))

    @cached_property
    def hours(self) -> Hours:
        """When this school writes and when it is quiet."""
        return Hours.of(self.school.settings)

    @cached_property
    def ladder(self) -> Ladder:
        """When this school reminds."""
        own = self.school.settings.get("ladder")
        return DEFAULT_LADDER.changed(own) if isinstance(own, dict) else DEFAULT_LADDER

    def frame(self, context: Literal["plan", "chat"]) -> Frame:
        """Give the frame in which a phrase of today is read."""
        return Frame(self.years.of(self.today), self.today, context)

    def deed(self, name: str, actor: Actor) -> Deed:
        """Begin something that changes the school."""
        return begin(self.tx, self.school_id, name, actor, self.now)

    def scopes(self, member: Member, deed: str) -> frozenset[Scope]:
        """Say with what a member may do something; empty when they may not."""
        return scopes(self.staff, member.member_id, Kind.DEED, deed)

    def may(self, member: Member, deed: str) -> bool:
        """Whether a member may do something, at least with some tasks."""
        return bool(self.scopes(member, deed))

    def digest_at(self, member: Member, on: date) -> datetime:
        """Give the instant of a member's digest on a day."""
        return instant(on, member.digest_at or self.hours.digest_at)

    def responsible(self, task_id: int) -> Responsible | None:
        """Say who answers for a task; None when there is no such task."""
        task = tasks.get(self.tx, self.school_id, task_id)
        if task is None:
            return None
        assigned = tasks.list_assignments(self.tx, self.school_id, [task_id])
        return responsible(task, assigned.get(task_id, []), self.staff)

    def in_place_of(self, member: Member) -> Member:
        """Give who decides in a member's place today, the member when nobody stands in."""
        return self._stand_ins.get(member.member_id, member)

    @cached_property
    def _stand_ins(self) -> dict[int, Member]:
        found: dict[int, Member] = {}
        for one in stand_ins.standing(self.tx, self.school_id, self.today):
            member = self.staff.member(one.member_id)
            if member is not None and one.first_on <= self.today:
                found.setdefault(one.for_id, member)
        return found


class SchoolDays:
    """Some schools at an instant, asked for together; live no longer than their transaction."""

    def __init__(self, tx: Tx, school_ids: Collection[int], now: datetime) -> None:
        self.tx = tx
        self.now = now
        self.school_ids = school_ids
        self.today = local(now).date()
        year = first_year_of(self.today)
        calendars = schools.calendars_of_all_schools(tx, school_ids, _near(year))
        members = people.list_members_all_schools(tx, school_ids)
        duties = people.list_duties_of_years_all_schools(tx, school_ids, _this_and_last(year))
        self._days: dict[int | None, SchoolDay] = {}
        for school in schools.some_all_schools(tx, school_ids):
            number = school.school_id
            day = self._days[number] = SchoolDay(tx, school, now)
            day.years = _years(calendars[number])
            day.staff = Staff(members[number], in_force(*duties[number]))

    def __getitem__(self, school_id: int | None) -> SchoolDay:
        """Give one of the schools.

        Raises:
            KeyError: it is none of these; what is said to a stranger has none.
        """
        return self._days[school_id]

    def __iter__(self) -> Iterator[SchoolDay]:
        """Go through the schools, in no order."""
        return iter(self._days.values())


def _near(year: int) -> range:
    """Give the school years whose calendars may be asked for in one."""
    return range(year - 1, year + 2)


def _this_and_last(year: int) -> tuple[int, int]:
    """Give the school years whose duties may hold in one."""
    return year, year - 1


def _years(own: Mapping[int, dict[str, Any]]) -> SchoolYears:
    return SchoolYears({year: own_calendar(year, changed) for year, changed in own.items()})

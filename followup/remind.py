"""Turning due moments into reminders of people (step T1) and choosing whom each one concerns."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby

from followup.carriers import Carried, carry
from followup.escalate import escalation_step, told_of
from followup.lay_moments import lay_some
from followup.link_tasks import is_told_by_first
from followup.new_duties import ask_before_reminding
from followup.not_reached import tell_not_reached
from followup.parts import silent_of
from plan.hours import instant
from plan.ladder import Moment, Rung, RungKind, next_weekly
from plan.model import (
    Completion,
    Intent,
    Member,
    Occurrence,
    OccurrenceState,
    ProgressReport,
    Shape,
    Task,
    TaskState,
)
from plan.progress import lapsed
from plan.responsibility import Responsible, responsible
from storage import links, moments, occurrences, outcomes, reports, requests, tasks
from storage.database import Tx
from storage.deliveries import Kind
from storage.moments import DueMoment
from storage.requests import RequestKind
from storage.school_day import SchoolDay

# Support is told once, about a week before, so that it is no news on the due day.
SUPPORT_DAYS = {7, 10}
# A long task reported so lately is not asked after again.
PULSE_REST = timedelta(days=20)


def expand_moments(tx: Tx, now: datetime, limit: int = 300) -> int:
    """Look at the moments whose time has come; gives how many, 0 when none is left."""
    due = moments.due_all_schools(tx, now, limit)
    by_school = sorted(due, key=lambda moment: moment.school_id)
    for school_id, group in groupby(by_school, key=lambda moment: moment.school_id):
        day = SchoolDay.of(tx, school_id, now)
        ask_before_reminding(day)
        _Expansion(day, list(group)).run()
    return len(due)


def remind_others(day: SchoolDay, moment_ids: Iterable[int]) -> None:
    """Tell moments meant for somebody who is not there any more to whoever answers now."""
    due = moments.looked_at(day.tx, day.school_id, moment_ids)
    if due:
        _Expansion(day, due).run_again()


class _Expansion:
    """The due moments of one school, with what they need loaded at once."""

    def __init__(self, day: SchoolDay, due: list[DueMoment]) -> None:
        self.day = day
        self.due = due
        tx, school_id = day.tx, day.school_id
        numbers = {moment.occurrence_id for moment in due}
        self.occurrences = occurrences.many(tx, school_id, numbers)
        task_ids = {occurrence.task_id for occurrence in self.occurrences.values()}
        self.tasks = tasks.many(tx, school_id, task_ids)
        self.assigned = tasks.list_assignments(tx, school_id, task_ids)
        self.reports = reports.latest(tx, school_id, numbers)
        self.firsts = links.firsts(tx, school_id)
        closes = any(moment.rung.kind is RungKind.CLOSE for moment in due)
        self.outcomes = outcomes.of_tasks(tx, school_id, task_ids) if closes else {}
        self.carried: list[tuple[Carried, DueMoment, Task]] = []
        waiting = requests.waiting(tx, school_id)
        self.asked = {request.occurrence_id for request in waiting}
        self.submitted = {r.occurrence_id for r in waiting if r.kind is RequestKind.APPROVE}

    def run(self) -> None:
        settled: dict[str, list[int]] = {}
        for moment in self.due:
            occurrence = self.occurrences[moment.occurrence_id]
            task = self.tasks[occurrence.task_id]
            reason = self._reason_to_skip(moment, occurrence, task)
            self._lay_next(moment, occurrence, reason)
            settled.setdefault(reason, []).append(moment.moment_id)
            if not reason:
                self._carry(moment, occurrence, task)
        for reason, numbers in settled.items():
            state = "cancelled" if reason else "expanded"
            moments.settle(self.day.tx, self.day.school_id, numbers, state, reason)
        self._store()

    def run_again(self) -> None:
        """Carry moments that were looked at before to whoever they concern now, once each."""
        for moment in self.due:
            occurrence = self.occurrences[moment.occurrence_id]
            task = self.tasks[occurrence.task_id]
            if not self._reason_to_skip(moment, occurrence, task):
                self._carry(moment, occurrence, task)
        numbers = [moment.moment_id for moment in self.due]
        known = moments.meant_for(self.day.tx, self.day.school_id, numbers)
        self.carried = [
            one for one in self.carried if (one[0].moment_id, one[0].member.member_id) not in known
        ]
        self._store()

    def _store(self) -> None:
        not_reached = carry(self.day, [carried for carried, _, _ in self.carried])
        for carried, moment, task in self.carried:
            if carried.member.member_id in not_reached and carried.kind is Kind.DIGEST:
                self._tell_not_reached(carried.member, moment, task)

    def _carry(self, moment: DueMoment, occurrence: Occurrence, task: Task) -> None:
        people = responsible(task, self.assigned.get(task.task_id, []), self.day.staff)
        for member in self._concerned(moment, occurrence, task, people):
            self._add(Kind.DIGEST, member, moment, task)
        for member in self._above(moment, occurrence, task, people):
            self._add(Kind.ESCALATION, member, moment, task)

    def _add(self, kind: Kind, member: Member, moment: DueMoment, task: Task) -> None:
        self.carried.append((Carried(moment.moment_id, member, kind), moment, task))

    def _reason_to_skip(self, moment: DueMoment, occurrence: Occurrence, task: Task) -> str:
        reason = self._reason_of_its_own(moment, occurrence, task)
        if reason:
            return reason
        if moment.rung.kind is RungKind.CLOSE and task.task_id in self.outcomes:
            return "told"  # what it came to was said, though it may not be done
        return "linked" if is_told_by_first(self.day, occurrence, self.firsts) else ""

    def _reason_of_its_own(self, moment: DueMoment, occurrence: Occurrence, task: Task) -> str:
        if occurrence.state is not OccurrenceState.OPEN or task.state is not TaskState.ACTIVE:
            return "closed"
        if self.day.school.started_at is None:
            return "not started"
        if occurrence.occurrence_id in self.submitted:
            return "submitted"
        is_asked = moment.rung.kind is RungKind.ASKED
        return "" if is_asked else self._reason_to_rest(moment, occurrence)

    def _reason_to_rest(self, moment: DueMoment, occurrence: Occurrence) -> str:
        """Say why a rung of the ladder is passed over; what somebody asked for comes anyway."""
        years = self.day.years
        if years.is_summer(moment.on) and not years.is_summer(occurrence.due_on):
            return "summer"
        if moment.rung.is_after:
            return self._reason_not_to_ask_again(occurrence)
        report = self.reports.get(occurrence.occurrence_id)
        return "resting" if self._rests(moment.rung, report) else ""

    def _reason_not_to_ask_again(self, occurrence: Occurrence) -> str:
        if occurrence.occurrence_id in self.asked:
            return "asked"
        return "lapsed" if self._is_lapsed(occurrence) else ""

    def _is_lapsed(self, occurrence: Occurrence) -> bool:
        if occurrence.shape is not Shape.RECURRING:
            return False
        siblings = occurrences.of_task(self.day.tx, self.day.school_id, occurrence.task_id)
        return occurrence.occurrence_id in lapsed(siblings, self.day.today)

    def _rests(self, rung: Rung, report: ProgressReport | None) -> bool:
        if report is None or report.intent not in {Intent.PROGRESS, Intent.ON_TRACK}:
            return False
        if rung.kind is RungKind.PULSE:
            return self.day.now - report.reported_at < PULSE_REST
        return rung.kind is RungKind.BEFORE and rung.days > self.day.ladder.rest_until

    def _lay_next(self, moment: DueMoment, occurrence: Occurrence, reason: str) -> None:
        # The ladder has no end: the weekly moments are laid one at a time, also over the summer.
        if reason in {"closed", "not started", "lapsed"}:
            return
        last = Rung(RungKind.AFTER, self.day.ladder.after[-1])
        if moment.rung.kind is RungKind.WEEKLY or moment.rung == last:
            on = self.day.today
            lay_some(self.day, occurrence, (next_weekly(moment.rung, on, self.day.years),))

    def _concerned(
        self, moment: DueMoment, occurrence: Occurrence, task: Task, people: Responsible
    ) -> list[Member]:
        if moment.rung.kind is RungKind.ASKED:
            asked_by = self.day.staff.member(moment.member_id)
            return [asked_by] if asked_by is not None else []
        if task.completion is Completion.EACH:
            return list(silent_of(self.day, task, occurrence, people))
        if moment.rung.is_after and people.is_held:
            # The principal holds it for want of somebody: the week says so, not every digest.
            first = moment.rung == Rung(RungKind.AFTER, self.day.ladder.after[0])
            return list(people.workers) if first else []
        if moment.rung.is_after:
            return [people.contact] if people.contact else []
        supports = moment.rung.kind is RungKind.BEFORE and moment.rung.days in SUPPORT_DAYS
        return [*people.workers, *(people.supporters if supports else ())]

    def _tell_not_reached(self, member: Member, moment: DueMoment, task: Task) -> None:
        if moment.rung.kind is RungKind.DUE or moment.rung.is_after:
            tell_not_reached(self.day, member, self.occurrences[moment.occurrence_id], task)

    def _above(
        self, moment: DueMoment, occurrence: Occurrence, task: Task, people: Responsible
    ) -> list[Member]:
        step = escalation_step(self.day, moment.rung)
        if step == 0 or (task.completion is Completion.LEAD and self._spoke_since(occurrence)):
            return []
        if self.day.years.is_after_break(self.day.today):
            later = self.day.years.add_working_days(self.day.today, 2)
            lay_some(self.day, occurrence, (Moment(moment.rung, later),))
            return []
        return told_of(self.day, task, people, step)

    def _spoke_since(self, occurrence: Occurrence) -> bool:
        report = self.reports.get(occurrence.occurrence_id)
        if report is None:
            return False
        told = moments.last_told(self.day.tx, self.day.school_id, occurrence.occurrence_id)
        return told is None or report.reported_at >= instant(told, time(0))

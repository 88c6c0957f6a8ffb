"""Logging what somebody said of an occurrence, and closing it when the right person says so."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from followup.above import closes, may_decide, who_decides
from followup.approval import needs_approval
from followup.ask_request import Wish, ask_request
from followup.decide_request import Word, close_occurrence, decide_request
from followup.link_tasks import twins
from followup.parts import close_part, parts_of
from followup.post import notify
from followup.say import Option, Say
from plan.model import (
    Completion,
    Intent,
    Member,
    Occurrence,
    OccurrenceState,
    Part,
    Task,
)
from plan.responsibility import Responsible
from storage import occurrences, reports, requests, tasks
from storage.history import Actor, Deed
from storage.requests import Request, RequestKind
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.replies import BlockedNotice, NoteNotice, PartsDone


class Effect(StrEnum):
    """What a report did."""

    CLOSED = "closed"
    # Said to be done; it counts once somebody approves.
    SUBMITTED = "submitted"
    PART_CLOSED = "part_closed"
    NOTED = "noted"
    LOGGED = "logged"
    # It was closed before: nothing changed.
    ALREADY = "already"
    # The speaker has nothing to do with this task.
    NOT_THEIRS = "not_theirs"


class Said(Struct, frozen=True):
    """What a member says of an occurrence. `done_on` is the day it was done, today if not said."""

    intent: Intent
    percent: int | None = None
    words: str = ""
    done_on: date | None = None


class Reported(Struct, frozen=True):
    """The outcome. `parts_done` and `parts_all` count where each of several people owes a part.

    `contact` closes the task; of what was submitted it is who approves.
    """

    effect: Effect
    task: Task
    occurrence: Occurrence
    contact: Member | None
    parts_done: int = 0
    parts_all: int = 0


def report_progress(
    day: SchoolDay, actor: Actor, occurrence_id: int, said: Said, deed: Deed | None = None
) -> Reported | None:
    """Log a report of the acting member; None when there is no such occurrence.

    Only the contact (or who oversees, or the principal) closes an occurrence; somebody else's
    "xong" becomes a note to the contact. Where each owes a part, a part is closed instead. Several
    reports of one message share one deed, so that one "hoàn tác" takes them all back.
    """
    occurrence = occurrences.get(day.tx, day.school_id, occurrence_id)
    if occurrence is None:
        return None
    task = tasks.get(day.tx, day.school_id, occurrence.task_id)
    people = day.responsible(occurrence.task_id)
    member = day.staff.member(actor.member_id)
    if task is None or people is None or member is None:
        return None
    scene = _Scene(day, task, occurrence, people, member)
    if not scene.concerns_member:
        return scene.outcome(Effect.NOT_THEIRS)
    if occurrence.state is OccurrenceState.DONE:
        return scene.outcome(Effect.ALREADY)
    if said.intent is Intent.DONE and scene.submitted is not None:
        return scene.approve(actor, scene.submitted)
    return scene.log(deed or day.deed("report_progress", actor), said)


class _Scene(Struct, frozen=True):
    """One report about to be logged, with everybody it concerns."""

    day: SchoolDay
    task: Task
    occurrence: Occurrence
    people: Responsible
    member: Member

    @property
    def parts(self) -> list[Part]:
        return parts_of(self.day, self.task, self.occurrence, self.people)

    @property
    def closes(self) -> bool:
        return closes(self.day, self.member, self.task)

    @property
    def concerns_member(self) -> bool:
        involved = (*self.people.workers, *self.people.supporters)
        owes = any(part.member_id == self.member.member_id for part in self.parts)
        return self.closes or owes or self.member in involved

    @property
    def submitted(self) -> Request | None:
        """The result of this occurrence that waits for a word."""
        waiting = requests.waiting(self.day.tx, self.day.school_id)
        number = self.occurrence.occurrence_id
        found = (r for r in waiting if r.kind is RequestKind.APPROVE and r.occurrence_id == number)
        return next(found, None)

    def approve(self, actor: Actor, request: Request) -> Reported:
        """Take "xong" of who may approve a submitted result as that word."""
        if not may_decide(self.day, self.member, self.task, request.asked_by):
            return self.outcome(Effect.SUBMITTED)
        decide_request(self.day, actor, request.request_id, Word(agreed=True))
        return self.outcome(Effect.CLOSED)

    def log(self, deed: Deed, said: Said) -> Reported:
        mine = [p for p in self.parts if p.member_id == self.member.member_id and not p.is_done]
        own_part = self.task.completion is Completion.EACH and bool(mine)
        is_note = said.intent is Intent.DONE and not self.closes and not own_part
        # What is said of one of two linked tasks is said of the other too.
        for occurrence in (self.occurrence, *twins(self.day, self.occurrence)):
            reports.add(
                deed,
                occurrence.occurrence_id,
                self.member.member_id,
                intent=str(said.intent),
                percent=said.percent,
                words=said.words,
                done_on=said.done_on,
                is_note=is_note,
            )
        if said.intent is Intent.BLOCKED:
            self._tell_blocked(deed, said.words)
        if said.intent is not Intent.DONE:
            return self.outcome(Effect.LOGGED)
        if is_note:
            self._tell_contact(deed, said.words)
            return self.outcome(Effect.NOTED)
        if own_part:
            return self._close_parts(deed, mine, said)
        return self.outcome(self._close(deed, said))

    def outcome(self, effect: Effect) -> Reported:
        parts = self.parts
        done = sum(part.is_done for part in parts)
        contact = self.people.contact
        if effect is Effect.SUBMITTED:
            contact = who_decides(self.day, self.task, self.member)
        return Reported(effect, self.task, self.occurrence, contact, done, len(parts))

    def _close_parts(self, deed: Deed, mine: list[Part], said: Said) -> Reported:
        for part in mine:
            close_part(deed, part)
        if all(part.is_done for part in self.parts):
            self._close(deed, said)
            self._tell_giver_all_done(deed)
        return self.outcome(Effect.PART_CLOSED)

    def _close(self, deed: Deed, said: Said) -> Effect:
        number, on = self.occurrence.occurrence_id, said.done_on or self.day.today
        if needs_approval(self.day, self.task, self.member):
            wish = Wish(RequestKind.APPROVE, reason=said.words, done_on=on)
            ask_request(self.day, deed, number, wish)
            return Effect.SUBMITTED
        close_occurrence(self.day, deed, number, on)
        return Effect.CLOSED

    def _tell_contact(self, deed: Deed, words: str) -> None:
        contact = self.people.contact
        if contact is None:
            return
        number = self.occurrence.occurrence_id
        message = NoteNotice(contact, self.member, self.task.code, self.task.work, words)
        say = Say(
            message,
            kind="task",
            payload={"occurrence": number},
            rows=((Option("done", label("done")),),),
            about=(number,),
        )
        notify(self.day, contact, f"note:{deed.deed_id}:{number}", say)

    def _tell_blocked(self, deed: Deed, words: str) -> None:
        number = self.occurrence.occurrence_id
        for helper in self.people.overseers or (self.day.staff.principal,):
            if helper is not None and helper != self.member:
                message = BlockedNotice(helper, self.member, self.task.code, self.task.work, words)
                matter = f"blocked:{deed.deed_id}:{number}"
                notify(self.day, helper, matter, Say(message, about=(number,)))

    def _tell_giver_all_done(self, deed: Deed) -> None:
        giver = self.day.staff.member(self.task.given_by)
        if giver is None or giver == self.member:
            return
        message = PartsDone(giver, self.task.code, self.task.work, len(self.parts))
        matter = f"parts-done:{deed.deed_id}"
        notify(self.day, giver, matter, Say(message, about=(self.occurrence.occurrence_id,)))

"""A plan coming in: the preview, the difference, the questions, what could not be read."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message, TaskLine


class DayOffLine(Struct, frozen=True):
    """A due day that is a day off, with the last working day before it; `place` says of which."""

    place: str
    due_on: date
    why: str
    working_on: date


class PlanPreview(Message, frozen=True):
    """What was read, before anything works. `other_year` warns of a plan of another year.

    `pupils` counts the lines that look like a list of pupils, 0 for none.
    """

    who: Member
    title: str
    school_year: str
    tasks: int
    occurrences: int
    with_money: int
    total: int
    remarks: int
    default_calendar: bool
    questions: int
    unread: int
    other_year: str
    pupils: int
    day_off: DayOffLine | None


class PlanSame(Message, frozen=True):
    """The same plan again: nothing changes."""

    who: Member
    school_year: str


class PlanDifference(Message, frozen=True):
    """What an edited plan would change; nothing is applied unconfirmed."""

    who: Member
    school_year: str
    edited: int
    new: int
    missing: int
    same: int


class ChangeSeen(Message, frozen=True):
    """One change of an edited plan: before and after. `what` is edit, new or missing."""

    who: Member
    number: int
    count: int
    what: str
    code: str
    work: str
    changes: tuple[tuple[str, str, str], ...]


class PlanAccepted(Message, frozen=True):
    """The plan works; how many questions are left, and whether the reader answers them."""

    who: Member
    tasks: int
    first_code: str
    last_code: str
    questions: int
    started: bool
    answers: bool


class PlanBeingStored(Message, frozen=True):
    """A long plan was taken and is being stored; without tasks, another word waits for that."""

    who: Member
    tasks: int


class PlanNotStored(Message, frozen=True):
    """A long plan that was taken could not be stored; nothing of it works."""

    who: Member
    code: str


class DifferenceApplied(Message, frozen=True):
    """The edited plan is applied; `answers` says whether the reader answers what is unclear."""

    who: Member
    edited: int
    new: int
    cancelled: int
    questions: int
    answers: bool


class DraftDropped(Message, frozen=True):
    """The file is forgotten; what worked before still does."""

    who: Member


class PlanHelp(Message, frozen=True):
    """How to send a plan."""

    who: Member


class DocumentProblem(Message, frozen=True):
    """A file that cannot be taken: what is wrong (`code`, see the template) and what to do."""

    who: Member
    code: str
    name: str
    detail: str


class AskFollower(Message, frozen=True):
    """Who follows the rows that name the principal; he stays responsible."""

    who: Member
    codes: tuple[str, ...]
    left: int
    unclear: str = ""


class SameWorkLine(Struct, frozen=True):
    """One of two tasks that may be one work: its plan's title, its last day, its contact."""

    code: str
    work: str
    plan: str
    due_on: date | None
    contact: Member | None


class AskSameWork(Message, frozen=True):
    """Whether a row of a new plan is the work of one that runs."""

    who: Member
    new: SameWorkLine
    first: SameWorkLine
    left: int
    unclear: str = ""


class TasksParted(Message, frozen=True):
    """Two linked tasks are apart again, or were not linked at all."""

    who: Member
    code: str
    was: bool


class AskLearner(Message, frozen=True):
    """Whether the owner of some rows is who learns or who does."""

    who: Member
    lines: tuple[tuple[str, str, str], ...]
    left: int
    unclear: str = ""


class AskPeople(Message, frozen=True):
    """Who is meant by an owner cell. `ask` is count, deputy, person or contact."""

    who: Member
    ask: str
    codes: tuple[str, ...]
    work: str
    cell: str
    count: int
    left: int
    unclear: str = ""


class AskTime(Message, frozen=True):
    """What a time cell means. `ask` is past or time; `why` is the reading in words."""

    who: Member
    ask: str
    codes: tuple[str, ...]
    work: str
    cell: str
    why: str
    school_year: str
    left: int
    unclear: str = ""


class AskUnclear(Message, frozen=True):
    """What one cell says. `ask` is money or words; `cell` is what was read in it."""

    who: Member
    ask: str
    code: str
    work: str
    cell: str
    left: int
    unclear: str = ""


class QuestionsDone(Message, frozen=True):
    """Every question is answered, or enough for now."""

    who: Member
    left: int
    later: int
    held: tuple[str, ...]
    started: bool


class Started(Message, frozen=True):
    """The reminders run from now on."""

    who: Member
    people: int
    first_on: date | None


class StartedBefore(Message, frozen=True):
    """They ran already."""

    who: Member


class PreviewLine(Struct, frozen=True):
    """What one person would get on one day."""

    on: date
    who: Member | None
    items: tuple[TaskLine, ...]


class WeekAhead(Message, frozen=True):
    """What would be sent in the next seven days, before anybody is written to."""

    who: Member
    lines: tuple[PreviewLine, ...]
    page: int
    pages: int


class Remark(Struct, frozen=True):
    """Something to look at in a plan as read; without a place it is a line that was not read."""

    place: str
    text: str


class RemarksSeen(Message, frozen=True):
    """A page of the remarks on a plan as read."""

    who: Member
    remarks: tuple[Remark, ...]
    page: int
    pages: int

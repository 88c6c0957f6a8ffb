"""Work handed out, requests and questions that go from one person to another."""

from dataclasses import dataclass
from datetime import date, time

from plan.model import Member
from texts.messages.base import Message, TaskLine


@dataclass(frozen=True, slots=True)
class RequestMade(Message):
    """To who asked: it is passed on, and who decides."""

    who: Member
    kind: str
    code: str
    work: str
    new_due_on: date | None
    to: Member | None
    to_whom: str
    decider: Member | None
    reason: str


@dataclass(frozen=True, slots=True)
class NoBroadcast(Message):
    """To who wants everybody told something: only work with a due day is sent."""

    who: Member


@dataclass(frozen=True, slots=True)
class YoursToDecide(Message):
    """To the principal, who asks to be let off: nobody is above to decide it."""

    who: Member
    code: str
    work: str


@dataclass(frozen=True, slots=True)
class RequestArrived(Message):
    """To who decides."""

    who: Member
    asker: Member
    kind: str
    code: str
    work: str
    due_on: date
    new_due_on: date | None
    to: Member | None
    to_whom: str
    reason: str
    done_on: date | None
    evidence: int


@dataclass(frozen=True, slots=True)
class RequestDecided(Message):
    """To who asked: the decision; `asked_on` is the day asked for where another was given."""

    who: Member
    decider: Member
    agreed: bool
    kind: str
    code: str
    work: str
    old_due_on: date
    new_due_on: date | None
    asked_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class DecisionKept(Message):
    """To who decided: what was decided, now or before by `by`; `state` is agreed, refused, ..."""

    who: Member
    kind: str
    state: str
    is_new: bool
    code: str
    asker: Member | None
    by: Member | None
    new_due_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionAsked(Message):
    """To who decides: until which day, or what to say; `what` is day, past or words."""

    who: Member
    what: str
    code: str
    work: str
    asker: Member | None


@dataclass(frozen=True, slots=True)
class DecisionTakenBack(Message):
    """To who asked: the decision was taken back and the request waits again."""

    who: Member
    by: Member | None
    code: str
    work: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request of a list."""

    request_id: int
    kind: str
    code: str
    work: str
    asker: Member | None
    asked_on: date
    new_due_on: date | None


@dataclass(frozen=True, slots=True)
class RequestsWaiting(Message):
    """What waits for somebody's decision, asked for or as a reminder after two working days."""

    who: Member
    lines: tuple[RequestLine, ...]
    more: int
    is_reminder: bool


@dataclass(frozen=True, slots=True)
class StandInAsked(Message):
    """Before somebody may decide in another's place: whom and when, as it was read."""

    who: Member
    to: Member
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class StandInKept(Message):
    """To who gave it: who stands in; `state` is given, ended, none, shown or unclear."""

    who: Member
    state: str
    to: Member | None
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class StandInArrived(Message):
    """To who decides in another's place from now on, or no longer."""

    who: Member
    by: Member
    first_on: date
    last_on: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class ApprovalSet(Message):
    """What needs a word before it counts as done: the school, standards, tasks."""

    who: Member
    school: bool
    standards: tuple[str, ...]
    codes: tuple[str, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class NothingToDecide(Message):
    """A decision was typed while no request waits, or several do."""

    who: Member
    waiting: int


@dataclass(frozen=True, slots=True)
class TaskArrived(Message):
    """To who got a task in chat."""

    who: Member
    giver: Member | None
    code: str
    work: str
    due_on: date | None
    at: time | None


@dataclass(frozen=True, slots=True)
class OrderCheck(Message):
    """Before handing out: the work, the people and the day as they were read."""

    who: Member
    work: str
    people: tuple[Member, ...]
    due_on: date
    at: time | None
    each: bool
    is_past: bool
    day_off: str


@dataclass(frozen=True, slots=True)
class OrderDropped(Message):
    """The order is forgotten."""

    who: Member


@dataclass(frozen=True, slots=True)
class OrderDone(Message):
    """It is handed out; who could not be told is named."""

    who: Member
    code: str
    work: str
    people: tuple[Member, ...]
    due_on: date
    at: time | None
    missing: tuple[Member, ...]
    waits_for_start: bool


@dataclass(frozen=True, slots=True)
class OrderNeeds(Message):
    """An order lacks something. `what` is whom, work or day; `text` what was typed for it."""

    who: Member
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonUnclear(Message):
    """A name fits nobody, or several."""

    who: Member
    text: str
    several: bool


@dataclass(frozen=True, slots=True)
class NotAllowed(Message):
    """The acting person may not do this; `what` is a code of the template."""

    who: Member
    what: str


@dataclass(frozen=True, slots=True)
class TaskGiven(Message):
    """A task of the plan has a person now."""

    who: Member
    code: str
    work: str
    to: Member
    waits_for_start: bool


@dataclass(frozen=True, slots=True)
class WhoIsSilent(Message):
    """To who asked for it: who has handed in and who has not."""

    who: Member
    line: TaskLine
    parts_done: int
    parts_all: int
    silent: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class NothingCollected(Message):
    """Nothing was asked of several people by this person."""

    who: Member


@dataclass(frozen=True, slots=True)
class QuestionArrived(Message):
    """To who gave the task: a question about it; the next line typed is the answer."""

    who: Member
    asker: Member
    code: str
    work: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionPassed(Message):
    """To who asked: the question is passed on, with the day that many questions are about."""

    who: Member
    code: str
    due_on: date
    to: Member | None


@dataclass(frozen=True, slots=True)
class AnswerArrived(Message):
    """To who asked: the answer."""

    who: Member
    by: Member
    code: str
    work: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerPassed(Message):
    """To who answered: it is passed back."""

    who: Member
    to: Member | None


@dataclass(frozen=True, slots=True)
class AnswerCheck(Message):
    """Before a line that asks something goes to who had asked: it may be meant for us."""

    who: Member
    to: Member
    words: str


@dataclass(frozen=True, slots=True)
class AnswerKept(Message):
    """It was not passed on; the question still waits."""

    who: Member


@dataclass(frozen=True, slots=True)
class TaskReleased(Message):
    """To who had just got a task: it was taken back."""

    who: Member
    by: Member | None
    code: str
    work: str

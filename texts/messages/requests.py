"""Work handed out, requests and questions that go from one person to another."""

from datetime import date, time

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message, TaskLine


class RequestMade(Message, frozen=True):
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


class NoBroadcast(Message, frozen=True):
    """To who wants everybody told something: only work with a due day is sent."""

    who: Member


class YoursToDecide(Message, frozen=True):
    """To the principal, who asks to be let off: nobody is above to decide it."""

    who: Member
    code: str
    work: str


class RequestArrived(Message, frozen=True):
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


class RequestDecided(Message, frozen=True):
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


class DecisionKept(Message, frozen=True):
    """To who decided: what was decided, now or before by `by`; `state` is agreed, refused, ..."""

    who: Member
    kind: str
    state: str
    is_new: bool
    code: str
    asker: Member | None
    by: Member | None
    new_due_on: date | None
    # Who does it instead, where the decision named somebody.
    to: Member | None = None


class DecisionsKept(Message, frozen=True):
    """To who agreed to several at once: which, and how many still wait."""

    who: Member
    codes: tuple[str, ...]
    waiting: int


class DecisionAsked(Message, frozen=True):
    """To who decides: until which day, or what to say; `what` is day, past or words."""

    who: Member
    what: str
    code: str
    work: str
    asker: Member | None


class DecisionTakenBack(Message, frozen=True):
    """To who asked: the decision was taken back and the request waits again."""

    who: Member
    by: Member | None
    code: str
    work: str


class RequestLine(Struct, frozen=True):
    """One request of a list."""

    request_id: int
    kind: str
    code: str
    work: str
    asker: Member | None
    asked_on: date
    new_due_on: date | None


class RequestsWaiting(Message, frozen=True):
    """What waits for somebody's decision, asked for or as a reminder after two working days."""

    who: Member
    lines: tuple[RequestLine, ...]
    more: int
    is_reminder: bool


class StandInAsked(Message, frozen=True):
    """Before somebody may decide in another's place: whom and when, as it was read."""

    who: Member
    to: Member
    first_on: date
    last_on: date


class StandInKept(Message, frozen=True):
    """To who gave it: who stands in; `state` is given, ended, none, shown or unclear."""

    who: Member
    state: str
    to: Member | None
    first_on: date | None
    last_on: date | None


class StandInArrived(Message, frozen=True):
    """To who decides in another's place from now on, or no longer."""

    who: Member
    by: Member
    first_on: date
    last_on: date
    is_over: bool


class ApprovalSet(Message, frozen=True):
    """What needs a word before it counts as done: the school, standards, tasks."""

    who: Member
    school: bool
    standards: tuple[str, ...]
    codes: tuple[str, ...]
    is_changed: bool


class NothingToDecide(Message, frozen=True):
    """A decision was typed while no request waits, of a task if one was named, or several do."""

    who: Member
    waiting: int
    code: str = ""


class TaskArrived(Message, frozen=True):
    """To who got a task in chat."""

    who: Member
    giver: Member | None
    code: str
    work: str
    due_on: date | None
    at: time | None
    # Who answers for it, where others are put beside; and whether they only help.
    beside: Member | None = None
    helps: bool = False


class WorkersChanged(Message, frozen=True):
    """To who put somebody on a task or took somebody out; `what` says what came of it."""

    who: Member
    what: str
    code: str = ""
    work: str = ""
    people: tuple[Member, ...] = ()
    waits_for_start: bool = False


class OrderCheck(Message, frozen=True):
    """Before handing out: the work, the people and the day as they were read."""

    who: Member
    work: str
    people: tuple[Member, ...]
    due_on: date
    at: time | None
    each: bool
    is_past: bool
    day_off: str


class OrderDropped(Message, frozen=True):
    """The order is forgotten."""

    who: Member


class OrderDone(Message, frozen=True):
    """It is handed out; who could not be told is named."""

    who: Member
    code: str
    work: str
    people: tuple[Member, ...]
    due_on: date
    at: time | None
    missing: tuple[Member, ...]
    waits_for_start: bool


class OrderNeeds(Message, frozen=True):
    """An order lacks something. `what` is whom, work or day; `text` what was typed for it."""

    who: Member
    what: str
    text: str


class PersonUnclear(Message, frozen=True):
    """A name fits nobody, or several."""

    who: Member
    text: str
    several: bool


class NotAllowed(Message, frozen=True):
    """The acting person may not do this; `what` is a code of the template."""

    who: Member
    what: str


class TaskGiven(Message, frozen=True):
    """A task of the plan has a person now; its day stays, also where another was named."""

    who: Member
    code: str
    work: str
    to: Member
    waits_for_start: bool
    wished_on: date | None = None
    may_edit: bool = False


class WhoIsSilent(Message, frozen=True):
    """To who asked for it: who has handed in and who has not."""

    who: Member
    line: TaskLine
    parts_done: int
    parts_all: int
    silent: tuple[Member, ...]


class NothingCollected(Message, frozen=True):
    """Nothing was asked of several people by this person."""

    who: Member


class QuestionArrived(Message, frozen=True):
    """To who gave the task: a question about it; the next line typed is the answer."""

    who: Member
    asker: Member
    code: str
    work: str
    words: str


class QuestionPassed(Message, frozen=True):
    """To who asked: the question is passed on, with the day that many questions are about."""

    who: Member
    code: str
    due_on: date
    to: Member | None


class AnswerArrived(Message, frozen=True):
    """To who asked: the answer."""

    who: Member
    by: Member
    code: str
    work: str
    words: str


class AnswerPassed(Message, frozen=True):
    """To who answered: it is passed back."""

    who: Member
    to: Member | None


class AnswerCheck(Message, frozen=True):
    """Before a line that asks something goes to who had asked: it may be meant for us."""

    who: Member
    to: Member
    words: str


class AnswerKept(Message, frozen=True):
    """It was not passed on; the question still waits."""

    who: Member


class TaskReleased(Message, frozen=True):
    """To who had just got a task: it was taken back."""

    who: Member
    by: Member | None
    code: str
    work: str

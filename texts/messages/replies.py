"""What is said back to a reply, and what others learn of it."""

from dataclasses import dataclass
from datetime import date, datetime

from plan.model import Member
from texts.messages.base import Message, TaskLine


@dataclass(frozen=True, slots=True)
class LoggedItem:
    """One thing logged; `effect` is a code of _logged.j2."""

    code: str
    work: str
    effect: str
    percent: int | None = None
    words: str = ""
    contact: Member | None = None
    parts_done: int = 0
    parts_all: int = 0
    evidence: int = 0
    due_on: date | None = None
    to: str = ""
    milestone: str = ""
    # Linked tasks of other plans that it counts for too.
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Logged(Message):
    """What was logged, how to add evidence, and until when it can be taken back.

    `pupils` says that a file's name tells of a list of pupils or of their marks, `spent` that
    money was named beside what was logged: it is logged by a line of its own.
    """

    who: Member
    items: tuple[LoggedItem, ...]
    at: datetime
    asks_evidence: bool
    can_undo: bool
    pupils: bool = False
    spent: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmReply(Message):
    """What would be wrong to do at once is confirmed first. `why` is a code of the template."""

    who: Member
    items: tuple[LoggedItem, ...]
    why: str


@dataclass(frozen=True, slots=True)
class AskWhichTask(Message):
    """Several tasks are open and none was named."""

    who: Member
    items: tuple[TaskLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class AskWords(Message):
    """One more word is needed. `what` is blocked, new_due, log, question or reassign."""

    who: Member
    what: str
    code: str
    work: str


@dataclass(frozen=True, slots=True)
class TimeUnclear(Message):
    """The day was not understood; `text` is what was typed, `why` the reading's own words."""

    who: Member
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class DayNotLater(Message):
    """A postponement has to land after the present due day."""

    who: Member
    code: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Unclear(Message):
    """Nothing was understood, nothing was logged."""

    who: Member
    has_tasks: bool


@dataclass(frozen=True, slots=True)
class NoOpenTask(Message):
    """There is nothing of this person's to report on."""

    who: Member


@dataclass(frozen=True, slots=True)
class NoSuchTask(Message):
    """A code that the school does not have."""

    who: Member
    code: str


@dataclass(frozen=True, slots=True)
class Acknowledged(Message):
    """A plain "dạ": it is no report, and the answer says how to make one."""

    who: Member
    code: str


@dataclass(frozen=True, slots=True)
class OnlyText(Message):
    """A voice message, a sticker or something else that cannot be read."""

    who: Member | None
    what: str


@dataclass(frozen=True, slots=True)
class TooFast(Message):
    """So many messages in a minute that the rest is not read: said once."""


@dataclass(frozen=True, slots=True)
class TooLong(Message):
    """A text longer than any that is read; `most` is how many characters are."""

    most: int


@dataclass(frozen=True, slots=True)
class HiddenSender(Message):
    """In a group: the platform hides who wrote, so nothing was logged."""


@dataclass(frozen=True, slots=True)
class NotFetched(Message):
    """The platform named a picture that could not be had: nothing of the message is done."""

    who: Member


@dataclass(frozen=True, slots=True)
class NoRoom(Message):
    """The disk of the installation is full: the file was not kept, nothing of it is done."""

    who: Member


@dataclass(frozen=True, slots=True)
class NoteNotice(Message):
    """To the contact: somebody else says that the task is done."""

    who: Member
    by: Member
    code: str
    work: str
    words: str


@dataclass(frozen=True, slots=True)
class BlockedNotice(Message):
    """To who may help: somebody reported what stands in the way."""

    who: Member
    by: Member
    code: str
    work: str
    words: str


@dataclass(frozen=True, slots=True)
class PartsDone(Message):
    """To who asked for it: everybody has handed in."""

    who: Member
    code: str
    work: str
    count: int


@dataclass(frozen=True, slots=True)
class TakenBack(Message):
    """The last thing logged was taken back. `name` is the deed's name."""

    who: Member
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NothingToTakeBack(Message):
    """There is nothing of the last 24 hours, or somebody changed it since."""

    who: Member
    changed_since: bool


@dataclass(frozen=True, slots=True)
class WholeOrPart(Message):
    """A long task said to be done long before its day: the whole of it, or a part?"""

    who: Member
    code: str
    work: str
    due_on: date


@dataclass(frozen=True, slots=True)
class NumberUnclear(Message):
    """A bare number that answers nothing."""

    who: Member


@dataclass(frozen=True, slots=True)
class OldNumber(Message):
    """A number that may be of an older list: nothing is done, `shown` is the newest list."""

    who: Member
    number: int
    shown: str


@dataclass(frozen=True, slots=True)
class TaskWaits(Message):
    """A report on a task whose time nobody has settled yet."""

    who: Member
    code: str
    work: str
    is_principal: bool


@dataclass(frozen=True, slots=True)
class AlreadyAnswered(Message):
    """A press on something that was answered: the present state."""

    who: Member
    items: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class NotYours(Message):
    """A press on somebody else's button; says nothing of what it was about."""


@dataclass(frozen=True, slots=True)
class Apology(Message):
    """Something failed on our side; the code finds it in the log."""

    code: str


@dataclass(frozen=True, slots=True)
class SettledInPrivate(Message):
    """In a group: what was reported is answered in private; no name, no task."""


@dataclass(frozen=True, slots=True)
class WhichSchool(Message):
    """One person works at two schools and it matters which."""

    who: Member

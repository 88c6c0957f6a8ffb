"""What is said back to a reply, and what others learn of it."""

from datetime import date, datetime

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message, TaskLine


class LoggedItem(Struct, frozen=True):
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


class Logged(Message, frozen=True):
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


class ConfirmReply(Message, frozen=True):
    """What would be wrong to do at once is confirmed first. `why` is a code of the template."""

    who: Member
    items: tuple[LoggedItem, ...]
    why: str


class AskWhichTask(Message, frozen=True):
    """Several tasks are open and none was named."""

    who: Member
    items: tuple[TaskLine, ...]
    more: int


class AskWords(Message, frozen=True):
    """One more word is needed. `what` is blocked, new_due, log, question or reassign."""

    who: Member
    what: str
    code: str
    work: str


class TimeUnclear(Message, frozen=True):
    """The day was not understood; `text` is what was typed, `why` the reading's own words."""

    who: Member
    text: str
    why: str


class DayNotLater(Message, frozen=True):
    """A postponement has to land after the present due day."""

    who: Member
    code: str
    due_on: date


class Unclear(Message, frozen=True):
    """Nothing was understood, nothing was logged."""

    who: Member
    has_tasks: bool


class NoOpenTask(Message, frozen=True):
    """There is nothing of this person's to report on."""

    who: Member


class Away(Message, frozen=True):
    """What falls due while somebody is away, else soon; who `decides` may name another for it."""

    who: Member
    first: date | None
    last: date | None
    items: tuple[TaskLine, ...]
    count: int
    decides: bool


class AwayOf(Message, frozen=True):
    """What falls due while another is away, to who leads them; `hands_over` may pass on all."""

    who: Member
    whom: Member
    first: date
    last: date
    items: tuple[TaskLine, ...]
    count: int
    hands_over: bool


class StillDue(Message, frozen=True):
    """No day was named to put a task off to, so it was not."""

    who: Member
    code: str


class StillReminded(Message, frozen=True):
    """Reminders are not switched off; what ends them."""

    who: Member


class NoSuchTask(Message, frozen=True):
    """A code that the school does not have."""

    who: Member
    code: str


class Acknowledged(Message, frozen=True):
    """A plain "dạ": it is no report, and the answer says how to make one."""

    who: Member
    code: str


class OnlyText(Message, frozen=True):
    """A voice message, a sticker or something else that cannot be read."""

    who: Member | None
    what: str


class TooFast(Message, frozen=True):
    """So many messages in a minute that the rest is not read: said once."""


class TooLong(Message, frozen=True):
    """A text longer than any that is read; `most` is how many characters are."""

    most: int


class HiddenSender(Message, frozen=True):
    """In a group: the platform hides who wrote, so nothing was logged."""


class NotFetched(Message, frozen=True):
    """The platform named a picture that could not be had: nothing of the message is done."""

    who: Member


class NoRoom(Message, frozen=True):
    """The disk of the installation is full: the file was not kept, nothing of it is done."""

    who: Member


class NoteNotice(Message, frozen=True):
    """To the contact: somebody else says that the task is done."""

    who: Member
    by: Member
    code: str
    work: str
    words: str


class BlockedNotice(Message, frozen=True):
    """To who may help: somebody reported what stands in the way."""

    who: Member
    by: Member
    code: str
    work: str
    words: str


class PartsDone(Message, frozen=True):
    """To who asked for it: everybody has handed in."""

    who: Member
    code: str
    work: str
    count: int


class TakenBack(Message, frozen=True):
    """The last thing logged was taken back. `name` is the deed's name.

    `instead` is the code of the task that was meant, empty where none was named.
    """

    who: Member
    name: str
    codes: tuple[str, ...]
    instead: str = ""


class NothingToTakeBack(Message, frozen=True):
    """There is nothing of the last 24 hours, or not of the task named; or it was changed since."""

    who: Member
    changed_since: bool
    code: str = ""


class WholeOrPart(Message, frozen=True):
    """A long task said to be done long before its day: the whole of it, or a part?"""

    who: Member
    code: str
    work: str
    due_on: date


class NumberUnclear(Message, frozen=True):
    """A bare number that answers nothing."""

    who: Member


class OldNumber(Message, frozen=True):
    """A number that may be of an older list: nothing is done, `shown` is the newest list."""

    who: Member
    number: int
    shown: str


class TaskWaits(Message, frozen=True):
    """A report on a task whose time nobody has settled yet."""

    who: Member
    code: str
    work: str
    is_principal: bool


class AlreadyAnswered(Message, frozen=True):
    """A press on something that was answered: the present state."""

    who: Member
    items: tuple[TaskLine, ...]


class NotYours(Message, frozen=True):
    """A press on somebody else's button; says nothing of what it was about."""


class Apology(Message, frozen=True):
    """Something failed on our side; the code finds it in the log."""

    code: str


class SettledInPrivate(Message, frozen=True):
    """In a group: what was reported is answered in private; no name, no task."""


class WhichSchool(Message, frozen=True):
    """One person works at two schools and it matters which."""

    who: Member

"""What a typed reply asks for, as values."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from plan.deadlines import Frame
from plan.model import Intent


class Action(Struct, frozen=True):
    """One thing said about one task.

    `task` is a code ("V12") or None when none was named and more than one is open. `percent` is
    100 for done, 0 for not started, else what was said. `reason` is the obstacle in the writer's
    words; `to` the person or unit that should take over; `criterion` the one an evidence proves.
    """

    intent: Intent
    task: str | None = None
    percent: int | None = None
    new_due: date | None = None
    reason: str | None = None
    to: str | None = None
    criterion: str | None = None
    done_on: date | None = None


class ReplyReading(Struct, frozen=True):
    """The actions of one message; when any must be confirmed, the message is, as a whole."""

    actions: tuple[Action, ...]
    must_confirm: bool


class ReplyContext(Struct, frozen=True):
    """What is known of who writes.

    `open_tasks` are the codes open for the writer, or only their number; `attachment` is "photo",
    "file" or None; `frame` is the chat's frame for reading dates, with `today` in it. `due` is the
    due day when only one task can be meant, `dues` those of the codes.
    """

    today: date
    due: date | None
    frame: Frame
    open_tasks: int | tuple[str, ...] = field(default=1)
    attachment: str | None = None
    dues: Mapping[str, date] = field(default_factory=dict)

    def about(self, codes: Collection[str]) -> Self:
        """Give the same for what is said of some tasks: with their due day, if it is one."""
        found = {self.dues.get(code, self.due) for code in codes}
        return replace(self, due=found.pop()) if len(found) == 1 else self

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are open, none when only their number is known."""
        return self.open_tasks if isinstance(self.open_tasks, tuple) else ()

    @property
    def count(self) -> int:
        """How many tasks are open."""
        return self.open_tasks if isinstance(self.open_tasks, int) else len(self.open_tasks)

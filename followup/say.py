"""What a deed or a command wants said: a message, its choices, and what it speaks of."""

from typing import Any

from msgspec import Struct, field

from followup.ports import Attachment
from texts.messages.base import Message


class Option(Struct, frozen=True):
    """One choice: a value for the code, a label for the person."""

    value: str
    label: str


class Composed(Struct, frozen=True):
    """What a delivery says, chosen and worded from the state of one moment.

    `say` is None when nothing is left to say, or when it `waits` for the next of its kind; `gone`
    are the reminders that are true no more.
    """

    say: "Say | None"
    text: str = ""
    gone: tuple[int, ...] = ()
    waits: bool = False


class Say(Struct, frozen=True):
    """One message to one person or group.

    `kind` names who handles the choice that comes back, empty when nothing is asked; `payload` is
    handed to it. With `takes_text` a typed line answers as well. `about` lists the occurrences
    spoken of, in order, so that a bare "xong" as a reply means them. `forgets` are files (by hash)
    that are deleted once this is said, unless another row of any school refers to them.
    """

    message: Message
    kind: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    rows: tuple[tuple[Option, ...], ...] = ()
    takes_text: bool = False
    about: tuple[int, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    forgets: tuple[str, ...] = ()

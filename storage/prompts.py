"""What was asked in chat and still waits for a tap or a line."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, insert, select, update

from plan.folding import fold
from storage.columns import written
from storage.database import Tx, new_id
from storage.many import among, given, rows_of
from storage.tables import deliveries, prompts

_IS_OPEN = prompts.c.state == written("open")
_AT = bindparam("at", type_=prompts.c.answered_at.type)
# Written once: they run for every message, or for every answer.
_SUPERSEDE = (
    update(prompts)
    .where(among(prompts.c.member_id, "members"))
    .where(_IS_OPEN)
    .values(state="old", answered_at=_AT)
)
_OF_MEMBER = (prompts.c.school_id == bindparam("school")) & (
    prompts.c.member_id == bindparam("member")
)
_OLD = update(prompts).where(_IS_OPEN).values(state="old", answered_at=_AT)
_CLOSE = _OLD.where(_OF_MEMBER)
_SUPERSEDE_AT = _OLD.where(prompts.c.address_id == bindparam("address"))
_OPEN_AT = (
    select(prompts)
    .where(prompts.c.address_id == bindparam("address"), prompts.c.member_id.is_(None), _IS_OPEN)
    .order_by(prompts.c.prompt_id.desc())
)
_TOLD = (
    select(
        prompts,
        deliveries.c.kind.label("carried_as"),
        deliveries.c.content,
        deliveries.c.began_at,
        deliveries.c.ended_at,
    )
    .join(deliveries, deliveries.c.delivery_id == prompts.c.delivery_id)
    .where(_OF_MEMBER, deliveries.c.state.in_(["SENT", "ATTEMPT", "UNKNOWN"]))
    .order_by(prompts.c.prompt_id.desc())
    .limit(bindparam("most"))
)
_CARRIED = (
    update(prompts)
    .where(prompts.c.prompt_id == bindparam("prompt"))
    .values(delivery_id=bindparam("delivery"))
)
_INSERT = insert(prompts)
_ASKED = (
    prompts.c.school_id,
    prompts.c.member_id,
    prompts.c.delivery_id,
    prompts.c.kind,
    prompts.c.nonce,
    prompts.c.payload,
    prompts.c.options,
    prompts.c.takes_text,
)
_STORE = (
    insert(prompts)
    .from_select([*_ASKED, prompts.c.created_at], select(given(*_ASKED), _AT))
    .returning(prompts.c.prompt_id, prompts.c.nonce)
)
# Bytes, and the signs they are written with.
_NONCE, _NONCE_SIGNS = 9, 12


# No question has a thousand choices; a number may be as long as a message.
LONGEST = 3


class OpenPrompt(Struct, frozen=True):
    """One thing asked; a stranger who joins has neither school nor member yet.

    `options` are (value, label) in the order shown; with `takes_text` a typed line answers too.
    """

    prompt_id: int
    school_id: int | None
    member_id: int | None
    address_id: int | None
    kind: str
    nonce: str
    payload: dict[str, Any]
    options: tuple[tuple[str, str], ...]
    takes_text: bool
    state: str
    created_at: datetime
    delivery_id: int | None = None

    def key(self, position: int) -> str:
        """Give the opaque key of a choice."""
        return self.key_of(self.prompt_id, position, self.nonce)

    @staticmethod
    def key_of(prompt_id: int, position: int, nonce: str) -> str:
        """Give the opaque key of a choice, far below 64 bytes."""
        return f"{prompt_id}.{position}.{nonce}"

    def typed(self, text: str) -> str:
        """Give the value that a bare number or a label chooses, empty for neither."""
        line = text.strip().rstrip(".")
        if line.isdecimal() and len(line) <= LONGEST and 1 <= int(line) <= len(self.options):
            return self.options[int(line) - 1][0]
        same = [value for value, label in self.options if fold(label) == fold(line)]
        return same[0] if len(same) == 1 else ""


class NewPrompt(Struct, frozen=True):
    """A prompt about to be asked."""

    kind: str
    payload: dict[str, Any]
    options: tuple[tuple[str, str], ...]
    takes_text: bool = False
    member_id: int | None = None
    address_id: int | None = None


def add(tx: Tx, school_id: int | None, new: NewPrompt, at: datetime) -> OpenPrompt:
    """Store what is asked, in place of what was asked before; its keys are valid from then on."""
    _supersede(tx, school_id, new, at)
    row = _row(school_id, new, at)
    return _opened(new_id(tx, _INSERT, row), row, new)


def add_many_all_schools(
    tx: Tx, asked: Mapping[int, tuple[int | None, NewPrompt]], at: datetime
) -> dict[int, tuple[int, str]]:
    """Store what deliveries ask of members, (school, prompt) each.

    Gives by delivery what keys are made of: the prompt's number and its nonce.
    """
    members = {new.member_id for _, new in asked.values()}
    tx.execute(_SUPERSEDE, {"members": members, "at": at})
    nonces = dict(zip(asked, _nonces(len(asked)), strict=True))
    rows = (
        (
            school_id,
            new.member_id,
            number,
            new.kind,
            nonces[number],
            new.payload,
            new.options,
            new.takes_text,
        )
        for number, (school_id, new) in asked.items()
    )
    stored = tx.execute(_STORE, {"rows": rows_of(tx, _ASKED, rows), "at": at}).all()
    numbered = {nonce: prompt_id for prompt_id, nonce in stored}
    return {number: (numbered[nonce], nonce) for number, nonce in nonces.items()}


def _nonces(count: int) -> list[str]:
    signs = urlsafe_b64encode(secrets.token_bytes(_NONCE * count)).decode()
    return [signs[n : n + _NONCE_SIGNS] for n in range(0, len(signs), _NONCE_SIGNS)]


def _row(school_id: int | None, new: NewPrompt, at: datetime) -> dict[str, Any]:
    return {
        "school_id": school_id,
        "member_id": new.member_id,
        "address_id": new.address_id,
        "nonce": _nonces(1)[0],
        "kind": new.kind,
        "payload": new.payload,
        "options": [list(option) for option in new.options],
        "takes_text": new.takes_text,
        "state": "open",
        "created_at": at,
    }


def _opened(prompt_id: int, row: dict[str, Any], new: NewPrompt) -> OpenPrompt:
    return OpenPrompt(
        prompt_id,
        row["school_id"],
        new.member_id,
        new.address_id,
        new.kind,
        row["nonce"],
        new.payload,
        new.options,
        new.takes_text,
        "open",
        row["created_at"],
    )


def _supersede(tx: Tx, school_id: int | None, new: NewPrompt, at: datetime) -> None:
    # A typed number or line answers the newest only; the buttons of an older one still work.
    if new.member_id is None:
        tx.execute(_SUPERSEDE_AT, {"address": new.address_id, "at": at})
    else:
        close_of_member(tx, school_id, new.member_id, at)


def by_key_all_schools(tx: Tx, key: str) -> tuple[OpenPrompt, int] | None:
    """Find the prompt and the place of the choice a key names; None for a key we never gave."""
    prompt_id, _, rest = key.partition(".")
    position, _, nonce = rest.partition(".")
    if not (prompt_id.isdecimal() and position.isdecimal()):
        return None
    row = tx.execute(select(prompts).where(prompts.c.prompt_id == int(prompt_id))).first()
    if row is None or not secrets.compare_digest(row.nonce, nonce):
        return None
    if int(position) >= len(row.options):
        return None
    return _prompt(row), int(position)


class Told(Struct, frozen=True):
    """A prompt that somebody has been shown, and when; whether it answered what they had typed."""

    prompt: OpenPrompt
    told_at: datetime
    is_answer: bool
    content: dict[str, Any]


def told_to(tx: Tx, school_id: int, member_id: int, limit: int) -> list[Told]:
    """List what a member was asked lately, answered or not, what they saw last first.

    What waits for its hour, or was refused, nobody has seen. What was begun may have been seen
    before its outcome is known here.
    """
    rows = tx.execute(_TOLD, {"school": school_id, "member": member_id, "most": limit})
    told = [
        Told(
            _prompt(row),
            row.ended_at or row.began_at or row.created_at,
            row.carried_as == "answer",
            dict(row.content or {}),
        )
        for row in rows
    ]
    return sorted(told, key=lambda one: (one.told_at, one.prompt.prompt_id), reverse=True)


def carried_by_all_schools(tx: Tx, prompt_id: int, delivery_id: int) -> None:
    """Note which message asks it: only what was sent can be answered by a number."""
    tx.execute(_CARRIED, {"prompt": prompt_id, "delivery": delivery_id})


def open_of_member(tx: Tx, school_id: int, member_id: int) -> list[OpenPrompt]:
    """List what a member has not answered yet, the newest first."""
    rows = tx.execute(
        select(prompts)
        .where(
            prompts.c.school_id == school_id,
            prompts.c.member_id == member_id,
            _IS_OPEN,
        )
        .order_by(prompts.c.prompt_id.desc())
    )
    return [_prompt(row) for row in rows]


def last_asked(tx: Tx, school_id: int, member_id: int, kind: str) -> OpenPrompt | None:
    """Give the newest question of a kind to a member, answered or not."""
    row = tx.execute(
        select(prompts)
        .where(
            prompts.c.school_id == school_id,
            prompts.c.member_id == member_id,
            prompts.c.kind == kind,
        )
        .order_by(prompts.c.prompt_id.desc())
        .limit(1)
    ).first()
    return None if row is None else _prompt(row)


def open_at_address_all_schools(tx: Tx, address_id: int) -> list[OpenPrompt]:
    """List what was asked of somebody who is joining, the newest first."""
    return [_prompt(row) for row in tx.execute(_OPEN_AT, {"address": address_id})]


def extend(tx: Tx, school_id: int, prompt_id: int, payload: dict[str, Any]) -> None:
    """Change what an open question was asked with: another file came along."""
    tx.execute(
        update(prompts)
        .where(prompts.c.prompt_id == prompt_id, prompts.c.school_id == school_id)
        .values(payload=payload)
    )


def close_of_member(tx: Tx, school_id: int | None, member_id: int, at: datetime) -> None:
    """Let nothing that a member was asked be answered any more."""
    tx.execute(_CLOSE, {"school": school_id, "member": member_id, "at": at})


def close_all_schools(tx: Tx, prompt_id: int, state: str, at: datetime) -> None:
    """Mark a prompt as answered or expired."""
    tx.execute(
        update(prompts).where(prompts.c.prompt_id == prompt_id).values(state=state, answered_at=at)
    )


def _prompt(row: Any) -> OpenPrompt:
    return OpenPrompt(
        row.prompt_id,
        row.school_id,
        row.member_id,
        row.address_id,
        row.kind,
        row.nonce,
        dict(row.payload),
        tuple((value, label) for value, label in row.options),
        row.takes_text,
        row.state,
        row.created_at,
        row.delivery_id,
    )

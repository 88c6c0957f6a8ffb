"""What people asked for: postponing, another person, declining; and questions about a task."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, bindparam, select, update

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import questions, requests


class RequestKind(StrEnum):
    """What is asked for."""

    POSTPONE = "postpone"
    REASSIGN = "reassign"
    DECLINE = "decline"
    # A result that waits for a word before it counts as done.
    APPROVE = "approve"


class Request(Struct, frozen=True):
    """One request. `state` is waiting, agreed, refused or withdrawn."""

    request_id: int
    occurrence_id: int
    kind: RequestKind
    asked_by: int
    asked_at: datetime
    new_due_on: date | None
    to_whom: str
    to_id: int | None
    reason: str
    state: str
    done_on: date | None = None
    decided_by: int | None = None
    reminded_at: datetime | None = None


class Question(Struct, frozen=True):
    """A question about a task, passed to who gave it."""

    question_id: int
    task_id: int
    asked_by: int
    asked_of: int
    words: str
    answered_at: datetime | None


# Written once: it runs whenever somebody looks at tasks.
_WAITING = (
    select(requests)
    .where(requests.c.school_id == bindparam("school"), requests.c.state == "waiting")
    .order_by(requests.c.request_id)
)


def add(deed: Deed, occurrence_id: int, kind: RequestKind, **values: Any) -> int:
    """Store a request of the deed's member."""
    return history.add(
        deed,
        requests,
        occurrence_id=occurrence_id,
        kind=str(kind),
        asked_by=deed.by,
        asked_at=deed.at,
        **values,
    )


def decide(deed: Deed, request_id: int, *, agreed: bool, **values: Any) -> bool:
    """Store the decision on a request."""
    return history.change(
        deed,
        requests,
        request_id,
        state="agreed" if agreed else "refused",
        decided_by=deed.by,
        decided_at=deed.at,
        **values,
    )


def withdraw(deed: Deed, request_id: int) -> bool:
    """Take back a request that is no longer needed: the task was done meanwhile."""
    return history.change(deed, requests, request_id, state="withdrawn")


def get(tx: Tx, school_id: int, request_id: int) -> Request | None:
    """Give one request."""
    row = tx.execute(_all(school_id).where(requests.c.request_id == request_id)).first()
    return None if row is None else _request(row)


def lately(tx: Tx, school_id: int, most: int = 50) -> list[Request]:
    """List the newest requests, decided or not, the oldest of them first."""
    rows = tx.execute(_all(school_id).order_by(requests.c.request_id.desc()).limit(most))
    return [_request(row) for row in rows][::-1]


def take(tx: Tx, school_id: int, request_id: int) -> Request | None:
    """Give one request and keep others from deciding it until this transaction ends."""
    row = tx.execute(
        _all(school_id).where(requests.c.request_id == request_id).with_for_update()
    ).first()
    return None if row is None else _request(row)


def waiting(tx: Tx, school_id: int) -> list[Request]:
    """List what waits for a decision, the oldest first."""
    return [_request(row) for row in tx.execute(_WAITING, {"school": school_id})]


def reminded(tx: Tx, school_id: int, request_ids: Iterable[int], at: datetime) -> None:
    """Note that who decides was reminded; machinery, so no part of the history."""
    tx.execute(
        update(requests)
        .where(requests.c.school_id == school_id, requests.c.request_id.in_(set(request_ids)))
        .values(reminded_at=at)
    )


def of_occurrences(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> list[Request]:
    """List every request about some occurrences, the oldest first."""
    rows = tx.execute(
        _all(school_id)
        .where(requests.c.occurrence_id.in_(set(occurrence_ids)))
        .order_by(requests.c.request_id)
    )
    return [_request(row) for row in rows]


def questions_for(tx: Tx, school_id: int, member_id: int) -> list[Question]:
    """List the questions a member has not answered yet, the oldest first."""
    rows = tx.execute(
        select(questions)
        .where(
            questions.c.school_id == school_id,
            questions.c.asked_of == member_id,
            questions.c.answered_at.is_(None),
        )
        .order_by(questions.c.question_id)
    )
    return [_question(row) for row in rows]


def ask(deed: Deed, task_id: int, asked_of: int, words: str) -> int:
    """Store a question of the deed's member about a task."""
    return history.add(
        deed,
        questions,
        task_id=task_id,
        asked_by=deed.by,
        asked_of=asked_of,
        words=words,
        asked_at=deed.at,
    )


def pass_on(deed: Deed, question_id: int, asked_of: int) -> bool:
    """Ask somebody else what was asked."""
    return history.change(deed, questions, question_id, asked_of=asked_of)


def answer(deed: Deed, question_id: int, words: str) -> bool:
    """Store the answer to a question."""
    return history.change(deed, questions, question_id, answer=words, answered_at=deed.at)


def question(tx: Tx, school_id: int, question_id: int) -> Question | None:
    """Give one question."""
    row = tx.execute(
        select(questions).where(
            questions.c.school_id == school_id, questions.c.question_id == question_id
        )
    ).first()
    return None if row is None else _question(row)


def _question(row: Any) -> Question:
    return Question(
        row.question_id, row.task_id, row.asked_by, row.asked_of, row.words, row.answered_at
    )


def _all(school_id: int) -> "Select[Any]":
    return select(requests).where(requests.c.school_id == school_id)


def _request(row: Any) -> Request:
    return Request(
        row.request_id,
        row.occurrence_id,
        RequestKind(row.kind),
        row.asked_by,
        row.asked_at,
        row.new_due_on,
        row.to_whom,
        row.to_id,
        row.reason,
        row.state,
        row.done_on,
        row.decided_by,
        row.reminded_at,
    )

"""Requests of people about their own data, each with its last days."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import func, select

from storage import history
from storage.database import Tx
from storage.history import Deed
from storage.tables import data_requests


class DataKind(StrEnum):
    """What is asked for."""

    SEE = "see"
    ERASE = "erase"


class DataRequest(Struct, frozen=True):
    """One request that is not settled yet."""

    data_request_id: int
    member_id: int
    kind: DataKind
    asked_at: datetime
    answer_by_on: date
    done_by_on: date


def add(deed: Deed, member_id: int, asked_by: int, kind: DataKind, by: tuple[date, date]) -> int:
    """Store a request with the days by which it is answered and done."""
    return history.add(
        deed,
        data_requests,
        member_id=member_id,
        asked_by=asked_by,
        kind=str(kind),
        state="open",
        asked_at=deed.at,
        answer_by_on=by[0],
        done_by_on=by[1],
    )


def settle(deed: Deed, data_request_id: int, state: str) -> None:
    """Record that a request is `done`, or `dropped` by who asked."""
    history.change(deed, data_requests, data_request_id, state=state, done_at=deed.at)


def open_ones(tx: Tx, school_id: int) -> list[DataRequest]:
    """List what is not settled, the oldest first."""
    rows = tx.execute(
        select(data_requests)
        .where(data_requests.c.school_id == school_id, data_requests.c.state == "open")
        .order_by(data_requests.c.data_request_id)
    )
    return [
        DataRequest(
            row.data_request_id,
            row.member_id,
            DataKind(row.kind),
            row.asked_at,
            row.answer_by_on,
            row.done_by_on,
        )
        for row in rows
    ]


def count_open_all_schools(tx: Tx, today: date) -> tuple[int, int]:
    """Count the requests that wait, and those of them past their last day."""
    is_open = data_requests.c.state == "open"
    waiting = tx.execute(select(func.count()).select_from(data_requests).where(is_open))
    late = tx.execute(
        select(func.count())
        .select_from(data_requests)
        .where(is_open, data_requests.c.done_by_on < today)
    )
    return int(waiting.scalar_one()), int(late.scalar_one())

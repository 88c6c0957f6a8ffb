"""What is asked about an officer's own data, each with its last days; rows stay."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import func, insert, select, update

from storage.data_requests import DataKind
from storage.database import Tx, new_id
from storage.tables import officer_requests


class OfficerRequest(Struct, frozen=True):
    """One request; `state` is open, done or dropped, `done_at` when it came to that."""

    officer_request_id: int
    officer_id: int
    kind: DataKind
    state: str
    asked_at: datetime
    done_by_on: date
    done_at: datetime | None


def ask_all_schools(
    tx: Tx, officer_id: int, asked: tuple[DataKind, str], times: tuple[datetime, date, date]
) -> int:
    """Note a request, (kind, asked_by), at (now, answered by, done by); one that waits stays one.

    Gives its number.
    """
    kind, asked_by = asked
    waiting = select(officer_requests.c.officer_request_id).where(
        officer_requests.c.officer_id == officer_id,
        officer_requests.c.kind == str(kind),
        officer_requests.c.state == "open",
    )
    found = tx.execute(waiting).scalar()
    if found is not None:
        return int(found)
    at, answer_by_on, done_by_on = times
    values = {
        "officer_id": officer_id,
        "kind": str(kind),
        "state": "open",
        "asked_by": asked_by,
        "asked_at": at,
        "answer_by_on": answer_by_on,
        "done_by_on": done_by_on,
    }
    return new_id(tx, insert(officer_requests).values(values))


def settle_all_schools(
    tx: Tx, officer_ids: Iterable[int], kind: DataKind, state: str, at: datetime
) -> None:
    """Record that what waits of a kind is `done`, or `dropped` by who asked."""
    tx.execute(
        update(officer_requests)
        .where(
            officer_requests.c.officer_id.in_(set(officer_ids)),
            officer_requests.c.kind == str(kind),
            officer_requests.c.state == "open",
        )
        .values(state=state, done_at=at)
    )


def list_all_schools(tx: Tx, officer_ids: Iterable[int]) -> list[OfficerRequest]:
    """List what was ever asked of some officers' data, the oldest first."""
    rows = tx.execute(
        select(officer_requests)
        .where(officer_requests.c.officer_id.in_(set(officer_ids)))
        .order_by(officer_requests.c.officer_request_id)
    )
    return [
        OfficerRequest(
            row.officer_request_id,
            row.officer_id,
            DataKind(row.kind),
            row.state,
            row.asked_at,
            row.done_by_on,
            row.done_at,
        )
        for row in rows
    ]


def count_open_all_schools(tx: Tx, today: date) -> tuple[int, int]:
    """Count the requests that wait, and those of them past their last day."""
    is_open = officer_requests.c.state == "open"
    waiting = select(func.count()).select_from(officer_requests).where(is_open)
    late = waiting.where(officer_requests.c.done_by_on < today)
    return int(tx.execute(waiting).scalar_one()), int(tx.execute(late).scalar_one())

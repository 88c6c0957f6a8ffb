"""Many schools with many tasks, put in the database at once, for what is measured on them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from plan.hours import ZONE
from storage import provinces, tables
from storage.database import Database, Tx, sqlite_url
from storage.migrate import migrate
from storage.sealing import Keyring

NOW = datetime(2025, 2, 14, 16, tzinfo=ZONE)
STANDARDS = 6
PEOPLE = 60
PROVINCE = "Tỉnh mẫu"
# One in so many tasks is done, reported on, or has no day that could be read.
DONE, SAID, DOUBTFUL = 3, 2, 50
EVIDENCE = 4


@contextmanager
def schools(count: int, tasks: int) -> Iterator[Database]:
    """Give a database of `count` schools, each with one plan of `tasks` tasks."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder) / "bench.sqlite"), Keyring.new())
        migrate(database)
        database.write(partial(provinces.ensure_all_schools, name=PROVINCE, at=NOW))
        for number in range(count):
            database.write(partial(_fill, school=number, count=tasks))
        yield database
        database.close()


def _fill(tx: Tx, school: int, count: int) -> None:
    school_id, first = school + 1, school * count + 1
    base = school * PEOPLE + 1
    tx.execute(
        insert(tables.schools).values(
            school_id=school_id,
            name=f"THPT {school_id}",
            province_id=1,
            created_at=NOW,
            settings={},
        )
    )
    tx.execute(insert(tables.members), [_member(school_id, base + n) for n in range(PEOPLE)])
    tx.execute(
        insert(tables.duties),
        [_duty(school_id, base + n, "HT" if n == 0 else "GV") for n in range(PEOPLE)],
    )
    tx.execute(
        insert(tables.plans).values(
            plan_id=school_id,
            school_id=school_id,
            title="KẾ HOẠCH CẢI TIẾN",
            first_year=2024,
            file_hash="",
            state="active",
            document={},
            imported_by=base,
            imported_at=NOW,
        )
    )
    numbers = range(count)
    tx.execute(insert(tables.tasks), [_task(school_id, first + n, n, base) for n in numbers])
    tx.execute(
        insert(tables.assignments),
        [_assigned(school_id, first + n, base + n % PEOPLE) for n in numbers],
    )
    dated = [n for n in numbers if n % DOUBTFUL]
    tx.execute(insert(tables.occurrences), [_occurrence(school_id, first + n, n) for n in dated])
    said = [n for n in dated if n % SAID == 0]
    tx.execute(
        insert(tables.reports), [_report(school_id, first + n, base + n % PEOPLE) for n in said]
    )
    proven = [n for n in dated if n % EVIDENCE == 0]
    tx.execute(insert(tables.evidence), [_proof(school_id, first + n, base) for n in proven])


def _member(school_id: int, member_id: int) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "school_id": school_id,
        "full_name": f"Nguyễn Văn {member_id}",
        "folded": f"nguyen van {member_id}",
        "call_name": str(member_id),
        "address_word": "thầy",
        "created_at": NOW,
    }


def _duty(school_id: int, member_id: int, role: str) -> dict[str, Any]:
    return {"school_id": school_id, "member_id": member_id, "first_year": 2024, "role": role}


def _task(school_id: int, task_id: int, n: int, member_id: int) -> dict[str, Any]:
    return {
        "task_id": task_id,
        "school_id": school_id,
        "plan_id": school_id,
        "number": n + 1,
        "state": "active" if n % DOUBTFUL else "doubtful",
        "standard": str(n % STANDARDS + 1),
        "standard_title": "Cơ sở vật chất và thiết bị dạy học",
        "criterion": f"{n % STANDARDS + 1}.{n % 5 + 1}",
        "work": f"Bổ sung sách tham khảo cho thư viện, đợt {n + 1}",
        "time_text": "Tháng 2/2025",
        "owner_text": "Giáo viên",
        "budget_amount": n * 100_000 if n % 2 else None,
        "budget_source": "xã hội hóa" if n % 4 == 1 else "ngân sách",
        "contact_id": member_id + n % PEOPLE,
        "created_at": NOW,
    }


def _assigned(school_id: int, task_id: int, member_id: int) -> dict[str, Any]:
    return {
        "school_id": school_id,
        "task_id": task_id,
        "part": "lead",
        "member_id": member_id,
    }


def _occurrence(school_id: int, task_id: int, n: int) -> dict[str, Any]:
    due_on = date(2024, 9, 10) + timedelta(days=n % 400)
    is_done = n % DONE == 0
    return {
        "occurrence_id": task_id,
        "school_id": school_id,
        "task_id": task_id,
        "first_on": due_on - timedelta(days=20),
        "due_on": due_on,
        "shape": "plain",
        "state": "done" if is_done else "open",
        "closed_on": due_on if is_done else None,
    }


def _report(school_id: int, occurrence_id: int, member_id: int) -> dict[str, Any]:
    return {
        "school_id": school_id,
        "occurrence_id": occurrence_id,
        "member_id": member_id,
        "intent": "progress",
        "percent": 50,
        "words": "được một nửa",
        "reported_at": NOW,
    }


def _proof(school_id: int, occurrence_id: int, member_id: int) -> dict[str, Any]:
    return {
        "school_id": school_id,
        "occurrence_id": occurrence_id,
        "member_id": member_id,
        "kind": "photo",
        "file_name": "anh.jpg",
        "received_at": NOW,
    }

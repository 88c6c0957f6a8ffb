"""What the installed service holds in memory, and what it must not."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.crowd import Crowd, fill
from bench.soak import served
from nhacviec.memory import give_back, resident_bytes, settle_memory
from nhacviec.sample import PLAN, sample_file
from scheduler.clock import SystemClock
from storage.database import Database, sqlite_url
from storage.migrate import migrate
from tests.databases import KEYRING
from tests.service.installed import environment
from tests.telegram_server import TelegramServer
from tests.waiting import until

# What a service on one file needs in no process, or only in the children that read and make.
HEAVY = {
    "alembic",
    "dateparser",
    "docx",
    "docxtpl",
    "fontTools",
    "holidays",
    "lxml",
    "mako",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pdfplumber",
    "PIL",
    "procrastinate",
    "psycopg",
    "typst",
}
# Also what comes with the first days that are looked at.
WORKING = """
import importlib, sys
from datetime import date
for name in ("cli", "run", "serve", "watching", "telegram_inlet", "zalo_inlet"):
    importlib.import_module(f"nhacviec.{name}")
calendar = importlib.import_module("plan.calendar").default_calendar(2026)
calendar.is_day_off(date(2026, 11, 20))
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_service_on_a_file_loads_no_heavy_library() -> None:
    done = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", WORKING],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.timeout(180)
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what is mapped")
def test_pictures_and_plans_are_the_children_s_work(tmp_path: Path) -> None:
    now = SystemClock().now()
    (tmp_path / "installation.key").write_text(KEYRING.key.hex(), "ascii")
    database = Database(sqlite_url(tmp_path / "soak.sqlite"), KEYRING)
    migrate(database)
    with TelegramServer() as server:
        fill(database, server.token.partition(":")[0], 1, now, 0.0)
        crowd = Crowd.of(server, database, [], now)
        with served(server, tmp_path, database) as (service, _):
            (principal,) = crowd.principals(database)
            principal.sends_file(PLAN, sample_file(PLAN).read_bytes())
            until(lambda: principal.inbox)
            principal.says("ảnh tuần")
            until(lambda: any("photo" in seen.content for seen in principal.inbox))
            mapped = Path(f"/proc/{service.pid}/maps").read_text("utf-8", "replace")
    database.close()
    assert not [name for name in HEAVY if f"/{name}/" in mapped]


def test_memory_is_told_and_given_back() -> None:
    before = resident_bytes()
    settle_memory()
    give_back()
    assert before is None or before > 10e6

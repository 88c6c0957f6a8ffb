"""What the installed service holds in memory, and what it must not."""

import subprocess
import sys

from nhacviec.memory import give_back, settle_memory
from tests.service.installed import environment

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


def test_memory_is_given_back_and_what_is_loaded_still_works() -> None:
    settle_memory()
    give_back()
    assert sum(len(name) for name in sys.modules) > 0

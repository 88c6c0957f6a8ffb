"""Alerts, dashboard, runbook and units: every name in them exists."""

import asyncio
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from nhacviec.backup import make_backup
from nhacviec.settings import Settings
from nhacviec.watching import Service as Watched
from scheduler.clock import SystemClock
from tests.databases import fresh_sqlite
from tests.school import SampleSchool

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "nhacviec.rules.yml"
_METRIC = re.compile(r"\bnhacviec_[a-z_]+")


@pytest.fixture
def metrics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Give the names that a service with a backup and some traffic shows."""
    with fresh_sqlite(tmp_path) as database:
        monkeypatch.setenv("NHACVIEC_DATABASE_URL", database.url)
        monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "data"))
        school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
        school.says("cô Hà", "viec")
        make_backup(Settings(), SystemClock().now())
        shown = asyncio.run(Watched(school.engine, Settings()).metrics()).decode()
        sender = asyncio.run(Watched(school.engine, Settings(), ticks=False).metrics()).decode()
    families = list(text_string_to_metric_families(shown))
    assert "nhacviec_tick_age_seconds" in shown
    assert "nhacviec_tick_age_seconds" not in sender, "a worker has no tick"
    assert "nhacviec_messages_total" in sender
    return {sample.name for family in families for sample in family.samples} | {
        family.name for family in families
    }


def alerts() -> list[str]:
    return re.findall(r"- alert: (\w+)", RULES.read_text("utf-8"))


def test_every_metric_named_in_the_files_exists(metrics: set[str]) -> None:
    board = json.loads((DEPLOY / "prometheus" / "dashboard.json").read_text("utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked.append(RULES.read_text("utf-8").replace("nhacviec.rules", ""))
    named = {name for text in asked for name in _METRIC.findall(text)}
    assert len(named) >= 8
    assert named - metrics - {"nhacviec_due"} == set()


def test_the_documented_metrics_are_in_the_dashboard() -> None:
    shown = (DEPLOY / "prometheus" / "dashboard.json").read_text("utf-8")
    told = (ROOT / "docs" / "running.md").read_text("utf-8")
    table = told.partition("| Metric | Meaning |")[2].partition("\n\n")[0]
    assert {n for n in _METRIC.findall(table) if n not in shown} == set()


def test_each_alert_has_its_entry_in_the_runbook_and_links_it() -> None:
    rules = RULES.read_text("utf-8")
    runbook = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    entries = re.findall(r"^## (\w+)$", runbook, re.MULTILINE)
    assert alerts() == entries
    links = re.findall(r"runbook: docs/runbook\.md#(\w+)", rules)
    assert links == [name.lower() for name in alerts()]


@pytest.mark.debian("prometheus")
def test_prometheus_takes_the_alerts_and_the_configuration() -> None:
    promtool = str(shutil.which("promtool"))
    for asked in (["rules", RULES.name], ["config", "prometheus.yml"]):
        done = subprocess.run(  # noqa: S603 - Debian's own program on our files
            [promtool, "check", *asked],
            cwd=RULES.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.debian("systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("nhacviec", path=str(ROOT / ".venv" / "bin")) or "/bin/true"
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        words = unit.read_text("utf-8").replace("/opt/nhacviec/.venv/bin/nhacviec", program)
        (tmp_path / unit.name).write_text(words, "utf-8")
    units = [str(place) for place in sorted(tmp_path.iterdir())]
    done = subprocess.run(  # noqa: S603 - Debian's own program on our files
        [str(shutil.which("systemd-analyze")), "verify", *units],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "nhacviec" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr

"""What an operator and a machine get from the command line."""

import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from nhacviec.sample import PLAN, sample_file
from tests.conftest import SHARED
from tests.service.installed import run

CONSOLE = """@2024-09-05 07:00
thầy Nam> /gui ke-hoach-cai-tien.txt
[Nhận kế hoạch]
[Để sau]
bắt đầu nhắc
/tua 1/10
cô Đào> viec
"""
REAL = SHARED / "plans" / "ke-hoach-cai-tien-2024-2025"


def test_a_school_is_made_once_and_its_invite_again_on_demand(tmp_path: Path) -> None:
    first = run(tmp_path, "school", "create", "--name", "Trường <A> & B", "--json")
    made = json.loads(first.stdout)
    assert set(made) == {"school", "code", "link"}
    assert len(made["code"]) == 22
    assert made["link"] is None
    again = run(tmp_path, "school", "create", "--name", "Trường <A> & B", "--json")
    assert (again.returncode, again.stdout) == (1, "")
    assert "--again" in again.stderr
    renewed = run(tmp_path, "school", "create", "--name", "Trường <A> & B", "--again", "--json")
    assert json.loads(renewed.stdout)["code"] != made["code"]


def test_codes_are_stored_hashed_only(tmp_path: Path) -> None:
    made = json.loads(run(tmp_path, "school", "create", "--name", "A", "--json").stdout)
    content = b"".join(p.read_bytes() for p in (tmp_path / "data").glob("nhacviec.sqlite*"))
    assert made["code"].encode() not in content


def test_a_plan_is_taken_in_without_chat_once(tmp_path: Path) -> None:
    run(tmp_path, "school", "create", "--name", "A")
    plan = str(sample_file(PLAN))
    assert "21" in run(tmp_path, "import-plan", plan, "--school", "A").stdout
    assert "không" in run(tmp_path, "import-plan", plan, "--school", "A").stdout
    with sqlite3.connect(tmp_path / "data" / "nhacviec.sqlite") as tables:
        assert tables.execute("SELECT count(*) FROM tasks").fetchone() == (21,)
    unknown = run(tmp_path, "import-plan", plan, "--school", "B")
    assert (unknown.returncode, "«B»" in unknown.stderr) == (1, True)


def test_the_console_of_a_pipe_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    first, second = (run(tmp_path, "run", said=CONSOLE) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert "06:30" in first.stdout
    assert "Việc của cô Đào" in first.stdout


def test_what_is_due_at_the_end_of_the_input_is_still_delivered(tmp_path: Path) -> None:
    start = "@2024-12-22 06:30\nthầy Nam> giao cô Hà trực cổng hạn mai\n[Giao]\n"
    done = run(tmp_path, "run", said=start)
    assert done.returncode == 0
    assert "→ cô Hà" not in done.stdout, "nobody is written to before «Bắt đầu nhắc»"
    started = start.replace("thầy Nam> giao", "thầy Nam> bắt đầu nhắc\ngiao")
    assert "→ cô Hà" in run(tmp_path, "run", said=started).stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NHACVIEC_DATABASE_URL", "mysql://x"),
        ("NHACVIEC_LOG_LEVEL", "LOUD"),
        ("TELEGRAM_API_BASE", "telegram"),
        ("TELEGRAM_PROXY", "nowhere"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_line(
    name: str, value: str, tmp_path: Path
) -> None:
    token = {"TELEGRAM_BOT_TOKEN": "7:AAE", name: value}
    done = run(tmp_path, "run", **token)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert name in line
    assert value not in line


def test_a_file_that_is_no_plan_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("Kính gửi các thầy cô\n", "utf-8")
    for name, status in (("thu.txt", 1), ("khong-co.docx", 2)):
        done = run(tmp_path, "read", "plan", name)
        assert done.returncode == status
        (line,) = done.stderr.strip().splitlines()
        assert name in line


@pytest.mark.skipif(not REAL.with_suffix(".txt").exists(), reason="no ../shared here")
def test_the_real_plan_reads_as_expected(tmp_path: Path) -> None:
    plan = str(REAL.with_suffix(".txt"))
    asked = ("--school-year", "2024-2025", "--today", "2024-09-05", "--json")
    read = json.loads(run(tmp_path, "read", "plan", plan, *asked).stdout)
    expected = json.loads(REAL.with_suffix(".expected.json").read_text("utf-8"))
    assert len(read["tasks"]) == 21
    assert read["unread"] == []
    last = sorted(task["occurrences"][-1][1] for task in read["tasks"] if task["occurrences"])
    assert last.count("2025-05-31") == 8
    assert last.count("2025-12-31") == 6
    assert last.count("2030-12-31") == 2
    money = [task["budget"]["amount"] for task in read["tasks"] if task["budget"]["amount"]]
    assert (len(money), sum(money)) == (14, 945_000_000)
    for task, cells in zip(read["tasks"], expected, strict=True):
        assert (task["criterion"], task["work"]) == (cells["criterion"], cells["work"])
        assert (task["time"], task["conditions"]) == (cells["time"], cells["cond"])
        assert task["solution"] == cells["sol"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are another matter there")
def test_what_is_written_is_of_its_user_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        assert run(tmp_path, "school", "create", "--name", "Trường A").returncode == 0
        assert run(tmp_path, "backup", "--to", "usb").returncode == 0
    finally:
        os.umask(before)
    made = list(tmp_path.rglob("*"))
    assert {"nhacviec.sqlite", "manifest.json", "data.key"} <= {place.name for place in made}
    assert [place.name for place in made if place.stat().st_mode & 0o077] == []

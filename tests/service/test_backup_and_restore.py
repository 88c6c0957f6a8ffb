"""A backup while the service runs, a disk lost, the backup put back: by the installed command."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import empty_postgresql, fresh_postgresql, postgresql_programs
from tests.faults.ground import Ground
from tests.service.installed import Service, run
from tests.telegram_server import TelegramServer
from tests.waiting import until

PATIENCE = 30.0
PEOPLE = 30


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, server: TelegramServer) -> Iterator[dict[str, str]]:
    given = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE": server.url}
    if request.param == "sqlite":
        yield given
        return
    path = f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}"
    with fresh_postgresql() as database:
        database.close()
        yield given | {"NHACVIEC_DATABASE_URL": database.url, "PATH": path}


def test_a_lost_disk_is_put_back(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    made = json.loads(
        run(tmp_path, "school", "create", "--name", "Trường A", "--json", **settings).stdout
    )
    nam = server.person(501, "Nam")
    with Service(tmp_path, **settings):
        nam.starts(made["code"])
        nam.waits(1, PATIENCE)
        kept = run(tmp_path, "backup", "--to", "usb", **settings)
        assert kept.returncode == 0, kept.stderr
        assert "Đã sao lưu vào usb/" in kept.stdout
        (backup,) = (place for place in (tmp_path / "usb").iterdir() if place.is_dir())
        refused = run(tmp_path, "restore", str(backup), **settings)
        assert (refused.returncode, "đang chạy rồi" in refused.stderr) == (1, True)
    shutil.rmtree(tmp_path / "data")
    done = run(tmp_path, "restore", str(backup), **settings)
    assert done.returncode == 0, done.stderr
    assert "Đã phục hồi, dữ liệu tới" in done.stdout
    before = len(nam.inbox)
    with Service(tmp_path, **settings):
        nam.presses("Đồng ý")
        nam.waits(before + 1, PATIENCE)
        assert "họ và tên" in nam.last.text


def test_another_machine_with_an_empty_postgresql_sends_nothing_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    path = {"PATH": f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}"}
    with fresh_postgresql() as database, empty_postgresql() as elsewhere:
        ground = Ground(server, database, tmp_path, people=PEOPLE)
        kept = run(tmp_path, "backup", "--to", "usb", **ground.settings, **path)
        assert kept.returncode == 0, kept.stderr
        (backup,) = (place for place in (tmp_path / "usb").iterdir() if place.is_dir())
        # The first machine goes on: what the backup has queued is sent after it was made.
        with ground.service:
            ground.runs_to_the_end(most_held=0)
        other = tmp_path / "other"
        other.mkdir()
        settings = ground.settings | path | {"NHACVIEC_DATABASE_URL": elsewhere}
        done = run(other, "restore", str(backup), **settings)
        assert done.returncode == 0, done.stderr
        assert "Đã phục hồi, dữ liệu tới" in done.stdout
        nam = ground.people[0]
        before = len(nam.inbox)
        with Service(other, **settings) as service:
            nam.says("việc của tôi")
            nam.waits(before + 1, PATIENCE)
            until(lambda: "serving" in service.log.read_text("utf-8"))
            found = run(other, "doctor", **settings).stdout
            assert f"{PEOPLE} tin (digest) giữ lại sau khi phục hồi" in found
            assert service.ends() == 0
        assert [ground.told(person) for person in ground.people] == [1] * PEOPLE


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    for words in (["backup"], ["restore", "nowhere"]):
        done = run(tmp_path, *words)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "restore.unfinished").write_text("usb/x\n")
    done = run(tmp_path, "run")
    assert (done.returncode, "nhacviec restore usb/x" in done.stderr) == (1, True)

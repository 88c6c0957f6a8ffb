"""What the doctor says of an installation, and that it makes and changes nothing."""

import json
import os
import socket
from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from nhacviec.backup import make_backup
from nhacviec.doctor import examine, told
from nhacviec.doctor.findings import Level
from nhacviec.settings import Settings
from scheduler.clock import SystemClock
from storage import absences, bots
from storage.database import Database, Tx
from storage.migrate import migrate
from storage.tables import addresses, deliveries, inbox, lanes
from tests.databases import fresh_postgresql, postgresql_programs
from tests.school import SampleSchool
from tests.service.installed import Service, run
from tests.telegram_server import TelegramServer

PATIENCE = 30.0


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(
    request: pytest.FixtureRequest,
    server: TelegramServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[dict[str, str]]:
    given = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE": server.url}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}")
    given |= {"PATH": os.environ["PATH"]}
    if request.param == "postgresql":
        with fresh_postgresql() as database:
            database.close()
            yield _set(monkeypatch, given | {"NHACVIEC_DATABASE_URL": database.url})
        return
    (tmp_path / "data").mkdir()
    database = Database(Settings().database_address)
    migrate(database)
    database.close()
    yield _set(monkeypatch, given)


def _set(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> dict[str, str]:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


def codes(level: Level) -> set[str]:
    return {one.code for one in examine() if one.level is level}


def test_all_is_well(server: TelegramServer, settings: dict[str, str], tmp_path: Path) -> None:
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings):
        stranger.says("chào")
        stranger.waits(1, PATIENCE)
        run(tmp_path, "backup", **settings)
        done = run(tmp_path, "doctor", **settings)
        assert done.returncode == 0, done.stdout
        assert done.stdout.rstrip().endswith("Mọi thứ ổn.")
        assert "đang chạy" in done.stdout
        assert server.world.user["username"] in done.stdout
        whole = json.loads(run(tmp_path, "doctor", "--json", **settings).stdout)
        assert whole["ok"] is True
        assert {one["level"] for one in whole["findings"]} == {"ok"}
        assert server.token not in done.stdout + json.dumps(whole)


def test_each_trouble_is_said_with_its_mend(settings: dict[str, str], tmp_path: Path) -> None:
    database = Database(Settings().database_address)
    school = SampleSchool(database, tmp_path / "data", "2024-12-02 09:00")
    school.says("thầy Nam", "bắt đầu nhắc")
    now = SystemClock().now()

    def harm(tx: Any) -> None:
        bot_id = school.bot.bot_id
        member = school.member("cô Hà")
        tx.execute(
            update(addresses)
            .where(addresses.c.chat == school.chat("cô Hà"))
            .values(state="blocked")
        )
        one: dict[str, object] = {
            "school_id": school.school_id,
            "bot_id": bot_id,
            "member_id": member.member_id,
        }
        one |= {"address_id": 1, "kind": "digest", "rank": 2, "created_at": now, "tries": 0}
        for state, reason in (
            ("FAILED", 'Bad Request: tag "cô Hà"'),
            ("FAILED", "Forbidden: bot was blocked by the user"),
            ("UNKNOWN", "read timeout"),
            ("UNKNOWN", "restored"),
            ("QUEUED", ""),
        ):
            values = {"state": state, "reason": reason, "dedup_key": f"{state}{reason}"}
            late = {"not_before": now - timedelta(hours=1), "ended_at": now}
            tx.execute(insert(deliveries).values(**one, **values, **late))
        for state in ("POISON", "NEW"):
            tx.execute(
                insert(inbox).values(
                    bot_id=bot_id,
                    dedupe_key=f"x{state}",
                    chat="x",
                    raw={},
                    state=state,
                    tries=3,
                    error_code="AB12CD",
                    received_at=now - timedelta(hours=1),
                )
            )
        tx.execute(update(lanes).values(penalty_until=now + timedelta(minutes=5)))

    database.write(harm)
    database.close()
    found = examine()
    words = told(found)
    assert codes(Level.TROUBLE) == {
        "service_stopped_due",
        "queue_late",
        "reminding_late",
        "outcome_failed",
        "inbox_late",
        "inbox_poison",
        "backups_none",
    }
    assert codes(Level.NOTE) == {
        "lane_penalty",
        "outcome_blocked",
        "outcome_held",
        "outcome_restored",
        "people_unreachable",
    }
    assert all(one.mend for one in found if one.level is not Level.OK)
    assert "cô Hà" not in words, "what a platform quotes is nobody's business here"
    assert "AB12CD" in words
    assert words.splitlines()[-1] == "Có 7 chỗ cần xử lý."
    assert run(tmp_path, "doctor", **settings).returncode == 1


@pytest.mark.usefixtures("settings")
def test_a_platform_that_refuses_or_is_away(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"{server.token}, 1:wrong")
    assert "platform_refused" in codes(Level.TROUBLE)
    monkeypatch.setenv("TELEGRAM_API_BASE", "http://127.0.0.1:1")
    assert "platform_down" in codes(Level.TROUBLE)
    monkeypatch.setenv("TELEGRAM_API_BASE", "telegram")
    assert "platform_setting" in codes(Level.TROUBLE)


@pytest.mark.usefixtures("settings")
def test_a_clock_that_went_back(tmp_path: Path) -> None:
    database = Database(Settings().database_address)
    later = SystemClock().now() + timedelta(days=1)
    SampleSchool(database, tmp_path / "data", later.astimezone(UTC).isoformat()[:16])
    database.close()
    assert "clock_behind" in codes(Level.TROUBLE)


@pytest.mark.usefixtures("settings")
def test_backups_that_are_old_or_broken() -> None:
    now = SystemClock().now()
    made = make_backup(Settings(), now - timedelta(days=3))
    assert "backups_old" in codes(Level.TROUBLE)
    place = made.folder / made.manifest.database
    place.write_bytes(place.read_bytes()[:-1])
    assert "backups_broken" in codes(Level.TROUBLE)


@pytest.mark.parametrize("what", ["nothing", "setting", "broken", "no server", "newer"])
def test_what_cannot_be_looked_into(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "data" / "nhacviec.sqlite"
    wanted = "database_missing"
    if what == "setting":
        monkeypatch.setenv("NHACVIEC_LOG_LEVEL", "LOUD")
        wanted = "setting_bad"
    elif what == "no server":
        monkeypatch.setenv("NHACVIEC_DATABASE_URL", "postgresql://a:b@127.0.0.1:1/x")
        wanted = "database_down"
    elif what == "broken":
        place.parent.mkdir()
        place.write_bytes(b"no database at all" * 1000)
        wanted = "database_broken"
    elif what == "newer":
        place.parent.mkdir()
        database = Database(f"sqlite:///{place}")
        migrate(database)
        database.write(lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num='9'"))
        database.close()
        wanted = "schema_newer"
    before = sorted(tmp_path.rglob("*"))
    assert wanted in codes(Level.TROUBLE)
    assert [p for p in sorted(tmp_path.rglob("*")) if "sqlite-" not in p.name] == before


@pytest.mark.usefixtures("settings")
def test_a_machine_that_was_off_is_noted() -> None:
    database = Database(Settings().database_address)
    now = SystemClock().now()
    for hours in (30, 20, 1):
        seen_at = now - timedelta(hours=hours)
        database.write(partial(absences.note_presence_all_schools, now=seen_at))
    database.close()
    assert "service_away" in codes(Level.NOTE)


@pytest.mark.usefixtures("settings")
def test_a_shared_lane_with_too_many_people_says_how_many_bots_they_need() -> None:
    database = Database(Settings().database_address)
    now = SystemClock().now()
    bot = database.write(lambda tx: bots.ensure_bot_all_schools(tx, "telegram", "9", now))
    one = {"bot_id": bot.bot_id, "kind": "person", "thread": "", "created_at": now}
    there = 0
    # 24 digests a second for half an hour are 43,200 people.
    for people, needed in ((43_200, None), (43_201, 2), (90_000, 3)):
        new = [one | {"chat": str(number)} for number in range(there, people)]
        database.write(partial(_sit, rows=new))
        there = people
        found = [one for one in examine() if one.code == "lane_crowded"]
        assert [one.values["needed"] for one in found] == ([] if needed is None else [needed])
        if needed is not None:
            assert f"cần {needed} bot" in found[0].words
            assert f"thêm {needed - 1} bot" in found[0].mend
    database.close()


def _sit(tx: Tx, rows: list[dict[str, object]]) -> None:
    tx.execute(insert(addresses), rows)


def test_the_public_address(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    here = f"http://127.0.0.1:{port}/nv"
    listens = {"NHACVIEC_PUBLIC_URL": here, "NHACVIEC_LISTEN": f"127.0.0.1:{port}"}
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings, **listens):
        stranger.says("chào")
        stranger.waits(1, PATIENCE)
        for address, said in (
            (here, "tới được Nhắc Việc"),
            (server.url, "không phải Nhắc Việc"),
            ("http://127.0.0.1:1", "chưa tới được"),
        ):
            done = run(
                tmp_path, "doctor", **settings, **(listens | {"NHACVIEC_PUBLIC_URL": address})
            )
            assert said in done.stdout

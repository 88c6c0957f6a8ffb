"""Bots given, renewed and removed while the service runs: the others do not notice."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from nhacviec.sample import PLAN, sample_file
from storage.database import Database, sqlite_url
from storage.tables import deliveries, inbox
from tests.databases import fresh_postgresql
from tests.faults.ground import Ground
from tests.service.installed import Service, free_port, run
from tests.service.test_sealed_tokens import PATIENCE, SECOND, Platforms, added, platforms, school
from tests.telegram_server.people import Person
from tests.waiting import until
from tests.zalo_server import people as zalo_people

__all__ = ["platforms"]
NEWER = "7000000002:AAG-a-newer-one-for-tests-0123456789"
SOON = 10.0


@contextmanager
def talking(somebody: Person) -> Iterator[list[float]]:
    """Let somebody write all the time; gives how long each answer took, in seconds."""
    took: list[float] = []
    over = threading.Event()

    def talk() -> None:
        while not over.wait(0.3):
            before = len(somebody.inbox)
            since = time.monotonic()
            somebody.says("chào")
            somebody.waits(before + 1, PATIENCE)
            took.append(time.monotonic() - since)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield took
    finally:
        over.set()
        thread.join()


def answers(somebody: Person) -> bool:
    before = len(somebody.inbox)
    somebody.says("chào")
    somebody.waits(before + 1, SOON)
    return "đã mời" in somebody.inbox[-1].text


@pytest.mark.parametrize("pushed", [False, True])
def test_the_service_takes_up_renews_and_lets_go(
    platforms: Platforms, tmp_path: Path, *, pushed: bool
) -> None:
    here = f"127.0.0.1:{free_port()}"
    hooks = {"TELEGRAM_WEBHOOK_URL": f"http://{here}/hooks", "NHACVIEC_LISTEN": here}
    settings = platforms.settings | (hooks if pushed else {})
    added(tmp_path, platforms, "telegram", token=platforms.first.token)
    nam, lan = platforms.first.person(501, "Nam"), platforms.second.person(502, "Lan")
    with Service(tmp_path, **settings) as service:
        assert answers(nam)
        with talking(nam) as took:
            since = time.monotonic()
            added(tmp_path, platforms, "telegram", token=SECOND)
            assert answers(lan)
            platforms.first.renews(SECOND, NEWER)
            done = run(tmp_path, "bot", "renew-token", "2", said=f"{NEWER}\n", **settings)
            assert done.returncode == 0, done.stderr
            assert answers(lan)
            gone = run(tmp_path, "bot", "remove", "2", "--anyway", **settings)
            assert "mười giây" in gone.stdout
            until(lambda: service.log.read_text("utf-8").count("bot_let_go") == 2, SOON)
            assert time.monotonic() - since < 3 * SOON
        assert took
        before = len(lan.inbox)
        lan.says("còn đó không")
        assert answers(nam)
        assert len(lan.inbox) == before
    log = service.log.read_text("utf-8")
    assert log.count("bot_taken_up") == 2
    # The old token may have been tried once more between the two.
    assert log.count('"error"') == log.count("token_refused")
    for token in (SECOND, NEWER):
        assert token.partition(":")[2] not in log


def test_the_first_zalo_bot_brings_the_page_that_takes_its_files(
    platforms: Platforms, tmp_path: Path
) -> None:
    code = school(tmp_path, "Trường A")
    added(tmp_path, platforms, "telegram", token=platforms.first.token)
    nam, hoa = platforms.first.person(501, "Nam"), platforms.zalo.person("Hoa")
    with Service(tmp_path, **platforms.settings) as service:
        assert answers(nam)
        added(tmp_path, platforms, "zalo", token=platforms.zalo.token)
        for words in (code, "1", "Trần Thị Hoa", "1"):
            asks(hoa, words)
        address = next(w for w in asks(hoa, "gửi tệp").split() if w.startswith("http://127."))
        before = len(hoa.inbox)
        with httpx.Client(trust_env=False) as client:
            plan = sample_file(PLAN).read_bytes()
            taken = client.post(address, files={"file": ("ke-hoach.txt", plan)})
        assert "Đã nhận tệp" in taken.text
        assert "21 việc" in hoa.waits(before + 1, PATIENCE)[before].text
        assert service.ends() == 0
    assert '"warning"' not in service.log.read_text("utf-8")


def asks(person: zalo_people.Person, words: str) -> str:
    before = len(person.inbox)
    person.says(words)
    return person.waits(before + 1, PATIENCE)[before].text


def test_what_waits_at_a_bot_that_goes_has_an_end(platforms: Platforms, tmp_path: Path) -> None:
    code = school(tmp_path, "Trường A")
    added(tmp_path, platforms, "telegram", token=SECOND)
    lan = platforms.second.person(502, "Lan")
    with Service(tmp_path, **platforms.settings) as service:
        lan.starts(code)
        lan.waits(1, PATIENCE)
        lan.presses("Đồng ý")
        lan.waits(2, PATIENCE)
        in_use = run(tmp_path, "bot", "remove", "1", **platforms.settings)
        assert (in_use.returncode, "1 người" in in_use.stderr) == (1, True)
        assert (
            run(tmp_path, "bot", "remove", "1", "--anyway", **platforms.settings).returncode == 0
        )
        until(lambda: "bot_let_go" in service.log.read_text("utf-8"), SOON)
        with closing(Database(sqlite_url(tmp_path / "data" / "nhacviec.sqlite"))) as database:
            until(lambda: waiting(database) == 0, SOON)
        added(tmp_path, platforms, "telegram", token=SECOND)
        before = len(lan.inbox)
        lan.says("Trần Thị Lan")
        lan.waits(before + 1, SOON)


def waiting(database: Database) -> int:
    """Count what is neither sent nor ended, and what came in and is not read."""
    out = select(func.count()).where(deliveries.c.state.in_(("QUEUED", "ATTEMPT")))
    unread = select(func.count()).where(inbox.c.state.in_(("NEW", "PREPARED")))
    return database.read(lambda tx: sum(tx.execute(q).scalar_one() for q in (out, unread)))


def test_a_worker_takes_up_a_bot_too(platforms: Platforms, tmp_path: Path) -> None:
    with fresh_postgresql() as database:
        ground = Ground(platforms.second, database, tmp_path, people=20)
        settings = {n: v for n, v in ground.settings.items() if n != "TELEGRAM_BOT_TOKEN"}
        added(tmp_path, platforms, "zalo", token=platforms.zalo.token, **settings)
        ground.service = Service(tmp_path, **(settings | platforms.settings))
        (tmp_path / "worker").mkdir()
        with Service(tmp_path / "worker", "worker", **(settings | platforms.settings)) as worker:
            ground.waits(lambda: '"lanes": 1' in worker.log.read_text("utf-8"))
            added(tmp_path, platforms, "telegram", token=SECOND, **settings)
            ground.waits(lambda: "bot_taken_up" in worker.log.read_text("utf-8"))
            with ground.service:
                ground.runs_to_the_end(most_held=0)
            assert "unknown_lane" not in worker.log.read_text("utf-8")

"""A second service on the same data, started by mistake: it refuses, and does no harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import fresh_postgresql
from tests.service.installed import Service, run
from tests.telegram_server import TelegramServer

PATIENCE = 30.0


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
    with fresh_postgresql() as database:
        yield given | {"NHACVIEC_DATABASE_URL": database.url}


def refuses(folder: Path, settings: dict[str, str]) -> None:
    second = run(folder, "run", **settings)
    assert (second.returncode, second.stdout) == (1, "")
    (line,) = second.stderr.strip().splitlines()
    assert "đang chạy rồi" in line


def test_a_second_one_refuses_and_the_first_goes_on(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings) as first:
        stranger.says("chào")
        stranger.waits(1, PATIENCE)
        refuses(tmp_path, settings)
        stranger.says("còn đó không")
        stranger.waits(2, PATIENCE)
        assert first.ends() == 0
    with Service(tmp_path, **settings):
        stranger.says("chào lại")
        stranger.waits(3, PATIENCE)


def test_a_power_cut_leaves_no_lock_behind(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings) as service:
        for number in range(1, 4):
            stranger.says(f"chào lần {number}")
            stranger.waits(number, PATIENCE)
            service.kill()
            service.start()


def test_the_same_database_from_another_folder_is_the_same_data(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    place = tmp_path / "data" / "nhacviec.sqlite"
    address = {"NHACVIEC_DATABASE_URL": f"sqlite:///{place}"} | settings
    other = tmp_path / "other"
    other.mkdir()
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings):
        stranger.says("chào")
        stranger.waits(1, PATIENCE)
        refuses(other, address)

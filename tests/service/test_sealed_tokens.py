"""Bots whose tokens are kept sealed: several of a platform in one service, over real HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables import bots, lanes
from tests.databases import fresh_postgresql
from tests.faults.ground import Ground
from tests.service.installed import COMMAND, Service, environment, free_port, run
from tests.telegram_server import TelegramServer
from tests.telegram_server import people as telegram_people
from tests.waiting import until
from tests.zalo_server import ZaloServer
from tests.zalo_server import people as zalo_people

PATIENCE = 30.0
SECOND = "7000000002:AAF-only-for-tests-9876543210_hgfedcba"
Somebody = telegram_people.Person | zalo_people.Person


class Platforms:
    """Two Telegram bots at one address and a Zalo bot, with what an installation needs to know."""

    def __init__(self, telegram: TelegramServer, zalo: ZaloServer) -> None:
        self.first, self.zalo = telegram, zalo
        self.second = telegram.hosts(SECOND, "TruongBBot")
        self.tokens = {
            "first": telegram.token,
            "second": SECOND,
            "zalo": zalo.token,
        }

    @property
    def settings(self) -> dict[str, str]:
        return {"TELEGRAM_API_BASE": self.first.url, "ZALO_API_BASE": self.zalo.url}

    @property
    def secrets(self) -> list[str]:
        return [token.partition(":")[2] for token in self.tokens.values()]


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    telegram, zalo = TelegramServer(), ZaloServer()
    made = Platforms(telegram, zalo)
    with telegram, zalo:
        yield made
    assert made.first.violations == made.second.violations == made.zalo.violations == []


def school(folder: Path, name: str, **settings: str) -> str:
    made = run(folder, "school", "create", "--name", name, "--json", **settings)
    return str(json.loads(made.stdout)["code"])


def added(folder: Path, platforms: Platforms, *arguments: str, token: str, **more: str) -> str:
    done = run(folder, "bot", "add", *arguments, said=f"{token}\n", **(platforms.settings | more))
    assert done.returncode == 0, done.stderr
    assert token.partition(":")[2] not in done.stdout + done.stderr
    return done.stdout


def test_three_bots_in_one_service_each_for_whom_it_is(
    platforms: Platforms, tmp_path: Path
) -> None:
    code_a, code_b = school(tmp_path, "Trường A"), school(tmp_path, "Trường B")
    assert "Trường A" in added(
        tmp_path, platforms, "telegram", "--school", "Trường A", token=platforms.tokens["first"]
    )
    added(tmp_path, platforms, "telegram", "--school", "Trường B", token=SECOND)
    assert "mọi trường" in added(tmp_path, platforms, "zalo", token=platforms.tokens["zalo"])
    listed = [
        json.loads(line) for line in run(tmp_path, "bot", "list", "--json").stdout.splitlines()
    ]
    assert [(one["channel"], one["school"], one["token"]) for one in listed] == [
        ("telegram", "Trường A", "kept"),
        ("telegram", "Trường B", "kept"),
        ("zalo", None, "kept"),
    ]
    nam, lan = platforms.first.person(501, "Nam"), platforms.second.person(502, "Lan")
    hoa = platforms.zalo.person("Hoa")
    with Service(tmp_path, **platforms.settings) as service:
        nam.starts(code_b)
        assert "Bot này của một trường khác" in nam.waits(1, PATIENCE)[-1].text
        nam.starts(code_a)
        assert "Trường A" in nam.waits(2, PATIENCE)[-1].text
        hoa.says(code_a)
        assert "Trường A" in hoa.waits(1, PATIENCE)[-1].text
        lan.starts(code_b)
        assert "Trường B" in lan.waits(1, PATIENCE)[-1].text
        found = run(tmp_path, "doctor", **platforms.settings).stdout
        assert found.count("token mở được") == 3
    log = service.log.read_text("utf-8")
    assert log.count('"serving"') == 3
    for secret in platforms.secrets:
        assert secret not in log + found
        for file in (one for one in tmp_path.rglob("*") if one.is_file()):
            assert secret.encode() not in file.read_bytes(), file.name


def test_a_bot_that_goes_and_comes_back(platforms: Platforms, tmp_path: Path) -> None:
    code = school(tmp_path, "Trường A")
    added(tmp_path, platforms, "telegram", token=SECOND)
    lan = platforms.second.person(502, "Lan")
    with Service(tmp_path, **platforms.settings):
        lan.starts(code)
        assert "Trường A" in lan.waits(1, PATIENCE)[-1].text
    in_use = run(tmp_path, "bot", "remove", "1")
    assert (in_use.returncode, "1 người" in in_use.stderr) == (1, True)
    done = run(tmp_path, "bot", "remove", "1", "--anyway")
    assert "1 người không nhận tin" in done.stdout
    assert run(tmp_path, "bot", "list").stdout == ""
    added(tmp_path, platforms, "telegram", token=SECOND)
    (listed,) = run(tmp_path, "bot", "list", "--json").stdout.splitlines()
    assert (json.loads(listed)["bot"], json.loads(listed)["people"]) == (1, 1)


def test_each_is_pushed_to_at_an_address_of_its_own_with_a_secret_of_its_own(
    platforms: Platforms, tmp_path: Path
) -> None:
    here = f"127.0.0.1:{free_port()}"
    hooks = {
        "TELEGRAM_WEBHOOK_URL": f"http://{here}/hooks/telegram",
        "ZALO_WEBHOOK_URL": f"http://{here}/hooks/zalo",
        "NHACVIEC_LISTEN": here,
    }
    added(tmp_path, platforms, "telegram", token=platforms.tokens["first"])
    added(tmp_path, platforms, "telegram", token=SECOND)
    added(tmp_path, platforms, "zalo", token=platforms.tokens["zalo"])
    people: list[Somebody] = [platforms.first.person(501, "Nam")]
    people += [platforms.second.person(502, "Lan"), platforms.zalo.person("Hoa")]
    with Service(tmp_path, **platforms.settings, **hooks):
        for somebody in people:
            somebody.says("chào")
            assert "đã mời" in somebody.waits(1, PATIENCE)[-1].text
        worlds = (platforms.first.world, platforms.second.world, platforms.zalo.world)
        addresses = [world.webhook["url"] for world in worlds]
        assert addresses[0] == f"http://{here}/hooks/telegram/7000000001"
        secrets = [world.webhook["secret_token"] for world in worlds]
        assert len(set(addresses)) == len(set(secrets)) == 3
        assert not any(secret in address for secret in platforms.secrets for address in addresses)
        header = "X-Telegram-Bot-Api-Secret-Token"
        answers = [
            httpx.post(addresses[0], json={}, headers={header: secret}, trust_env=False)
            for secret in ("", secrets[1])
        ]
        assert [answer.status_code for answer in answers] == [401, 401]


def test_one_token_that_is_refused_stops_no_other(platforms: Platforms, tmp_path: Path) -> None:
    added(tmp_path, platforms, "telegram", token=platforms.tokens["first"])
    added(tmp_path, platforms, "telegram", token=SECOND)
    platforms.first._others.clear()  # noqa: SLF001 - as if its token had been revoked
    nam = platforms.first.person(501, "Nam")
    with Service(tmp_path, **platforms.settings) as service:
        nam.says("chào")
        assert "đã mời" in nam.waits(1, PATIENCE)[-1].text
        until(lambda: "token_refused" in service.log.read_text("utf-8"))
        done = run(tmp_path, "doctor", **platforms.settings)
        assert "nhacviec bot renew-token 2" in done.stdout
    new = "7000000002:AAG-a-newer-one-for-tests-0123456789"
    refused = run(tmp_path, "bot", "renew-token", "2", said=f"{new}\n", **platforms.settings)
    assert (refused.returncode, "không nhận token" in refused.stderr) == (1, True)
    first = f"{platforms.first.token}\n"
    other = run(tmp_path, "bot", "renew-token", "2", said=first, **platforms.settings)
    assert (other.returncode, "bot khác" in other.stderr) == (1, True)


def test_where_both_name_a_bot_the_sealed_token_counts(
    platforms: Platforms, tmp_path: Path
) -> None:
    token = platforms.first.token
    stale = f"{token.partition(':')[0]}:an-older-one-that-is-known-no-more"
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"NHACVIEC_LOG_LEVEL=INFO\nTELEGRAM_BOT_TOKEN={stale},{SECOND}\n", "utf-8")
    assert "bỏ khỏi .env" in added(tmp_path, platforms, "telegram", token=token)
    assert dotenv.read_text("utf-8") == f"NHACVIEC_LOG_LEVEL=INFO\nTELEGRAM_BOT_TOKEN={SECOND}\n"
    assert dotenv.stat().st_mode & 0o077 == 0
    dotenv.unlink()
    again = {"TELEGRAM_BOT_TOKEN": stale}
    assert "TELEGRAM_BOT_TOKEN" in added(tmp_path, platforms, "telegram", token=token, **again)
    nam = platforms.first.person(501, "Nam")
    with Service(tmp_path, **platforms.settings, **again) as service:
        nam.says("chào")
        assert "đã mời" in nam.waits(1, PATIENCE)[-1].text
        assert "token_twice" in service.log.read_text("utf-8")
        found = run(tmp_path, "doctor", **platforms.settings, **again).stdout
        assert "vừa niêm phong" in found
    refused = run(tmp_path, "bot", "remove", "1", **platforms.settings, **again)
    assert (refused.returncode, "TELEGRAM_BOT_TOKEN" in refused.stderr) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals there")
def test_a_token_typed_at_a_terminal_is_not_shown(platforms: Platforms, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    asking = subprocess.Popen(  # noqa: S603 - our own command
        [str(COMMAND), "bot", "add", "zalo"],
        cwd=tmp_path,
        env=environment(**platforms.settings),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    shown = b""
    while b": " not in shown:
        shown += os.read(ours, 1000)
    os.write(ours, f"{platforms.zalo.token}\n".encode())
    assert asking.wait(PATIENCE) == 0
    shown += os.read(ours, 10_000)
    os.close(ours)
    os.close(theirs)
    assert "niêm phong" in shown.decode()
    assert platforms.zalo.token.partition(":")[2].encode() not in shown


def test_what_is_asked_for_in_vain(platforms: Platforms, tmp_path: Path) -> None:
    for arguments, said, words in (
        (("add", "viber"), "1:a\n", "viber"),
        (("add", "zalo"), "\n", "Chưa nhập token"),
        (("add", "zalo"), "1:sai\n", "không nhận token"),
        (("add", "zalo", "--school", "Không có"), f"{platforms.zalo.token}\n", "Không có"),
        (("renew-token", "9"), "1:a\n", "số 9"),
        (("remove", "9"), "", "số 9"),
    ):
        done = run(tmp_path, "bot", *arguments, said=said, **platforms.settings)
        assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    away = run(tmp_path, "bot", "add", "zalo", said="1:a\n", ZALO_API_BASE="http://127.0.0.1:1")
    assert (away.returncode, "Chưa liên lạc được" in away.stderr) == (1, True)
    assert run(tmp_path, "bot", "list").stdout == ""


def test_a_worker_sends_for_a_sealed_bot(platforms: Platforms, tmp_path: Path) -> None:
    with fresh_postgresql() as database:
        ground = Ground(platforms.second, database, tmp_path, people=60)
        settings = {n: v for n, v in ground.settings.items() if n != "TELEGRAM_BOT_TOKEN"}
        added(tmp_path, platforms, "telegram", token=SECOND, **settings)
        added(tmp_path, platforms, "zalo", token=platforms.zalo.token, **settings)
        ground.service = Service(tmp_path, **(settings | platforms.settings))
        (tmp_path / "worker").mkdir()
        with Service(tmp_path / "worker", "worker", **(settings | platforms.settings)) as worker:
            ground.waits(lambda: '"lanes": 2' in worker.log.read_text("utf-8"))
            with ground.service:
                ground.waits(lambda: str(worker.pid) in owner(database))
                ground.runs_to_the_end(most_held=0)
            for secret in platforms.secrets:
                assert secret not in worker.log.read_text("utf-8")


def owner(database: Database) -> str:
    """Give who holds the lane of the only bot with something to send."""
    query = select(lanes.c.owner).join(bots, bots.c.bot_id == lanes.c.bot_id)
    of_bot = query.where(bots.c.account == SECOND.partition(":")[0])
    return str(database.read(lambda tx: tx.execute(of_bot).scalar_one()))

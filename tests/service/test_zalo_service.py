"""Zalo and Telegram bots in one process: over real HTTP, polled and pushed, nothing lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from nhacviec.sample import PLAN, sample_file
from tests.service.installed import Service, free_port, run
from tests.telegram_server import TelegramServer
from tests.zalo_server import Person, ZaloServer, fails, refuses

PATIENCE = 30.0


@pytest.fixture
def zalo() -> Iterator[ZaloServer]:
    with ZaloServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running
    assert running.violations == []


def settings_of(zalo: ZaloServer) -> dict[str, str]:
    return {"ZALO_BOT_TOKEN": zalo.token, "ZALO_API_BASE": zalo.url}


def says(person: Person, text: str) -> str:
    before = len(person.inbox)
    person.says(text)
    return person.waits(before + 1, PATIENCE)[before].text


def school(folder: Path) -> str:
    made = run(folder, "school", "create", "--name", "Trường A", "--json")
    return str(json.loads(made.stdout)["code"])


def joins(person: Person, code: str) -> str:
    assert "1 Đồng ý" in says(person, code)
    assert "họ và tên" in says(person, "1")
    assert "1 thầy · 2 cô" in says(person, "Nguyễn Hoài Nam")
    return says(person, "1")


def test_a_principal_joins_by_typed_words_through_a_power_cut(
    zalo: ZaloServer, tmp_path: Path
) -> None:
    code = school(tmp_path)
    nam = zalo.person("Nam ✿")
    zalo.world.events.twice = True
    with Service(tmp_path, **settings_of(zalo)) as service:
        assert "đã tham gia Trường A" in joins(nam, code)
        assert "1 Xem tiếp" in says(nam, "trợ giúp")
        zalo.play(fails(502, method="getUpdates"))
        assert "kế hoạch" in says(nam, "tuần")
        service.kill()
        nam.says("việc của tôi")
        before = len(nam.inbox)
        service.start()
        nam.waits(before + 1, PATIENCE)
        zalo.waits(lambda: len(zalo.world.events) == 0, PATIENCE)
        assert service.ends() == 0
    log = service.log.read_text("utf-8")
    assert zalo.token.split(":")[1] not in log
    assert not [w for w in ("Hoài Nam", "việc của tôi", "Trường A", "✿") if w in log]


def test_odd_events_stop_nobody(zalo: ZaloServer, tmp_path: Path) -> None:
    code = school(tmp_path)
    nam = zalo.person("Nam")
    with Service(tmp_path, **settings_of(zalo)):
        joins(nam, code)
        for raw in ({}, {"event_name": "user.follow"}, {"event_name": 5, "message": []}):
            zalo.push(raw)
        zalo.push({"event_name": "message.hologram.received", "message": {"text": "x"}})
        before = len(nam.inbox)
        nam.sends_sticker()
        nam.sends_voice()
        nam.sends_unsupported()
        nam.sends_photo("http://127.0.0.1:1/trong-mang.jpg", "ảnh V1")
        nam.says("x" * 10_000)
        nam.waits(before + 5, PATIENCE)
        zalo.world.old_shape = True
        assert "kế hoạch" in says(nam, "tuần")


def test_a_wrong_token_stops_the_start_with_one_line(zalo: ZaloServer, tmp_path: Path) -> None:
    done = run(tmp_path, "run", ZALO_BOT_TOKEN="1:sai", ZALO_API_BASE=zalo.url)  # noqa: S106 - wrong
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()[-1:]
    assert "ZALO_BOT_TOKEN" in line


def test_a_bot_whose_platform_is_down_holds_up_no_other(
    zalo: ZaloServer, telegram: TelegramServer, tmp_path: Path
) -> None:
    code = school(tmp_path)
    nam = zalo.person("Nam")
    both = settings_of(zalo) | {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE": telegram.url,
    }
    telegram.down()
    with Service(tmp_path, **both):
        assert "đã tham gia" in joins(nam, code)
        telegram.up()
        stranger = telegram.person(501, "Ai đó")
        stranger.says("chào")
        assert "đã mời" in stranger.waits(1, PATIENCE)[0].text
        zalo.play(refuses(429, times=None))
        nam.says("tuần")
        stranger.says("chào")
        stranger.waits(2, PATIENCE)


def test_both_platforms_push_to_one_port(
    zalo: ZaloServer, telegram: TelegramServer, tmp_path: Path
) -> None:
    code = school(tmp_path)
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    settings = settings_of(zalo) | {
        "ZALO_WEBHOOK_URL": f"{here}/hooks/zalo",
        "ZALO_WEBHOOK_SECRET": "bi-mat-cua-zalo",
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE": telegram.url,
        "TELEGRAM_WEBHOOK_URL": f"{here}/hooks/telegram",
        "TELEGRAM_WEBHOOK_SECRET": "bi_mat_cua_telegram",
        "NHACVIEC_LISTEN": f"127.0.0.1:{port}",
    }
    nam, stranger = zalo.person("Nam"), telegram.person(501, "Ai đó")
    with Service(tmp_path, **settings) as service:
        assert "đã tham gia" in joins(nam, code)
        stranger.says("chào")
        assert "đã mời" in stranger.waits(1, PATIENCE)[0].text
        event = {"event_name": "message.text.received", "message": {"text": "việc"}}
        for secret in (None, "sai", "bi_mat_cua_telegram"):
            headers = {} if secret is None else {"X-Bot-Api-Secret-Token": secret}
            answer = httpx.post(f"{here}/hooks/zalo", json=event, headers=headers)
            assert answer.status_code == 401
        assert "getUpdates" not in {call.method for call in zalo.calls}
        assert service.ends() == 0


def test_a_plan_is_handed_in_on_a_page_and_papers_come_by_address(
    zalo: ZaloServer, tmp_path: Path
) -> None:
    code = school(tmp_path)
    nam = zalo.person("Nam")
    port = free_port()
    here = f"http://127.0.0.1:{port}/nv"
    settings = settings_of(zalo) | {
        "NHACVIEC_PUBLIC_URL": here,
        "NHACVIEC_LISTEN": f"127.0.0.1:{port}",
    }
    with Service(tmp_path, **settings):
        joins(nam, code)
        address = next(line for line in says(nam, "nhập kế hoạch").splitlines() if here in line)
        before = len(nam.inbox)
        with httpx.Client(trust_env=False) as client:
            assert 'type="file"' in client.get(address).text
            assert client.post(address, files={"file": ("x.txt", b"")}).status_code == 400
            assert client.post(address, data={"file": "x"}).status_code == 400
            for size in (21_000_000, 30_000_000):
                big = client.post(address, files={"file": ("x.txt", bytes(size))})
                assert big.status_code == 413
            plan = sample_file(PLAN).read_bytes()
            taken = client.post(address, files={"file": ("../ke-hoach.txt", plan)})
            assert "Đã nhận tệp" in taken.text
            assert client.post(address, files={"file": ("y.txt", plan)}).status_code == 404
            assert client.get(f"{here}/u/khong-co").status_code == 404
        preview = nam.waits(before + 1, PATIENCE)[before].text
        assert "21 việc" in preview
        assert "1 Nhận kế hoạch" in preview
        assert "Đã nhận 21 việc" in says(nam, "1")
        nam.says("ảnh tuần")
        nam.waits(lambda inbox: inbox[-1].photo is not None, PATIENCE)
        assert (nam.last.photo or b"").startswith(b"\x89PNG")
        assert nam.last.text.startswith("Tuần")
        assert nam.last.photo_url.startswith(f"{here}/f/")


def test_without_a_public_address_a_page_of_this_machine_is_named(
    zalo: ZaloServer, tmp_path: Path
) -> None:
    code = school(tmp_path)
    nam = zalo.person("Nam")
    with Service(tmp_path, **settings_of(zalo)):
        joins(nam, code)
        assert "http://127.0.0.1:" in says(nam, "gửi tệp")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("ZALO_WEBHOOK_SECRET", {"ZALO_WEBHOOK_URL": "https://truong.vn/zalo"}),
        ("ZALO_WEBHOOK_SECRET", {"ZALO_WEBHOOK_SECRET": "ngan"}),
        ("TELEGRAM_WEBHOOK_SECRET", {"TELEGRAM_WEBHOOK_SECRET": "có dấu"}),
        ("TELEGRAM_WEBHOOK_URL", {"TELEGRAM_WEBHOOK_URL": "truong.vn"}),
        ("NHACVIEC_PUBLIC_URL", {"NHACVIEC_PUBLIC_URL": "truong.vn"}),
        ("NHACVIEC_LISTEN", {"NHACVIEC_LISTEN": "8080"}),
        ("NHACVIEC_LISTEN", {"NHACVIEC_LISTEN": "192.0.2.1:80"}),
        ("ZALO_API_BASE", {"ZALO_API_BASE": "zalo"}),
        ("ZALO_BOT_TOKEN", {"ZALO_BOT_TOKEN": "khong-hai-cham"}),
    ],
)
def test_a_bad_setting_is_named(name: str, more: dict[str, str], tmp_path: Path) -> None:
    done = run(tmp_path, "run", **({"ZALO_BOT_TOKEN": "1:a"} | more))
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert name in line

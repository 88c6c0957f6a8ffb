"""A school's first day on Telegram: over real HTTP, through a power cut, nothing lost or twice."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from nhacviec.sample import PLAN, ROSTER, sample_file
from tests.documents.build import docx_of, table_of
from tests.service.installed import Service, free_port, run
from tests.telegram_server import Person, TelegramServer

PATIENCE = 30.0


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture
def settings(server: TelegramServer) -> dict[str, str]:
    return {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE": server.url}


def plan_as_docx() -> bytes:
    before, rows, after = table_of(sample_file(PLAN).read_text("utf-8"))
    return docx_of(rows, before, after)


def says(person: Person, text: str) -> str:
    before = len(person.inbox)
    person.says(text)
    return person.waits(before + 1, PATIENCE)[before].text


def presses(person: Person, wanted: str) -> str:
    before = len(person.inbox)
    person.presses(wanted)
    return person.waits(before + 1, PATIENCE)[before].text


def joins(person: Person, code: str) -> None:
    person.starts(code)
    person.waits(1, PATIENCE)
    presses(person, "Đồng ý")


def test_the_first_day(server: TelegramServer, settings: dict[str, str], tmp_path: Path) -> None:
    made = json.loads(run(tmp_path, "school", "create", "--name", "Trường A", "--json").stdout)
    nam, lan = server.person(501, "Nam"), server.person(502, "Hoa hồng nhỏ")
    with Service(tmp_path, **settings) as service:
        joins(nam, made["code"])
        says(nam, "Nguyễn Hoài Nam")
        assert "đã tham gia Trường A" in presses(nam, "thầy")
        before = len(nam.inbox)
        nam.sends_file(ROSTER, sample_file(ROSTER).read_bytes())
        assert "Danh sách: thêm" in nam.waits(before + 1, PATIENCE)[before].text
        nam.sends_file("ke-hoach.docx", plan_as_docx())
        assert "21 việc" in nam.waits(before + 2, PATIENCE)[before + 1].text
        assert "Đã nhận 21 việc" in presses(nam, "Nhận kế hoạch")
        presses(nam, "Để sau")
        invitation = says(nam, "mời Võ Thị Hồng Đào")
        assert f"t.me/{server.world.user['username']}?start=" in invitation
        joins(lan, invitation.partition("start=")[2].split()[0].strip('".'))
        assert "đã tham gia" in lan.last.text
        service.kill()
        # What is said while nobody listens waits at Telegram, and is answered once.
        nam.says("tuần")
        lan.says("nhắc tôi gọi Sở chiều mai")
        service.start()
        lan.waits(lambda inbox: "gọi Sở" in inbox[-1].text, PATIENCE)
        nam.waits(lambda inbox: inbox[-1].text.startswith("Tuần"), PATIENCE)
        server.waits(lambda: len(server.world.updates) == 0, PATIENCE)
        assert service.ends() == 0
    assert len([seen for seen in lan.inbox if "gọi Sở" in seen.text]) == 1
    assert len([seen for seen in nam.inbox if seen.text.startswith("Tuần")]) == 1
    assert "setMyCommands" in {call.method for call in server.calls}
    tells_nothing(service.log.read_text("utf-8"), server)


def tells_nothing(log: str, server: TelegramServer) -> None:
    assert '"event": "serving"' in log
    words = ("Hoài Nam", "Hồng Đào", "gọi Sở", "Trường A", "bàn ghế", "tuần", "Hoa hồng")
    assert not [word for word in (server.token, *words) if word in log]


def test_a_token_that_telegram_refuses_stops_the_start(
    server: TelegramServer, tmp_path: Path
) -> None:
    wrong = {"TELEGRAM_BOT_TOKEN": "1:wrong", "TELEGRAM_API_BASE": server.url}
    done = run(tmp_path, "run", **wrong)
    assert done.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_update_that_cannot_be_read_stops_nobody(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    run(tmp_path, "school", "create", "--name", "Trường A", "--json")
    stranger = server.person(503, "Ai đó")
    with Service(tmp_path, **settings):
        server.world.updates.add("message", {"message_id": "x", "chat": 5})
        stranger.says("chào")
        assert "đã mời" in stranger.waits(1, PATIENCE)[0].text
    # The odd update breaks the specification of what Telegram sends, not of what it is sent.
    server.violations.clear()


def answered(server: TelegramServer, method: str, times: int) -> bool:
    """Whether calls of a method were answered so often."""
    return sum(bool(call.status) for call in server.calls if call.method == method) >= times


def test_commands_and_the_button_of_the_board_are_set_at_the_start_and_once(
    server: TelegramServer, settings: dict[str, str], tmp_path: Path
) -> None:
    public = {
        "NHACVIEC_PUBLIC_URL": "https://nhacviec.invalid",
        "NHACVIEC_LISTEN": f"127.0.0.1:{free_port()}",
    }
    for starts in (1, 2):
        with Service(tmp_path, **settings, **public):
            asked = partial(answered, server, "getMyCommands", starts)
            server.waits(asked, PATIENCE)
            # Whoever writes is answered: nothing more is set for somebody unknown.
            server.person(500 + starts, "Ai đó").says("chào")
            server.waits(partial(answered, server, "sendMessage", starts), PATIENCE)
    assert server.world.menu_button["web_app"] == {"url": "https://nhacviec.invalid/telegram"}
    made = [call.method for call in server.calls if call.method.startswith("set")]
    assert sorted(made) == ["setChatMenuButton", "setMyCommands"]


def test_setup_asks_checks_and_shows_the_invite(server: TelegramServer, tmp_path: Path) -> None:
    base = {"TELEGRAM_API_BASE": server.url}
    said = f"Trường A\n\n1:wrong\n{server.token}\n25:00\n06:45\n"
    done = run(tmp_path, "setup", said=said, **base)
    assert done.returncode == 0, done.stderr
    assert f"https://t.me/{server.world.user['username']}?start=" in done.stdout
    assert "▀" in done.stdout or "█" in done.stdout
    assert not (tmp_path / ".env").exists()
    everything = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    secret = server.token.partition(":")[2]
    assert not any(secret.encode() in content for content in everything)
    assert secret not in done.stdout + done.stderr
    nam = server.person(501, "Nam")
    code = done.stdout.partition("start=")[2].split()[0]
    with Service(tmp_path, **base):
        joins(nam, code)
        assert "họ và tên" in nam.last.text

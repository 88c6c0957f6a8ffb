"""A whole conversation, with everything going wrong: no word of it and no secret in the log."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nhacviec.sample import PLAN, ROSTER, sample_file
from tests.service.installed import Service, run
from tests.telegram_server import TelegramServer
from tests.telegram_server.faults import fails, flood

PATIENCE = 30.0


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


@pytest.mark.parametrize("form", ["json", "console"])
def test_nothing_said_reaches_the_log(server: TelegramServer, tmp_path: Path, form: str) -> None:
    settings = {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_BASE": server.url,
        "NHACVIEC_LOG_LEVEL": "DEBUG",
        "NHACVIEC_LOG_FORMAT": form,
    }
    made = json.loads(run(tmp_path, "school", "create", "--name", "Truong Song", "--json").stdout)
    nam = server.person(501, "Nam")
    with Service(tmp_path, **settings) as service:
        nam.starts(made["code"])
        nam.waits(1, PATIENCE)
        for press in (True, False, True):
            before = len(nam.inbox)
            if press:
                nam.presses("Đồng ý" if before == 1 else "thầy")
            else:
                nam.says("Nguyễn Hoài Nam")
            nam.waits(before + 1, PATIENCE)
        for name in (ROSTER, PLAN):
            before = len(nam.inbox)
            nam.sends_file(name, sample_file(name).read_bytes())
            nam.waits(before + 1, PATIENCE)
        # An update that breaks whatever reads it, then a platform that fails in three ways.
        server.world.updates.add("message", {"message_id": "hong hoc", "chat": {"id": "Lan"}})
        for fault in (fails(400), fails(502), flood(1, times=1)):
            server.play(fault)
        for words in ("viec", "giao co Ha truc cong han mai", "linh tinh gi do", "tuan"):
            before = len(nam.inbox)
            nam.says(words)
        nam.waits(before + 1, PATIENCE)
        assert service.ends() == 0
    log = service.log.read_text("utf-8")
    assert "serving" in log
    said = {seen.text for seen in nam.inbox} | {"hong hoc", "truc cong", "linh tinh", "Hoài Nam"}
    lines = {line for text in said for line in text.splitlines() if len(line) > 4}
    secret = server.token.split(":")[1]
    assert not [word for word in (*lines, secret, "Truong Song", made["code"]) if word in log]

"""The pages of a running bot, behind a proxy at a path: entered from inside Telegram."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx

from tests.service.installed import Service, free_port, run
from tests.service.test_telegram_service import PATIENCE, joins, presses, says
from tests.telegram_server import TelegramServer
from tests.waiting import until
from tests.web.test_entry import signed

PUBLIC = {"host": "truong.example", "origin": "https://truong.example"}


def test_the_board_opens_inside_telegram(tmp_path: Path) -> None:
    port = free_port()
    with TelegramServer() as server:
        settings = {
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_BASE": server.url,
            "NHACVIEC_PUBLIC_URL": "https://truong.example/nv",
            "NHACVIEC_LISTEN": f"127.0.0.1:{port}",
        }
        made = json.loads(run(tmp_path, "school", "create", "--name", "Trường A", "--json").stdout)
        nam = server.person(501, "Nam")
        with (
            Service(tmp_path, **settings),
            httpx.Client(
                base_url=f"http://127.0.0.1:{port}/nv", headers=PUBLIC, trust_env=False
            ) as client,
        ):
            joins(nam, made["code"])
            says(nam, "Nguyễn Hoài Nam")
            presses(nam, "thầy")
            assert "https://truong.example/nv/vao/" in says(nam, "bảng")
            assert 'src="/nv/tinh/telegram.js"' in client.get("/telegram").text
            now = datetime.now(UTC)  # noqa: TID251 - as Telegram's server signs it
            for text in (signed("654321:khac", now, 501), signed(server.token, now, 502)):
                assert client.post("/telegram", data={"du-lieu": text}).status_code == 403
            entered = client.post("/telegram", data={"du-lieu": signed(server.token, now, 501)})
            assert entered.headers["location"] == "/nv/"
            kept = entered.headers["set-cookie"]
            assert kept.startswith("__Host-nhacviec=")
            assert "Secure" in kept
            cookie = {"cookie": kept.partition(";")[0]}
            board = client.get("/", headers=cookie)
            assert "Thầy Nam" in board.text
            assert 'href="/nv/cho-quyet"' in board.text
            nam_before = len(nam.inbox)
            nam.says("thoát bảng")
            nam.waits(nam_before + 1, PATIENCE)
            until(lambda: client.get("/", headers=cookie).status_code == 401)
            assert client.get("/nv/").status_code == 404
        assert server.violations == []

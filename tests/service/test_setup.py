"""The guided setup with a Zalo bot, and which school a bot serves."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.installed import Service, run
from tests.zalo_server import Person, ZaloServer

PATIENCE = 30.0


@pytest.fixture
def zalo() -> Iterator[ZaloServer]:
    with ZaloServer() as running:
        yield running
    assert running.violations == []


def says(person: Person, text: str) -> str:
    before = len(person.inbox)
    person.says(text)
    return person.waits(before + 1, PATIENCE)[before].text


def code_of(folder: Path, name: str) -> str:
    made = run(folder, "school", "create", "--name", name, "--json")
    return str(json.loads(made.stdout)["code"])


def test_a_school_is_set_up_with_zalo_and_its_bot_serves_it_alone(
    zalo: ZaloServer, tmp_path: Path
) -> None:
    base = {"ZALO_API_BASE": zalo.url}
    (tmp_path / ".env").write_text("NHACVIEC_LOG_LEVEL=DEBUG\nZALO_BOT_TOKEN=7:cu\n", "utf-8")
    other = code_of(tmp_path, "Trường B")
    said = f"Trường A\n7:sai\nkhông phải token\n{zalo.token}\n\n06:45\ny\n"
    done = run(tmp_path, "setup", said=said, **base)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("không nhận token này") == 2
    assert "nhacviec run" in done.stdout.splitlines()[-1]
    assert zalo.token not in done.stdout + done.stderr
    written = (tmp_path / ".env").read_text("utf-8").splitlines()
    assert written == ["NHACVIEC_LOG_LEVEL=DEBUG", "ZALO_BOT_TOKEN=7:cu"]
    (tmp_path / ".env").write_text("NHACVIEC_LOG_LEVEL=DEBUG\n", "utf-8")
    listed = json.loads(run(tmp_path, "bot", "list", "--json").stdout)
    assert (listed["channel"], listed["school"], listed["people"]) == ("zalo", "Trường A", 0)
    assert listed["token"] == "kept"  # noqa: S105 - where it stands
    assert listed["name"]
    assert listed["name"] in done.stdout
    (code,) = [word for word in done.stdout.split() if len(word) == 22]
    hoa = zalo.person("Hoa")
    with Service(tmp_path, **base):
        assert "trường khác" in says(hoa, other)
        assert "1 Đồng ý" in says(hoa, code)
        number = str(listed["bot"])
        assert "mọi trường" in run(tmp_path, "bot", "assign", number).stdout
        assert "mọi trường" in run(tmp_path, "bot", "list").stdout
        says(hoa, "2")
        assert "Trường B" in says(zalo.person("Mai"), other)


def test_a_platform_that_is_away_is_told_apart_from_a_wrong_token(tmp_path: Path) -> None:
    said = "Trường A\n7:xa\n\n\n06:45\n"
    done = run(tmp_path, "setup", said=said, ZALO_API_BASE="http://127.0.0.1:1")
    assert done.returncode == 0, done.stderr
    assert "Chưa liên lạc được với Zalo" in done.stdout
    assert "Chưa có bot nào" in done.stdout
    assert json.dumps("kept") not in run(tmp_path, "bot", "list", "--json").stdout


def test_a_bot_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path, "bot", "assign", "5", "--school", "Trường A")
    assert (done.returncode, "số 5" in done.stderr) == (1, True)

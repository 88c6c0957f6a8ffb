"""What a log line may hold: codes and numbers, never a secret and never anybody's words."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from nhacviec.logs import HIDDEN, Redactor, hide, secrets_of, without_words
from nhacviec.settings import Settings
from storage.database import Database, sqlite_url

TOKEN = "7000000001:AAE-a-token-of-a-bot"  # noqa: S105 - made up
redact = Redactor({TOKEN, "pässword", "short"})


def redacted(**event: Any) -> dict[str, Any]:
    return dict(redact(None, "", event))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"https://x/bot{TOKEN}/sendMessage", "https://x/bot[hidden]/sendMessage"),
        ("https://x/bot123456:other_token_unknown/getMe", "https://x/bot[hidden]/getMe"),
        ("http://lan:pw@proxy:3128", "http://[hidden]@proxy:3128"),
        ('Bad Request: tag "Lan xong V12" at 3', "Bad Request: tag [hidden] at 3"),
        ("V12 xong rồi ạ", HIDDEN),
        ("it was short", "it was [hidden]"),
        ("Forbidden: bot was blocked by the user", "Forbidden: bot was blocked by the user"),
        (["a", {"b": "cô Lan", "text": "xong"}], ["a", {"b": HIDDEN, "text": HIDDEN}]),
        (12, 12),
        (True, True),
        (None, None),
    ],
)
def test_by_value(value: object, shown: object) -> None:
    assert redacted(what=value) == {"what": shown}


def test_by_key() -> None:
    assert redacted(text="xong V12", name="Lan", token="x", kind="digest") == {  # noqa: S106 - made up
        "text": HIDDEN,
        "name": HIDDEN,
        "token": HIDDEN,
        "kind": "digest",
    }


def test_what_was_opened_later_is_hidden_too() -> None:
    token = "1459232241454765289:made-up_for-this-test"  # noqa: S105 - made up
    before = Redactor(set())
    hide([token, token.partition(":")[2], ""])
    event = before(None, "", {"what": f"the part {token.partition(':')[2]} alone", "plain": "a"})
    assert event == {"what": "the part [hidden] alone", "plain": "a"}


def test_every_secret_of_the_settings_is_known() -> None:
    given = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_PROXY": "http://a:b@c:1",
        "NHACVIEC_DATABASE_URL": "postgresql://u:pw-of-db@h/d",
    }
    assert secrets_of(Settings.model_validate(given)) == {TOKEN, "http://a:b@c:1", "pw-of-db"}


def test_of_an_exception_only_its_kind_and_places() -> None:
    try:
        try:
            raise KeyError("cô Lan")  # noqa: TRY301 - the point of the test
        except KeyError as error:
            raise ValueError("thầy Nam nói xong") from error
    except ValueError:
        event = without_words(None, "", {"event": "failed", "exc_info": True})
    assert (event["error"], event["cause"]) == ("ValueError", "KeyError")
    assert event["where"][-1].startswith("tests/test_logs.py:")
    assert "Nam" not in json.dumps(event)


PROGRAM = """
import logging, sys, threading, warnings
from nhacviec.logs import configure_logs
from nhacviec.settings import Settings
import structlog
given = {"TELEGRAM_BOT_TOKEN": "A_TOKEN", "NHACVIEC_LOG_LEVEL": "DEBUG"}
configure_logs(Settings.model_validate(given | {"NHACVIEC_LOG_FORMAT": sys.argv[1]}))
log = structlog.get_logger("x")
log.info("serving", bot=1)
logging.getLogger("httpx").warning('POST https://x/bot%s "xong roi co Lan"', "A_TOKEN")
logging.getLogger("apscheduler").error(f"job of co Lan failed")
warnings.warn("co Lan")
def fails():
    raise RuntimeError("co Lan")
thread = threading.Thread(target=fails); thread.start(); thread.join()
fails()
""".replace("A_TOKEN", TOKEN)


@pytest.mark.parametrize("form", ["json", "console"])
def test_libraries_and_crashes_say_where_and_no_more(form: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, form], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    said = done.stderr
    assert "co Lan" not in said
    assert TOKEN not in said
    for word in ("serving", "httpx", "apscheduler", "py.warnings", "thread_crashed", "crashed"):
        assert word in said
    if form == "json":
        lines = [json.loads(line) for line in said.splitlines()]
        assert lines[-1]["event"] == "crashed"
        assert lines[-1]["error"] == "RuntimeError"
        assert all(line["level"] for line in lines)


def test_an_error_of_the_database_quotes_no_values(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "some.sqlite"))
    database.write(lambda tx: tx.execute(text("CREATE TABLE said (who TEXT UNIQUE)")))
    twice = text("INSERT INTO said VALUES (:who), (:who)")
    with pytest.raises(DBAPIError) as caught:
        database.write(lambda tx: tx.execute(twice, {"who": "cô Lan"}))
    database.close()
    assert "cô Lan" not in str(caught.value)

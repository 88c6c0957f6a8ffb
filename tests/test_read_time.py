"""`nhacviec read time` answers as the design says, and names the field it cannot read."""

import io
import json
from typing import Any

import pytest
from typer.testing import CliRunner

from nhacviec.cli import app
from nhacviec.read.lines import BadCaseError, answer_lines
from nhacviec.read.time import answer

CASE = {"phrase": "6/2025", "school_year": "2024-2025", "today": "2024-09-05", "context": "plan"}


def test_a_phrase_is_answered() -> None:
    assert answer(CASE) == {
        "status": "ok",
        "kind": "month",
        "occurrences": [["2025-06-01", "2025-06-30"]],
        "rrule": None,
        "time": None,
        "alternatives": [],
        "explain": "hiểu là: từ Chủ nhật 01/06/2025 đến hết thứ Hai 30/06/2025; "
        "ghi tháng nên lấy ngày cuối tháng",
    }


def test_what_recurs_is_answered_with_its_period() -> None:
    answered = answer({**CASE, "phrase": "14h thứ Năm hằng tuần"})
    assert answered["occurrences"] == [["2024-09-05", "2025-05-31"]]
    assert (answered["rrule"], answered["time"]) == ("FREQ=WEEKLY;BYDAY=TH", "14:00")


def test_a_choice_is_answered_with_the_others() -> None:
    answered = answer({**CASE, "phrase": "tháng 9, 10"})
    assert answered["status"] == "ambiguous"
    assert answered["alternatives"] == [
        {
            "occurrences": [["2024-09-01", "2024-09-30"], ["2024-10-01", "2024-10-31"]],
            "rrule": None,
        }
    ]


def test_a_case_without_a_context_is_a_plan() -> None:
    without = {key: value for key, value in CASE.items() if key != "context"}
    assert answer(without) == answer(CASE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phrase", None),
        ("phrase", 5),
        ("school_year", None),
        ("school_year", "2024"),
        ("school_year", "2024-2026"),
        ("school_year", "0001-0002"),
        ("today", None),
        ("today", "05/09/2024"),
        ("today", "2024-02-30"),
        ("context", "email"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(name: str, value: Any) -> None:
    with pytest.raises(BadCaseError) as refused:
        answer_lines([json.dumps(CASE), json.dumps({**CASE, name: value})], answer, io.StringIO())
    assert (refused.value.name, refused.value.line) == (name, 2)


def test_the_command_streams_and_keeps_the_order() -> None:
    phrases = ["6/2025", "thường xuyên", "31/02/2025"]
    feed = "".join(json.dumps({**CASE, "phrase": phrase}) + "\n" for phrase in phrases)
    run = CliRunner().invoke(app, ["read", "time"], input=feed)
    assert run.exit_code == 0
    kinds = [json.loads(line)["kind"] for line in run.stdout.splitlines()]
    assert kinds == ["month", "undated", "invalid"]


def test_the_command_says_what_it_cannot_read() -> None:
    run = CliRunner().invoke(app, ["read", "time"], input='{"phrase": "6/2025"}\n')
    assert run.exit_code == 2
    assert "Dòng 1:" in run.stderr
    assert "«school_year»" in run.stderr

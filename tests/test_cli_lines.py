"""`nhacviec read` streams: an answer a line, in order, and says which line it cannot read."""

import io

import pytest

from nhacviec.read.lines import UnreadableLineError, answer_lines


def test_answers_keep_the_order_and_skip_blank_lines() -> None:
    out = io.StringIO()
    answer_lines(['{"n": 1}', "", '{"n": "ệ"}'], lambda case: {"got": case["n"]}, out)
    assert out.getvalue() == '{"got": 1}\n{"got": "ệ"}\n'


@pytest.mark.parametrize("line", ["không phải", "[1]"])
def test_a_line_that_is_no_object_is_named(line: str) -> None:
    with pytest.raises(UnreadableLineError, match="2"):
        answer_lines(['{"n": 1}', line], lambda case: case, io.StringIO())

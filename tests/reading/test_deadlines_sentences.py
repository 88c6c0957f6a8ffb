"""In a sentence of chat, the deadline is found and nothing else is taken for one."""

import unicodedata

import pytest

from plan.deadlines import Frame, find_deadline, read_deadline
from tests.reading.cases import sentence_cases, verdict
from tests.reading.time_free import lines


@pytest.mark.parametrize(("sentence", "said", "wanted"), list(sentence_cases()))
def test_the_deadline_of_a_sentence_is_found(
    sentence: str, said: str, wanted: str, chat: Frame
) -> None:
    found = find_deadline(sentence, chat)
    assert found is not None
    assert verdict(found.reading, wanted) == ""
    if said:
        assert [sentence[first:last] for first, last in found.ranges] == said.split(" … ")


def test_ranges_are_those_of_the_text_as_it_came(chat: Frame) -> None:
    sentence = unicodedata.normalize("NFD", "giao cô Lan nộp báo cáo trước thứ Sáu nhé")
    found = find_deadline(sentence, chat)
    assert found is not None
    ((first, last),) = found.ranges
    assert unicodedata.normalize("NFC", sentence[first:last]) == "trước thứ Sáu"


def test_lines_without_time_have_no_date(chat: Frame) -> None:
    free = list(lines())
    assert len(set(free)) >= 1000
    assert [line for line in free if find_deadline(line, chat) is not None] == []


def test_lines_without_time_are_never_acted_on(plan: Frame, chat: Frame) -> None:
    dated = [
        line
        for line in lines()
        for frame in (plan, chat)
        if (reading := read_deadline(line, frame)).is_certain and reading.spans
    ]
    assert dated == []

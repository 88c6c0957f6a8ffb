"""The same phrase typed in another way is read the same or asked about, never wrongly."""

import re
import unicodedata
from collections.abc import Callable

import pytest

from plan.deadlines import Frame, read_deadline
from tests.reading.cases import phrase_cases, public_cases

Typed = Callable[[str], str]


def without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def swap(pattern: str, to: str) -> Typed:
    return lambda text: re.sub(pattern, to, text)


WAYS: dict[str, Typed] = {
    "no accents": without_accents,
    "no accents, capitals": lambda text: without_accents(text).upper(),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "small letters": str.lower,
    "each word with a capital": str.title,
    "wide spaces": lambda text: "  " + text.replace(" ", "   ") + " ",
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "a space around /": swap(r"(?<=\d)/(?=\d)", " / "),
    "no space around -": lambda text: text.replace(" - ", "-"),
    "a long dash": lambda text: text.replace("-", "—"),
    "a spaced dash": lambda text: text.replace("-", " – "),
    "dots in dates": swap(r"(\d+)/(\d+)/(\d{4})", r"\1.\2.\3"),
    "dashes in dates": lambda text: (
        text if "-" in text else re.sub(r"\b(\d{1,2})/(\d{1,2})/(\d{4})", r"\1-\2-\3", text)
    ),
    "hàng for hằng": lambda text: text.replace("hằng", "hàng").replace("Hằng", "Hàng"),
    "kì for kỳ": lambda text: text.replace("kỳ", "kì"),
    "g for h": swap(r"(\d+)h", r"\1g"),
    "giờ for h": swap(r"(\d+)h(?!\d)", r"\1 giờ"),
    "politely": lambda text: text + " ạ",
    "with a full stop": lambda text: text + ".",
    "with a label": lambda text: "Thời gian: " + text,
    "no leading zeros": swap(r"(?<!\d)0(\d)(?=[/.-])", r"\1"),
    "leading zeros": swap(r"(?<![\d.,])([1-9])(?=/)", r"0\1"),
    "l for 1": swap(r"(?<=\d)1(?=/)", "l"),
}
SAME_AT_LEAST = 0.95


def phrases() -> list[tuple[str, Frame]]:
    own = [(case.phrase, case.frame) for case in phrase_cases()]
    return own + [(case["phrase"], frame) for case, frame in public_cases()]


@pytest.mark.parametrize("way", WAYS)
def test_another_way_of_typing_changes_no_reading(way: str) -> None:
    wrong = []
    same = changed = 0
    for phrase, frame in phrases():
        typed = WAYS[way](phrase)
        if typed == phrase:
            continue
        one, other = read_deadline(phrase, frame), read_deadline(typed, frame)
        changed += 1
        if (one.spans, one.rrule, one.at) == (other.spans, other.rrule, other.at):
            same += one.is_certain == other.is_certain
        elif other.is_certain:
            wrong.append((typed, other.spans))
    assert wrong == []
    assert same >= SAME_AT_LEAST * changed

"""The tables of words agree with themselves and with the grammar that uses them."""

import re
import tomllib
from pathlib import Path

import pytest

from plan.deadlines.folding import fold, plain
from plan.deadlines.lexing import lex

TABLES = Path(__file__).parents[2] / "plan/deadlines"
WORDS = tomllib.loads((TABLES / "words.toml").read_text("utf-8"))
FORMS = WORDS["forms"]
ONLY_SPELT = {"word", "five", "five_or_do", "one_or_later", "from_or_four", "after_or_next"} | {
    "to_or_evening"
}
KINDS = {name: table for name, table in WORDS.items() if name not in {"forms", "nouns"}}


def test_a_word_has_one_meaning_or_its_spellings_are_told_apart() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for kind, table in KINDS.items():
        for value, names in table.items():
            for name in names:
                word = plain(name)
                assert seen.setdefault(word, (kind, value)) == (kind, value) or word in FORMS


def test_spellings_belong_to_their_word() -> None:
    for word, spellings in FORMS.items():
        for spelling in spellings:
            form, _, said = spelling.partition(" = ")
            assert form == "*" or plain(form) == word
            assert not said or said.split()[0] in {*KINDS, *ONLY_SPELT}


def test_every_kind_of_word_is_used_by_the_grammar() -> None:
    source = "".join(path.read_text("utf-8") for path in TABLES.glob("*.py"))
    assert {kind for kind in KINDS if f'"{kind}"' not in source} <= {"polite", "minute", "roughly"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("tuần", ["week"]),
        ("thầy Tuấn", ["word", "word"]),
        ("tuần lễ", ["week"]),
        ("Tuấn Lê", ["word", "word"]),
        ("thứ năm học", ["weekday", "year_or_five", "word"]),
        ("năm học", ["school_year"]),
        ("đi tới", ["word", "to_or_evening"]),
        ("tối", ["daytime"]),
        ("tôi", ["word"]),
        ("l2/2O24", ["num", "slash", "num"]),
        ("16h30", ["num", "hour", "num"]),
        ("->", ["arrow"]),
        ("học kỳ II", ["semester", "roman"]),
    ],
)
def test_words_are_told_apart_by_their_accents(text: str, kinds: list[str]) -> None:
    line = lex(fold(text))
    assert line.kinds[: line.size] == kinds


def test_look_alikes_beside_digits_are_digits() -> None:
    assert lex(fold("l2/2O24")).values[:3] == [12, 0, 2024]


def test_a_plain_text_keeps_its_length() -> None:
    text = "Thứ Sáu – 20/11: «Nhà giáo» ½ ß Ｏ１ 🙂 đĐ"
    folded = fold(text)
    assert len(folded.plain) == len(folded.typed) == len(text)
    assert re.search("thu sau - 20/11", folded.plain)


def test_hidden_letters_and_loose_marks_are_composed_and_placed() -> None:
    text = "tha\u0301ng\u200b 9"
    folded = fold(text)
    assert folded.typed == "tháng 9"
    assert text[folded.place(6)] == "9"

"""The sets of criteria: found by name or by the school year, titles by number."""

import pytest

from plan.criteria import (
    criteria_set,
    criteria_sets,
    named_set,
    set_in_force,
    suggested_criteria,
)


def test_both_circulars_are_known() -> None:
    assert [known.code for known in criteria_sets()] == ["18/2018/TT-BGDĐT", "57/2026/TT-BGDĐT"]
    assert [len(known.standards) for known in criteria_sets()] == [5, 4]
    assert criteria_sets()[0].levels == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thông tư số 18/2018/TT-BGDĐT ngày 22/8/2018", "18/2018/TT-BGDĐT"),
        ("theo TT 57/2026", "57/2026/TT-BGDĐT"),
        ("Thông tư 57/2026 thay Thông tư 18/2018", "57/2026/TT-BGDĐT"),
        ("Thông tư số 19/2018/TT-BGDĐT", "19/2018/TT-BGDĐT"),
        ("Nghị định 18/2018/NĐ-CP; ngày 5/18/2018; 118/2018", ""),
        ("", ""),
    ],
)
def test_named_set(text: str, code: str) -> None:
    assert named_set(text) == code


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (2017, ""),
        (2024, "18/2018/TT-BGDĐT"),
        (2025, "18/2018/TT-BGDĐT"),
        (2026, "57/2026/TT-BGDĐT"),
    ],
)
def test_set_in_force(year: int, code: str) -> None:
    assert set_in_force(year) == code


def test_titles() -> None:
    known = criteria_set("18/2018/TT-BGDĐT")
    assert known is not None
    assert known.standard_title("5") == "Hoạt động giáo dục và kết quả giáo dục"
    assert known.standard_title("9") == ""
    assert known.standards["1"].criteria["1.5"] == "Lớp học"
    assert criteria_set("19/2018/TT-BGDĐT") is None


def test_what_is_suggested_exists_in_both_sets() -> None:
    old, new = criteria_sets()
    offered = suggested_criteria(old.code, new.code)
    assert offered["1.6"] == "1.3"
    for before, after in offered.items():
        assert old.criterion_title(before), before
        assert new.criterion_title(after), after
    # Those fit several criteria of the new set or none: they are left to the school.
    numbers = {number for standard in old.standards.values() for number in standard.criteria}
    assert numbers - offered.keys() == {"1.5", "1.7", "1.8"}


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    old, new = criteria_sets()
    assert suggested_criteria(new.code, old.code) == {}
    assert suggested_criteria("19/2018/TT-BGDĐT", new.code) == {}
    assert suggested_criteria(old.code, old.code) == {}

"""Sources of money: one name for the many ways they are written."""

import pytest

from plan.sources import same_source, source_name, split_source


@pytest.mark.parametrize("text", ["XHH", "xã hội hoá", "xã hội hóa", "xa hoi hoa", "Tài trợ"])
def test_one_source_has_one_name(text: str) -> None:
    assert source_name(text) == "xã hội hóa"
    assert same_source(text, "xhh")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mua cây nguồn XHH", ("mua cây", "XHH")),
        ("nguồn ngân sách", ("", "ngân sách")),
        ("mua cây", ("mua cây", "")),
        ("quỹ Đoàn", ("", "quỹ Đoàn")),
        ("in tài liệu từ nguồn quỹ lớp 10A1", ("in tài liệu", "quỹ lớp 10A1")),
        ("", ("", "")),
    ],
)
def test_what_for_and_from_where(text: str, wanted: tuple[str, str]) -> None:
    assert split_source(text) == wanted


def test_a_source_nobody_knows_stays_as_written() -> None:
    assert source_name("  quỹ  khuyến học ") == "quỹ khuyến học"
    assert not same_source("quỹ khuyến học", "XHH")

"""Money cells: the amount in dong, its source, and what is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.budget import MoneyDoubt, header_unit, read_budget
from tests.reading.public import decomposed, plan_rows, without_marks

MILLION = 1_000_000

PLAIN = [
    ("10 tr", 10 * MILLION, ""),
    ("1,5 tr", 1_500_000, ""),
    ("1.5 tr", 1_500_000, ""),
    ("10.5 triệu", 10_500_000, ""),
    ("10.000.000đ", 10 * MILLION, ""),
    ("10 000 000 đồng", 10 * MILLION, ""),
    ("10000000", 10 * MILLION, ""),
    ("XHH 50tr", 50 * MILLION, "XHH"),
    ("Xã hội hóa 50 tr", 50 * MILLION, "Xã hội hóa"),
    ("100 tr từ ngân sách cấp công tác đào tạo", 100 * MILLION, "ngân sách cấp công tác đào tạo"),
    ("200 tr (nguồn Sở cấp)", 200 * MILLION, "Sở cấp"),
    ("100 triệu đồng từ nguồn ngân sách nhà nước", 100 * MILLION, "ngân sách nhà nước"),
    ("Nguồn chi thường xuyên: 15 tr", 15 * MILLION, "chi thường xuyên"),
    ("5 tr từ quỹ 26/3", 5 * MILLION, "quỹ 26/3"),
    ("10 triệu (Mười triệu đồng)", 10 * MILLION, ""),
    ("20 triệu", 20 * MILLION, ""),
    ("1 tỷ 200 triệu", 1_200 * MILLION, ""),
    ("1 tỷ 2", 1_200 * MILLION, ""),
    ("1,2 tỷ", 1_200 * MILLION, ""),
    ("2 triệu rưỡi", 2_500_000, ""),
    ("1tr5", 1_500_000, ""),
    ("15tr500", 15_500_000, ""),
    ("500k", 500_000, ""),
    ("200 nghìn", 200_000, ""),
    ("2 trăm triệu", 200 * MILLION, ""),
    ("khoảng 10 tr", 10 * MILLION, ""),
    ("10 tr năm 2025", 10 * MILLION, ""),
    ("8tr", 8 * MILLION, ""),
    ("Không", 0, ""),
    ("0 đồng", 0, ""),
    ("", None, ""),
    ("-", None, ""),
    ("Theo thực tế", None, "Theo thực tế"),
]


@pytest.mark.parametrize(("cell", "amount", "source"), PLAIN)
def test_an_amount_and_its_source(cell: str, amount: int | None, source: str) -> None:
    budget = read_budget(cell)
    assert (budget.amount, budget.source, budget.doubt) == (amount, source, MoneyDoubt.NONE)


@pytest.mark.parametrize(("cell", "amount", "source"), PLAIN)
def test_marks_and_case_do_not_matter(cell: str, amount: int | None, source: str) -> None:
    assert read_budget(without_marks(cell)).amount == amount
    assert read_budget(cell.upper()).amount == amount
    assert read_budget(decomposed(cell)).source == source


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("10", MILLION, 10 * MILLION),
        ("1,5", MILLION, 1_500_000),
        ("50 (XHH)", MILLION, 50 * MILLION),
        ("10.000", 1_000, 10 * MILLION),
        ("10.000.000", 1, 10 * MILLION),
        ("10 tr", 1_000, 10 * MILLION),
        ("0", MILLION, 0),
        ("", MILLION, None),
    ],
)
def test_the_header_gives_the_unit(cell: str, unit: int, amount: int | None) -> None:
    assert read_budget(cell, unit).amount == amount


@pytest.mark.parametrize(
    ("cell", "unit", "amount", "doubt"),
    [
        ("5-10 tr", None, None, MoneyDoubt.RANGE),
        ("5 đến 10 triệu", None, None, MoneyDoubt.RANGE),
        ("5tr - 10tr", None, None, MoneyDoubt.RANGE),
        ("50 tr ngân sách, 20 tr XHH", None, 70 * MILLION, MoneyDoubt.SEVERAL),
        ("500.000đ/lớp", None, None, MoneyDoubt.EACH),
        ("mỗi lớp 500k", None, None, MoneyDoubt.EACH),
        ("5 tr x 2", None, None, MoneyDoubt.EACH),
        ("trên 10 tr", None, 10 * MILLION, MoneyDoubt.ABOUT),
        ("10.000.000", MILLION, 10 * MILLION, MoneyDoubt.UNIT),
        ("1,250 tr", None, 1_250 * MILLION, MoneyDoubt.UNIT),
        ("10", None, None, MoneyDoubt.UNREAD),
        ("2024", None, None, MoneyDoubt.UNREAD),
        ("12 GV", MILLION, None, MoneyDoubt.UNREAD),
        ("theo QĐ 12/2024", MILLION, None, MoneyDoubt.UNREAD),
    ],
)
def test_what_is_asked(cell: str, unit: int | None, amount: int | None, doubt: MoneyDoubt) -> None:
    budget = read_budget(cell, unit)
    assert (budget.amount, budget.doubt) == (amount, doubt)


def test_two_sources_keep_their_amounts() -> None:
    for cell in (
        "Ngân sách 50 tr, XHH 20 tr",
        "50 tr (Ngân sách), 20 tr (XHH)",
        "Tổng 70 tr (Ngân sách 50 tr, XHH 20 tr)",
    ):
        parts = [(part.amount, part.source) for part in read_budget(cell).parts]
        assert parts == [(50 * MILLION, "Ngân sách"), (20 * MILLION, "XHH")], cell
        assert read_budget(cell).amount == 70 * MILLION


def test_a_range_keeps_both_ends() -> None:
    assert [part.amount for part in read_budget("5-10 tr").parts] == [5 * MILLION, 10 * MILLION]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Dự kiến kinh phí (triệu đồng)", MILLION),
        ("KINH PHÍ (TRIỆU ĐỒNG)", MILLION),
        ("KP (tr.đ)", MILLION),
        ("Kinh phí (nghìn đồng)", 1_000),
        ("ĐVT: 1.000đ", 1_000),
        ("Kinh phí (đồng)", 1),
        ("Kinh phí (VNĐ)", 1),
        ("Dự toán (tỷ đồng)", 1_000 * MILLION),
        ("Kinh phí", None),
        ("Nguồn lực", None),
        ("Nội dung công việc", None),
    ],
)
def test_header_units(header: str, unit: int | None) -> None:
    assert header_unit(header) == unit


def test_the_money_of_the_real_plan() -> None:
    rows = plan_rows()
    read = [read_budget(row["budget"], MILLION) for row in rows]
    amounts = [budget.amount for budget in read if budget.amount is not None]
    assert (len(amounts), sum(amounts)) == ((14, 945 * MILLION) if rows else (0, 0))
    assert all(not budget.doubt for budget in read)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from([None, 1, 1_000, MILLION]))
def test_any_text_is_read(cell: str, unit: int | None) -> None:
    amount = read_budget(cell, unit).amount
    assert amount is None or amount >= 0


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789.,-/ trđktỷxvà()", max_size=40))
def test_any_string_of_money_signs_is_read(cell: str) -> None:
    read_budget(cell)
    header_unit(cell)


@given(st.integers(min_value=10_000, max_value=10**13))
def test_every_amount_reads_back(dong: int) -> None:
    written = f"{dong:,}".replace(",", ".")
    assert read_budget(f"{written} đồng").amount == dong

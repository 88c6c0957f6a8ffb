"""Which rows of two plans are offered as one work."""

import pytest

from plan.same_work import Work, same_works


@pytest.mark.parametrize(
    ("new", "known", "alike"),
    [
        ("Bổ sung sách tham khảo cho thư viện", "Bổ sung sách tham khảo cho thư viện", True),
        ("Bổ sung sách tham khảo thư viện", "Bổ sung sách tham khảo cho thư viện", True),
        ("BO SUNG SACH THAM KHAO CHO THU VIEN", "Bổ sung sách tham khảo cho thư viện", True),
        ("Thi nghề khối 10", "Thi nghề khối 11", False),
        ("Họp cha mẹ học sinh đầu năm", "Họp hội đồng trường đầu năm", False),
        ("Kiểm kê tài sản", "Bổ sung sách tham khảo cho thư viện", False),
        ("", "", False),
    ],
)
def test_what_is_alike(new: str, known: str, alike: bool) -> None:  # noqa: FBT001 - a table of cases
    assert bool(same_works([Work(1, new)], [Work(2, known)])) is alike


def test_each_task_is_in_one_pair_the_likest_first() -> None:
    new = [Work(1, "Bổ sung sách tham khảo thư viện"), Work(2, "Bổ sung sách tham khảo")]
    known = [Work(7, "Bổ sung sách tham khảo"), Work(8, "Bổ sung sách tham khảo thư viện")]
    assert same_works(new, known) == [(1, 8), (2, 7)]

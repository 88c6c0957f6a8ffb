"""Lists of pupils, found by their shape."""

from datetime import date

import pytest

from plan.sensitive import names_pupils, pupil_lines

TODAY = date(2024, 12, 2)


def test_a_list_of_pupils_is_seen() -> None:
    listed = [f"{n} Nguyễn Văn An {n:02d}/03/2009 10A1" for n in range(1, 5)]
    assert pupil_lines(listed, TODAY) == 4
    by_class = ["Học sinh Trần Thị Bình lớp 11B2, giải ba"] * 3
    assert pupil_lines(by_class, TODAY) == 3


def test_a_plan_with_teachers_and_days_is_none() -> None:
    plan = [
        "1.1 Xây dựng kế hoạch Nguyễn Hoài Nam 31/12/2024",
        "Thi học sinh giỏi lớp 12 Cô Đào 15/11/2024",
        "Cô Lê Thị Hà chủ nhiệm 10A1 nộp sổ 05/12/2024",
        "Bồi dưỡng học sinh giỏi khối 12A1 TTCM",
    ]
    assert pupil_lines(plan * 3, TODAY) == 0
    assert pupil_lines(["An Nguyễn Văn 01/03/2009"], TODAY) == 0


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("danh-sach-hoc-sinh-10A1.xlsx", True),
        ("DS HS gioi.docx", True),
        ("bảng điểm HKI.xlsx", True),
        ("học bạ.pdf", True),
        ("danh sách giáo viên.xlsx", False),
        ("ke-hoach-cai-tien.docx", False),
    ],
)
def test_a_file_says_by_its_name(name: str, is_one: bool) -> None:  # noqa: FBT001 - what is expected
    assert names_pupils(name) is is_one

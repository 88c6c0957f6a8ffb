"""Owner cells: who is named, in which part, and what is asked before anybody is reminded."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhacviec.read.owners import answer
from plan.owners import OwnerDoubt, OwnersReading, read_owners
from tests.reading.public import cases, decomposed, spaced_out, without_marks

PUBLIC = cases("owners.jsonl")

# cell | owners as role:person[unit]xcount/part (count 1 and lead left out) | asked
OWN = """
Phó hiệu trưởng phụ trách chuyên môn | PHT_CM
P.HT (CSVC) | PHT_CSVC
P. Hiệu trưởng | PHT | ask
HT, PHT | HT; PHT
Hiệu trưởng, các Phó hiệu trưởng | HT; PHT
Các PHT | PHT
Ban giám hiệu, tổ trưởng chuyên môn, giáo viên | BGH; TTCM; GV
HT – Chủ tịch Hội đồng tự đánh giá | HT; HD_TDG
Hiệu trưởng - Bí thư chi bộ | HT; BI_THU_CB
Phó HT, kế toán, bảo vệ | PHT; KT; BV
H.Trưởng, P.H.Trưởng | HT; PHT
HT.KT | HT; KT
HT & CTCĐ | HT; CTCD
HT, KT, | HT; KT
Kế toán + Thủ quỹ | KT; TQ/support
Kế toán - Thủ quỹ | KT; TQ
Thư viện - thiết bị | TV; TB
Đoàn - Đội | DOAN; TPT
Cán bộ thư viện | TV
GV phụ trách thư viện | TV
Y tế học đường | YT
Thủ quỹ kiêm văn thư | TQ; VT
Kế toán trưởng | KT
CĐCS, ĐTN, TTCM | CD; DOAN; TTCM
BTĐTN | BT_DOAN
BCH CĐ, TTND | BCH_CD; TTND
Hội đồng TĐ-KT | HD_TDKT
TDG | HD_TDG
Thư ký HĐ TĐG | THU_KY_TDG
Nhóm công tác 1 | NHOM_TDG[1]
Chủ tịch HĐT | HDT
Tổ trưởng VP | TO_VP
Ban nữ công | NU_CONG
Hội cha mẹ học sinh, nhà trường | BDD_CMHS; BGH
Tất cả GV | GV
CB-GV-NV | TOAN_TRUONG | ask
Toàn thể CBQL-GV-NV | TOAN_TRUONG | ask
CBQL, GV, NV | CBQL; GV; NV | ask
Cả trường | TOAN_TRUONG | ask
Tổ Toán - Tin | TO_CM[Toán - Tin]
Tổ Sử - Địa - GDCD | TO_CM[Sử - Địa - GDCD]
Tổ Toán-Tin, tổ Lý - CN | TO_CM[Toán-Tin]; TO_CM[Lý - CN]
Các tổ Toán, Văn, Anh | TO_CM[Toán]; TO_CM[Văn]; TO_CM[Anh]
Tổ Toán, Văn | TO_CM[Toán]; TO_CM[Văn] | ask
Tổ KHTN/KHXH | TO_CM[KHTN]; TO_CM[KHXH] | ask
Tổ ra đề | TO_CM[ra đề] | ask
Tổ trưởng tổ Ngữ văn | TTCM[Ngữ văn]
TTCM (Toán, Lý) | TTCM[Toán]; TTCM[Lý]
Tổ trưởng các tổ chuyên môn | TTCM
TT tổ Văn, TP tổ Anh | TTCM[Văn]; TPCM[Anh]
GV Lý, Hóa, Sinh | GV[Lý]; GV[Hóa]; GV[Sinh]
GVBM Thể dục | GVBM[Thể dục]
GV tổ Toán | GV[Toán]
HT, PHT, TTCM, GV các tổ | HT; PHT; TTCM; GV
GVCN 10A1 | GVCN[10A1]
GVCN lớp 10A1, 10A2 | GVCN[10A1]; GVCN[10A2]
GVCN khối 10, 11 và 12 | GVCN[khối 10]; GVCN[khối 11]; GVCN[khối 12]
GVCN lớp 12 | GVCN[khối 12]
GVCN K12 | GVCN[khối 12]
GVCN các lớp | GVCN
GVCN lớp 9A, 9B và GVBM | GVCN[9A]; GVCN[9B]; GVBM
GV dạy lớp 10, 11 | GV[khối 10]; GV[khối 11]
Chủ trì: HT; Phối hợp: TTCM, GVCN | HT; TTCM/support; GVCN/support
- Chủ trì: Đoàn trường\\n- Phối hợp: GVCN, Ban ĐDCMHS | DOAN; GVCN/support; BDD_CMHS/support
HT chủ trì, phối hợp với CĐ, ĐTN | HT; CD/support; DOAN/support
HT chủ trì cùng Đoàn | HT; DOAN/support
Đoàn thanh niên phối hợp GVCN thực hiện | DOAN; GVCN/support
GVBM, GVCN; Đoàn trường phối hợp | GVBM; GVCN; DOAN/support
HT (chủ trì), KT, TTCM (phối hợp) | HT; KT; TTCM/support
HT (chỉ đạo), TTCM (thực hiện) | HT/oversee; TTCM
BGH chỉ đạo; TTCM, GV thực hiện | BGH/oversee; TTCM; GV
HT chỉ đạo TTCM thực hiện | HT/oversee; TTCM
HT: chỉ đạo chung; KT: phụ trách; TTCM: phối hợp | HT/oversee; KT; TTCM/support
HT phụ trách chung, PHT phụ trách chuyên môn | HT/oversee; PHT_CM
PHT chỉ đạo, TTCM thực hiện | PHT/oversee; TTCM | ask
TTCM, GVBM dưới sự chỉ đạo của HT | TTCM; GVBM; HT/oversee
Kế toán tham mưu Hiệu trưởng | KT/advise; HT
TTCM tham mưu cho BGH | TTCM/advise; BGH
HT tham mưu UBND xã | HT/advise; UBND_XA | ask
Kế toán tham mưu | KT/advise | ask
Do TTCM thực hiện | TTCM
Giao PHT phụ trách CSVC | PHT_CSVC
NV y tế phối hợp trạm y tế xã | YT; TRAM_YT/support
Sở GD&ĐT, nhà trường | SO_GDDT; BGH | ask
Công an xã phối hợp nhà trường | CONG_AN_XA; BGH/support | ask
Học sinh | HS | ask
GVCN, HS | GVCN; HS
HT/KT | HT; KT | ask
HT hoặc KT | HT; KT | ask
03 GV | GVx3 | ask
hai giáo viên | GVx2 | ask
GV: 02 người | GVx2 | ask
GV (2 người) | GVx2 | ask
02 GV tổ Toán | GV[Toán]x2 | ask
1 PHT, 2 TTCM | PHT; TTCMx2 | ask
Nguyễn Văn A (Kế toán) | KT:Nguyễn Văn A
PHT Nguyễn Văn A | PHT:Nguyễn Văn A
HT: Nguyễn Văn A | HT:Nguyễn Văn A
Đồng chí Nguyễn Văn A - Bí thư Đoàn trường | BT_DOAN:Nguyễn Văn A
Nguyễn Văn A, Trần Thị B | :Nguyễn Văn A; :Trần Thị B
Thầy Lê Văn Hùng (TTCM tổ Toán), cô Trần Thị Lan (VT) | TTCM:Lê Văn Hùng[Toán]; VT:Trần Thị Lan
Đoàn Văn Hậu | :Đoàn Văn Hậu
Lê Văn Đoàn - TTCM | TTCM:Lê Văn Đoàn
Đặng T.Ngọc Yến | :Đặng T.Ngọc Yến
đ/c Hiệu trưởng | HT
Cô Thư viện | TV
Cô Lan | :Lan | ask
T. Hùng, C. Lan | :Hùng; :Lan | ask
Lan, Hùng | :Lan; :Hùng | ask
Cô Lan (GVCN 10A1) | GVCN:Lan[10A1] | ask
Thầy Nam tổ Toán | :Nam[Toán] | ask
Thầy Hùng, cô Lan (tổ Toán) | :Hùng[Toán]; :Lan[Toán] | ask
PHT: thầy Hùng, cô Mai | PHT:Hùng; PHT:Mai | ask
Các đ/c: Lan, Hùng | :Lan; :Hùng | ask
Thầy Đoàn | :Đoàn | ask
nguyen van a - ke toan | KT:Nguyen Van A | ask
Hiệu tưởng | HT
Hiệutrưởng | HT
Giáo vên | GV
Kế\\ntoán, Thủ\\nquỹ | KT; TQ
+ HT + GVCN | HT; GVCN
• Hiệu trưởng • Kế toán | HT; KT
a) HT\\nb) KT | HT; KT
-nt- | SAME_AS_ABOVE
Như trên | SAME_AS_ABOVE
" | SAME_AS_ABOVE
- | UNKNOWN | ask
GV phụ trách | GV | ask
HT và các đồng chí được phân công | HT; UNKNOWN | ask
HT, các bộ phận liên quan | HT; UNKNOWN | ask
Bí thư | BI_THU_CB | ask
Các thành viên Hội đồng TĐG | HD_TDG
Toàn trường (HT chỉ đạo) | TOAN_TRUONG; HT/oversee | ask
BGH phụ trách chung; TTCM phụ trách | BGH/oversee; TTCM
HT, PHT phụ trách CSVC, kế toán | HT; PHT_CSVC; KT
Kế toán, phối hợp: thủ quỹ, văn thư | KT; TQ/support; VT/support
BGH chỉ đạo chung, Đoàn trường thực hiện, GVCN phối hợp | BGH/oversee; DOAN; GVCN/support
Công đoàn chủ trì, các tổ công đoàn phối hợp | CD; CD/support
Nhóm công tác 1, 2, 3 | NHOM_TDG[1]; NHOM_TDG[2]; NHOM_TDG[3]
Ban chỉ đạo phòng chống dịch | UNKNOWN | ask
HT ủy quyền KT | HT; KT | ask
Cô Lan - ĐT 0912.345.678 | :Lan | ask
"""


def table() -> list[tuple[str, str, str]]:
    rows = [line.split(" | ") for line in OWN.strip().splitlines()]
    return [(row[0].replace("\\n", "\n"), row[1], "ask" if row[2:] else "") for row in rows]


def said(reading: OwnersReading) -> str:
    """Write a reading the way the table does."""
    words = []
    for owner in reading.owners:
        person = f":{owner.person}" if owner.person else ""
        unit = f"[{owner.unit}]" if owner.unit else ""
        count = f"x{owner.count}" if owner.count and owner.count > 1 else ""
        part = "" if owner.part == "lead" else f"/{owner.part}"
        words.append(f"{owner.role}{person}{unit}{count}{part}")
    return "; ".join(words)


@pytest.mark.parametrize(("cell", "owners", "asked"), table())
def test_a_cell_says_who(cell: str, owners: str, asked: str) -> None:
    reading = read_owners(cell)
    assert (said(reading), reading.must_confirm) == (owners, bool(asked))


def key(part: dict[str, Any]) -> tuple[object, ...]:
    role = part.get("role") or part.get("title") or ""
    count = part.get("count") or 1
    return (role, part.get("person") or "", part.get("unit") or "", part["part"], count)


@pytest.mark.parametrize("case", PUBLIC, ids=lambda case: case["cell"])
def test_the_public_cells(case: dict[str, Any]) -> None:
    got = answer({"cell": case["cell"]})
    assert list(map(key, got["reading"])) == list(map(key, case["reading"]))
    assert got["must_confirm"] == bool(case.get("must_confirm"))


RETYPED: dict[str, Callable[[str], str]] = {
    "no marks": without_marks,
    "no marks, capitals": lambda cell: without_marks(cell).upper(),
    "no marks, small": lambda cell: without_marks(cell).lower(),
    "decomposed": decomposed,
    "capitals": str.upper,
    "small": str.lower,
    "spaced out": spaced_out,
}


def plain(reading: OwnersReading) -> list[tuple[object, ...]]:
    return sorted(
        (o.role, o.part, o.person.casefold(), o.unit.casefold(), o.count or 1)
        for o in reading.owners
    )


@pytest.mark.parametrize("way", RETYPED)
def test_a_cell_typed_in_another_way_is_the_same_or_asked(way: str) -> None:
    cells = [row[0] for row in table()] + [case["cell"] for case in PUBLIC]
    wrong = []
    for cell in cells:
        first, again = read_owners(cell), read_owners(RETYPED[way](cell))
        if plain(first) != plain(again) and not again.must_confirm:
            wrong.append((cell, said(again)))
    assert wrong == []


@pytest.mark.parametrize("way", ["no marks", "decomposed", "capitals", "spaced out"])
def test_most_cells_typed_in_another_way_are_still_understood(way: str) -> None:
    cells = [row[0] for row in table()]
    same = sum(
        [o.role for o in read_owners(cell).owners]
        == [o.role for o in read_owners(RETYPED[way](cell)).owners]
        for cell in cells
    )
    assert same >= 0.95 * len(cells)


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("", OwnerDoubt.NOBODY),
        ("02 GV", OwnerDoubt.COUNT_UNNAMED),
        ("cô Lan", OwnerDoubt.GIVEN_NAME),
        ("cô Mai Lan", OwnerDoubt.GIVEN_NAME),
        ("Tran Thi Lan", OwnerDoubt.NAME_WITHOUT_MARKS),
        ("PHT", OwnerDoubt.WHICH_DEPUTY),
        ("Toàn trường", OwnerDoubt.EVERYONE),
        ("Công an xã", OwnerDoubt.PUBLIC_BODY),
        ("HS", OwnerDoubt.LEARNER_ONLY),
        ("HT/KT", OwnerDoubt.EITHER),
        ("GV được phân công", OwnerDoubt.VAGUE),
        ("HT xyz", OwnerDoubt.UNREAD),
        ("Bí thư", OwnerDoubt.ROLE_GUESSED),
        ("Tổ Toán, Văn", OwnerDoubt.UNIT_GUESSED),
        ("HT KT", OwnerDoubt.SPLIT_GUESSED),
        ("HT duyệt", OwnerDoubt.PART_GUESSED),
        ("GVCN phối hợp", OwnerDoubt.NO_LEAD),
    ],
)
def test_each_doubt_is_named(cell: str, doubt: OwnerDoubt) -> None:
    assert doubt in read_owners(cell).doubts


def test_words_not_understood_are_kept_and_asked() -> None:
    reading = read_owners("Kế toán, ban cố vấn xyz")
    assert reading.must_confirm
    assert any("xyz" in words for words in reading.unread)
    assert [owner.role for owner in reading.owners] == ["KT", "UNKNOWN"]


@pytest.mark.parametrize(
    "cell",
    [
        "Cô Lan 0912345678",
        "Cô Lan (ĐT: 0912 345 678)",
        "Kế toán - 0912.345.678",
        "Thầy Nam, SĐT +84 912 345 678",
        "HT; 02963.123.456",
        "Văn thư lan@truong.edu.vn",
    ],
)
def test_phone_numbers_and_mail_are_never_kept(cell: str) -> None:
    kept = str(read_owners(cell))
    assert "912" not in kept
    assert "123" not in kept
    assert "@" not in kept
    assert read_owners(cell).unread == ()


@pytest.mark.parametrize("cell", ["HT, " * 800, "hiệu " * 800, "(" * 4000, "tổ Toán - " * 400])
def test_long_cells_end(cell: str) -> None:
    assert read_owners(cell).owners


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(cell: str) -> None:
    assert read_owners(cell).owners


WORDS = [
    "HT",
    "kế toán",
    "tổ",
    "Toán",
    "02",
    "GV",
    "cô",
    "Lan",
    "phối hợp",
    "chỉ đạo",
    "và",
    "lớp",
]
SIGNS = [" ", ", ", "; ", "\n", " - ", ": ", " (", ") ", "/", " + ", "."]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=9))
def test_any_string_of_office_words_is_read_alike_in_both_unicode_forms(
    pieces: list[tuple[str, str]],
) -> None:
    cell = "".join(word + sign for word, sign in pieces)
    assert read_owners(cell) == read_owners(unicodedata.normalize("NFD", cell))

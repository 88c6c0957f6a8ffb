"""The table of roles: what a roster's duty means, who receives, how a role is named."""

import tomllib
from importlib import resources

import pytest

from plan.owners import (
    find_role,
    find_roles,
    is_outside,
    is_single,
    kind_of,
    names_learner,
    read_owners,
    receiver_roles,
    roles,
    wider_role,
)
from plan.owners.tokens import tidy, tokenise
from tests.reading.public import plan_rows
from texts.roles import role_name


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("Tổ trưởng tổ Toán - Tin", ("TTCM", "Toán - Tin")),
        ("TT Sử-Địa", ("TTCM", "Sử-Địa")),
        ("Tổ phó chuyên môn tổ Văn", ("TPCM", "Văn")),
        ("GVCN 10A1", ("GVCN", "10A1")),
        ("Chủ nhiệm lớp 10A2", ("GVCN", "10A2")),
        ("P. Hiệu trưởng (CSVC)", ("PHT_CSVC", "")),
        ("Phó Hiệu trưởng", ("PHT", "")),
        ("Kế toán", ("KT", "")),
        ("Bí thư Đoàn trường", ("BT_DOAN", "")),
        ("Chủ tịch Công đoàn", ("CTCD", "")),
        ("Giáo viên Ngữ văn", ("GV", "Ngữ văn")),
        ("Tổ trưởng Văn phòng", ("TO_VP", "")),
        ("Thư ký hội đồng", ("THU_KY", "")),
        ("Tạp vụ", ("NV", "")),
        ("TPT Đội", ("TPT", "")),
        ("to truong to toan", ("TTCM", "Toán")),
    ],
)
def test_one_duty_of_a_roster(duty: str, role: tuple[str, str]) -> None:
    assert find_role(duty) == role


@pytest.mark.parametrize("duty", ["", "10A1", "abc", "Bí thư", "GV, CTCĐ", "Phó bí thư Đoàn"])
def test_no_duty_or_two_is_not_one(duty: str) -> None:
    assert find_role(duty) is None


def test_two_duties_are_both_found() -> None:
    assert find_roles("Tổ trưởng tổ Toán, GVCN 10A1") == (("TTCM", "Toán"), ("GVCN", "10A1"))


@pytest.mark.parametrize(
    ("role", "receivers"),
    [
        ("HT", ("HT",)),
        ("BGH", ("HT", "PHT", "PHT_CM", "PHT_CSVC")),
        ("TAI_VU", ("KT", "TQ")),
        ("DOAN", ("BT_DOAN",)),
        ("TO_CM", ("TTCM",)),
        ("CD", ("CTCD",)),
        ("HD_TDG", ("HT",)),
        ("CHI_BO", ("BI_THU_CB",)),
        ("TOAN_TRUONG", ("HT",)),
        ("UNKNOWN", ("HT",)),
        ("CONG_AN_XA", ("HT",)),
        ("HS", ()),
        ("SAME_AS_ABOVE", ()),
        ("NONSENSE", ()),
    ],
)
def test_whose_holders_get_the_message(role: str, receivers: tuple[str, ...]) -> None:
    assert receiver_roles(role) == receivers


def test_teachers_are_heads_and_form_teachers_too() -> None:
    assert {"TTCM", "TPCM", "GVBM", "GVCN"} < set(receiver_roles("GV"))
    assert "KT" in receiver_roles("NV")


def test_receivers_are_roles_that_somebody_can_hold() -> None:
    for role in roles():
        for receiver in receiver_roles(role):
            assert kind_of(receiver) in ("single", "several", "body"), role
            assert receiver_roles(receiver)[0] == receiver, role


def test_kinds() -> None:
    assert is_single("HT")
    assert not is_single("GV")
    assert is_outside("CMHS")
    assert not is_outside("CD")
    assert kind_of("NONSENSE") == ""
    assert wider_role("PHT_CM") == "PHT"


def test_no_way_of_writing_stands_for_two_roles() -> None:
    text = resources.files("plan.owners").joinpath("roles.toml").read_text(encoding="utf-8")
    seen: dict[tuple[str, ...], str] = {}
    for code, row in tomllib.loads(text)["roles"].items():
        for phrase in (*row.get("variants", ()), *row.get("job", ()), *row.get("asked", ())):
            words = tuple(t.folded for t in tokenise(tidy(phrase)) if t.text != ".")
            assert seen.setdefault(words, code) == code, phrase


def test_each_role_has_a_name_for_people() -> None:
    for code in roles():
        assert role_name(code) != code


@pytest.mark.parametrize(
    ("code", "unit", "name"),
    [
        ("GVCN", "10A1", "Giáo viên chủ nhiệm lớp 10A1"),
        ("GVCN", "khối 10", "Giáo viên chủ nhiệm khối 10"),
        ("TTCM", "Toán - Tin", "Tổ trưởng tổ Toán - Tin"),
        ("TTCM", "tổ Toán - Tin", "Tổ trưởng tổ Toán - Tin"),
        ("TO_CM", "5", "Tổ 5"),
        ("KT", "Tiểu học", "Kế toán (Tiểu học)"),
        ("HT", "", "Hiệu trưởng"),
        ("NONSENSE", "5", "NONSENSE 5"),
    ],
)
def test_a_role_is_named_with_its_unit(code: str, unit: str, name: str) -> None:
    assert role_name(code, unit) == name


@pytest.mark.parametrize(
    ("work", "cell", "learner"),
    [
        ("Tập huấn nghiệp vụ và nâng cao năng lực TTCM, GV", "TTCM, GV", "learner"),
        ("Phó Hiệu trưởng tham gia học cao học", "Phó Hiệu trưởng", "learner"),
        ("Phó Hiệu trưởng tham gia học cao học", "PHT chuyên môn", "learner"),
        ("GV tham gia đào tạo sau đại học", "02 GV", "learner"),
        ("Cử GV tham gia tập huấn do Sở GDĐT tổ chức", "GV", "learner"),
        ("Kế toán dự lớp nghiệp vụ", "Kế toán", "learner"),
        ("TTCM tập huấn cho GV", "TTCM", ""),
        ("Bồi dưỡng chuyên môn cho đội ngũ CBQL-GV-NV", "Hiệu trưởng", ""),
        ("Khen thưởng cho HS và GV bồi dưỡng HSG", "GV", ""),
        ("GV bồi dưỡng học sinh giỏi", "GV", ""),
        ("GV nộp giáo án", "GV", ""),
        ("Tham khảo chương trình giáo dục tiên tiến", "Hiệu trưởng", ""),
        ("", "GV", ""),
    ],
)
def test_the_owner_may_be_the_learner(work: str, cell: str, learner: str) -> None:
    assert names_learner(work, read_owners(cell).owners) is bool(learner)


def test_learners_of_the_real_plan() -> None:
    rows = plan_rows()
    found = [
        r["criterion"] for r in rows if names_learner(r["work"], read_owners(r["owner"]).owners)
    ]
    assert found == (["1.4", "2.1", "2.2"] if rows else [])

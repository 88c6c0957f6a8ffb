"""Who is meant by a role, a unit, a name as people say it."""

import pytest

from plan.model import Member
from tests.plan.people import DAO, HA, KHANH, LAN_TOAN, LAN_VAN, NAM, STAFF, TAM, THUY


@pytest.mark.parametrize(
    ("role", "unit", "who"),
    [
        ("HT", "", [NAM]),
        ("PHT", "", [THUY, KHANH]),
        ("PHT_CM", "", [THUY]),
        ("BGH", "", [NAM, THUY, KHANH]),
        ("TTCM", "", [LAN_TOAN, HA]),
        ("TO_CM", "Ngữ văn", [HA]),
        ("TO_CM", "Toán", [LAN_TOAN]),
        ("TAI_VU", "", [DAO]),
        ("DOAN", "", [TAM]),
        ("GVCN", "khối 10", [LAN_TOAN, HA]),
        ("GVCN", "11A2", [LAN_VAN]),
        ("UBND_HUYEN", "", [NAM]),
        ("HS", "", []),
        ("YT", "", []),
    ],
)
def test_holders_of_a_role(role: str, unit: str, who: list[Member]) -> None:
    assert list(STAFF.holders(role, unit)) == who


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("cô Lan", [LAN_TOAN, LAN_VAN]),
        ("cô Lan (Văn)", [LAN_VAN]),
        ("Lan Toán", [LAN_TOAN]),
        ("co lan toan", [LAN_TOAN]),
        ("Nguyễn Thị Lan", [LAN_TOAN]),
        ("thầy Hoài Nam", [NAM]),
        ("đ/c Tâm", [TAM]),
        ("Lan Lý", []),
        ("cô Mai", []),
        ("", []),
    ],
)
def test_names_as_people_say_them(typed: str, who: list[Member]) -> None:
    assert list(STAFF.find(typed)) == who


def test_two_people_of_one_name_are_told_apart_by_their_units() -> None:
    assert STAFF.same_names() == {5: "Toán - Tin", 6: "Ngữ văn"}

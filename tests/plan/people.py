"""A small staff for the tests of the domain."""

from plan.model import (
    AssignedAs,
    Assignment,
    Completion,
    Duty,
    Member,
    Task,
    TaskState,
)
from plan.staff import Staff


def member(number: int, full_name: str, unit: str = "", homeroom: str = "") -> Member:
    unit_id = abs(hash(unit)) % 1000 if unit else None
    name = full_name.rsplit(maxsplit=1)[-1]
    return Member(
        number, 1, number, full_name, name, "cô", "", unit_id, unit, homeroom, None, None
    )


NAM = member(1, "Nguyễn Hoài Nam")
THUY = member(2, "Trần Thị Bích Thủy")
KHANH = member(3, "Lê Quốc Khánh")
DAO = member(4, "Võ Thị Hồng Đào", "Văn phòng")
LAN_TOAN = member(5, "Nguyễn Thị Lan", "Toán - Tin", "10A1")
LAN_VAN = member(6, "Đỗ Thị Lan", "Ngữ văn", "11A2")
HA = member(7, "Hồ Thị Thu Hà", "Ngữ văn", "10A3")
TAM = member(8, "Ngô Thanh Tâm")
MEMBERS = (NAM, THUY, KHANH, DAO, LAN_TOAN, LAN_VAN, HA, TAM)


def duty(who: Member, role: str) -> Duty:
    return Duty(who.member_id, role, who.unit_id, who.unit)


STAFF = Staff(
    MEMBERS,
    [
        duty(NAM, "HT"),
        duty(THUY, "PHT_CM"),
        duty(KHANH, "PHT_CSVC"),
        duty(DAO, "KT"),
        duty(LAN_TOAN, "TTCM"),
        duty(LAN_TOAN, "GVCN"),
        duty(HA, "TTCM"),
        duty(LAN_VAN, "GV"),
        duty(LAN_VAN, "GVCN"),
        duty(HA, "GVCN"),
        duty(TAM, "BT_DOAN"),
    ],
)


def task(*, contact: Member | None = None, each: bool = False, number: int = 1) -> Task:
    completion = Completion.EACH if each else Completion.LEAD
    return Task(
        number,
        1,
        1,
        number,
        TaskState.ACTIVE,
        completion,
        "1-3",
        "1",
        "",
        "1.1",
        "việc",
        "",
        "",
        "",
        "",
        None,
        "",
        contact.member_id if contact else None,
        None,
    )


def given(
    role: str = "", part: str = "lead", *, to: Member | None = None, unit: str = ""
) -> Assignment:
    return Assignment(1, 1, AssignedAs(part), role, unit, to.member_id if to else None, "", None)

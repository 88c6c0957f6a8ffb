"""The sample school: a fictional one, with people in every role and a plan with every oddity."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path

from followup.create_school import create_school
from followup.import_roster import import_roster
from plan.documents import read_roster
from storage import bots, people, schools
from storage.database import Tx
from storage.history import Actor, begin
from storage.school_day import SchoolDay

PLAN, ROSTER, PHOTO = "ke-hoach-cai-tien.txt", "danh-sach.txt", "anh.png"


def sample_file(name: str) -> Path:
    """Give where a file of the sample is."""
    return Path(str(files("nhacviec.sample").joinpath(name)))


def open_sample(tx: Tx, name: str, bot_id: int, now: datetime) -> int:
    """Make the sample school with its staff, all of whom have joined by the console."""
    made = create_school(tx, name, now)
    school = schools.get(tx, made.school_id)
    operator = Actor(None, "operator")
    roster = read_roster(ROSTER, sample_file(ROSTER).read_bytes())
    import_roster(SchoolDay(tx, school, now), operator, roster)
    deed = begin(tx, made.school_id, "join", operator, now)
    for member in people.list_members(tx, made.school_id):
        person_id = people.new_person_all_schools(tx, now)
        address = bots.ensure_address_all_schools(
            tx, bot_id, (chat_of(member.member_id), ""), "person", now
        )
        bots.set_person_all_schools(tx, address.address_id, person_id)
        people.change_member(deed, member.member_id, person_id=person_id, joined_at=now)
    return made.school_id


def chat_of(member_id: int) -> str:
    """Give the console's chat of a member of the sample."""
    return f"m{member_id}"

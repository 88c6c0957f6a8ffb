"""Who closes a task, who is reminded, who oversees."""

from plan.responsibility import responsible
from tests.plan.people import DAO, HA, LAN_TOAN, LAN_VAN, NAM, STAFF, TAM, THUY, given, task


def test_one_person_of_the_role_is_the_contact() -> None:
    people = responsible(task(), [given("KT")], STAFF)
    assert (people.contact, people.workers, people.is_held) == (DAO, (DAO,), False)


def test_first_named_single_person_is_the_contact_and_all_are_reminded() -> None:
    people = responsible(task(), [given("GVCN"), given("DOAN")], STAFF)
    assert people.contact == TAM
    assert set(people.workers) == {TAM, LAN_TOAN, LAN_VAN, HA}


def test_many_holders_and_nobody_named_are_held_by_the_principal() -> None:
    people = responsible(task(), [given("GVCN")], STAFF)
    assert people.contact == NAM
    assert people.is_held
    assert set(people.workers) == {LAN_TOAN, LAN_VAN, HA}


def test_whole_school_outside_bodies_and_nobody_are_held_by_the_principal() -> None:
    for role in ("TOAN_TRUONG", "UBND_HUYEN", ""):
        people = responsible(task(), [given(role)], STAFF)
        assert (people.contact, people.workers, people.is_held) == (NAM, (NAM,), True)


def test_a_follower_is_reminded_in_the_principals_place() -> None:
    people = responsible(task(contact=THUY), [given("HT"), given("CTCD")], STAFF)
    assert people.contact == THUY
    assert NAM not in people.workers


def test_who_advises_is_reminded_first() -> None:
    people = responsible(task(), [given("TAI_VU", "advise"), given("HT")], STAFF)
    assert people.contact == NAM
    assert people.workers == (DAO, NAM)


def test_overseers_may_close_and_learners_are_never_reminded() -> None:
    people = responsible(
        task(), [given("HT", "oversee"), given("KT"), given("GV", "beneficiary")], STAFF
    )
    assert people.may_close(NAM.member_id)
    assert people.may_close(DAO.member_id)
    assert people.workers == (DAO,)


def test_where_each_owes_a_part_there_is_no_contact() -> None:
    people = responsible(task(each=True), [given("TTCM")], STAFF)
    assert people.contact is None
    assert people.workers == (LAN_TOAN, HA)
    assert not people.is_held

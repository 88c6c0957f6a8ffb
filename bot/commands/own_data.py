"""One's own data: all of it as a file, erased on request, and agreed to again."""

from bot.commands.needs import ask_person
from bot.commands.papers import order_now
from bot.desk import Chosen, Desk
from followup.consent_again import KIND as AGAIN
from followup.consent_again import agree_again, is_to_be_asked, refuse_again
from followup.join import CONSENT_VERSION
from followup.order_paper import order_paper
from followup.own_data import ask_own, erase, last_days, may_be_erased, settle_own
from followup.ports import Inbound
from followup.post import notify
from followup.say import Option, Say
from plan.model import Member
from plan.papers import PaperKind, Wanted
from plan.progress import Standing
from reports.overview import concerning
from reports.papers.offered import days_of
from storage import data_requests, people, provinces
from storage.bots import Address
from storage.data_requests import DataKind
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.privacy import (
    ConsentAgain,
    ConsentKept,
    DataRequestLine,
    DataRequestsSeen,
    EraseAsked,
    Erased,
    EraseKept,
    EraseMemberAsked,
    EraseNoted,
    MemberErased,
)
from texts.messages.replies import NotYours
from texts.messages.requests import NotAllowed

MOST_LINES = 8


def show(words: str, desk: Desk) -> Say:
    """Give the speaker everything that is held about them, as a workbook."""
    del words
    _note_seen(desk.day, desk.actor, desk.me)
    return order_now(desk, PaperKind.OWN_DATA, "xlsx")


def order_after_leaving(day: SchoolDay, said: Inbound, whom: tuple[Member, Address]) -> None:
    """Give somebody who left (member, chat) what the school holds about them, as a workbook."""
    member, address = whom
    _note_seen(day, Actor(member.member_id, said.channel), member)
    wanted = Wanted(PaperKind.OWN_DATA, "xlsx", days_of(day, PaperKind.OWN_DATA))
    # One update may ask several schools.
    key = (said.channel, f"{day.school_id}:{said.dedupe_key}")
    order_paper(day, (member.member_id, address), wanted, key)


def _note_seen(day: SchoolDay, actor: Actor, member: Member) -> None:
    """Note that somebody asked to see the own data, and is given them."""
    settle_own(day, actor, ask_own(day, actor, member, DataKind.SEE), "done")


def ask_erase(words: str, desk: Desk) -> Say:
    """Ask before erasing: the speaker's own data, or by the office those of who asked for it."""
    if words.strip():
        return _ask_for_another(words, desk)
    if not may_be_erased(desk.day, desk.me):
        return Say(EraseKept(desk.me, "principal"))
    asked = ask_own(desk.day, desk.actor, desk.me, DataKind.ERASE)
    message = EraseAsked(desk.me, desk.day.school.name)
    return Say(message, "erase", _payload(desk.me, asked), _rows(label("keep")))


def _ask_for_another(words: str, desk: Desk) -> Say:
    if not desk.may("erase_another"):
        return Say(NotAllowed(desk.me, "command"))
    found = desk.day.staff.find(words)
    if len(found) != 1:
        return ask_person(desk, words, {"then": "erase"})
    return ask_erase_another(desk, found[0])


def ask_erase_another(desk: Desk, member: Member) -> Say:
    """Note that somebody's data are to be erased, and ask the principal, for who may."""
    principal = desk.day.staff.principal
    if principal is None or not desk.may("erase_another"):
        return Say(NotAllowed(desk.me, "command"))
    if not may_be_erased(desk.day, member):
        return Say(EraseKept(desk.me, "principal"))
    asked = ask_own(desk.day, desk.actor, member, DataKind.ERASE)
    say = _asks_principal(desk.day, principal, member, asked)
    if principal == desk.me:
        return say
    notify(desk.day, principal, f"erase:{asked}", say)
    return Say(EraseNoted(desk.me, member, last_days(desk.day)[1]))


def _asks_principal(day: SchoolDay, principal: Member, member: Member, asked: int) -> Say:
    message = EraseMemberAsked(principal, member, *last_days(day))
    return Say(message, "erase", _payload(member, asked), _rows(label("later")))


def ask_erase_after_leaving(day: SchoolDay, channel: str, member: Member) -> None:
    """Note that somebody who left asks to be erased, and ask the principal, who decides."""
    asked = ask_own(day, Actor(member.member_id, channel), member, DataKind.ERASE)
    principal = day.staff.principal
    if principal is not None:
        notify(day, principal, f"erase:{asked}", _asks_principal(day, principal, member, asked))


def _payload(member: Member, asked: int) -> dict[str, int]:
    return {"member": member.member_id, "request": asked}


def _rows(other: str) -> tuple[tuple[Option, ...], ...]:
    return ((Option("erase", label("erase")), Option("keep", other)),)


def decide_erase(chosen: Chosen, desk: Desk) -> Say:
    """Erase, or leave everything as it is."""
    member = people.get(desk.tx, desk.school_id, chosen.payload["member"])
    asked = chosen.payload["request"]
    if member is None or member.full_name == label("erased_name", number=member.member_id):
        return Say(NotYours())
    is_own = member.member_id == desk.me.member_id
    if not is_own and not desk.is_principal:
        # Who was asked may hold another office by now.
        return Say(NotAllowed(desk.me, "command"))
    if chosen.value != "erase":
        if is_own:
            settle_own(desk.day, desk.actor, asked, "dropped")
        return Say(EraseKept(desk.me, "dropped" if is_own else "later"))
    if not may_be_erased(desk.day, member):
        return Say(EraseKept(desk.me, "principal"))
    views = concerning(desk.day, member)
    waiting = sum(view.standing is not Standing.DONE for view in views)
    principal = desk.day.staff.principal
    told = MemberErased(principal or desk.me, member, waiting)
    if is_own and principal is not None:
        notify(desk.day, principal, f"erased:{member.member_id}", Say(told))
    gone = erase(desk.day, desk.actor, member, asked)
    message = Erased(desk.day.school.name, _is_officer(desk, member)) if is_own else told
    return Say(message, forgets=gone)


def _is_officer(desk: Desk, member: Member) -> bool:
    person_id = member.person_id
    return bool(person_id and provinces.of_person_all_schools(desk.tx, person_id))


def consent_question(desk: Desk, said: Say) -> Say | None:
    """Ask once more who agreed to an older wording, beside an answer that asks nothing itself."""
    if said.kind or not is_to_be_asked(desk.day, desk.me):
        return None
    message = ConsentAgain(desk.me, desk.day.school.name)
    rows = ((Option("agree", label("agree")), Option("refuse", label("refuse"))),)
    return Say(message, AGAIN, {"version": CONSENT_VERSION}, rows)


def consented_again(chosen: Chosen, desk: Desk) -> Say:
    """Take the answer: agreed to the wording of now, or not."""
    agreed = chosen.value == "agree"
    if agreed:
        agree_again(desk.day, desk.actor, desk.me)
    else:
        refuse_again(desk.day, desk.actor)
    return Say(ConsentKept(desk.me, agreed))


def waiting(words: str, desk: Desk) -> Say:
    """List the requests about personal data that wait, with their last days."""
    del words
    lines = [
        DataRequestLine(member, str(one.kind), one.done_by_on)
        for one in data_requests.open_ones(desk.tx, desk.school_id)
        if (member := people.get(desk.tx, desk.school_id, one.member_id)) is not None
    ]
    more = max(0, len(lines) - MOST_LINES)
    return Say(DataRequestsSeen(desk.me, tuple(lines[:MOST_LINES]), more))

"""The roster, who is missing, and the ways to let people in."""

from bot.commands import uploads
from bot.commands.needs import ask_person
from bot.desk import Chosen, Desk
from bot.pages import cut, more_row, page_of
from bot.words import folded, without_ends
from followup.import_roster import import_roster
from followup.join import (
    NewInvite,
    invite_member,
    not_joined,
    open_school_code,
    typed_invite,
)
from followup.quota import bot_for
from followup.say import Option, Say
from plan.documents import DocumentError, read_roster_text
from plan.folding import fold
from plan.model import AssignedAs, Member, TaskState
from plan.owners import is_outside
from reports.overview import overview
from storage import bots, tasks
from texts.labels import label
from texts.messages.joining import PersonalLink, SchoolCode
from texts.messages.plans import DocumentProblem
from texts.messages.requests import NotAllowed
from texts.messages.staff import (
    NotJoinedList,
    RoleLine,
    RolesSeen,
    RosterHelp,
    RosterRead,
    StaffSeen,
)
from texts.roles import duty_names, role_name

# Bots of these are joined by a typed code.
NO_LINKS = frozenset({"zalo"})


def roster(words: str, desk: Desk) -> Say:
    """Take in a pasted roster, or say how to send one."""
    if not words.strip():
        return Say(RosterHelp(desk.me)) if desk.ways.takes_files else uploads.give("", desk)
    try:
        read = read_roster_text(words)
    except DocumentError as error:
        detail = ", ".join(str(value) for value in error.values.values())
        return Say(DocumentProblem(desk.me, str(error.code), "", detail))
    done = import_roster(desk.day, desk.actor, read)
    return Say(
        RosterRead(desk.me, done.added, done.changed, done.same, done.unread, done.unknown_duties)
    )


def roles(words: str, desk: Desk) -> Say:
    """Show the roles that tasks name and nobody holds."""
    del words
    return _roles(desk, 1)


def _roles(desk: Desk, page: int) -> Say:
    shown, number, pages = cut(_missing(desk), page, 4)
    waiting = not_joined(desk.day)
    message = RolesSeen(
        desk.me,
        shown,
        number,
        pages,
        len(waiting),
        sum(member.joined_at is not None for member in desk.day.staff.members),
        len(desk.day.staff.members),
    )
    who = (Option("who", label("who_not_joined", count=len(waiting))),)
    rows = (*more_row(number, pages), *((who,) if waiting else ()))
    return Say(message, "roles", {"list": "roles"}, rows)


def _missing(desk: Desk) -> list[RoleLine]:
    assigned = tasks.list_assignments(desk.tx, desk.school_id)
    found: dict[tuple[str, str], list[str]] = {}
    for task in tasks.list_live(desk.tx, desk.school_id):
        if task.state is TaskState.CANCELLED or task.contact_id is not None:
            continue
        for assignment in assigned.get(task.task_id, []):
            if assignment.role and assignment.part is not AssignedAs.BENEFICIARY:
                key = (assignment.role, assignment.unit_text)
                found.setdefault(key, []).append(task.code)
    return [
        RoleLine(role_name(role, unit), tuple(codes), (), is_outside(role))
        for (role, unit), codes in found.items()
        if is_outside(role) or not desk.day.staff.holders(role, unit)
    ]


def turn(chosen: Chosen, desk: Desk) -> Say:
    """Show the next page, or who has not joined."""
    page = page_of(chosen.value, {})
    if chosen.payload["list"] == "staff":
        return _staff(desk, page)
    if chosen.payload["list"] == "roles" and chosen.value != "who":
        return _roles(desk, page)
    return _not_joined(desk, page)


def who_has_not_joined(words: str, desk: Desk) -> Say:
    """Show who is on the roster and has not joined."""
    del words
    return _not_joined(desk, 1)


def _not_joined(desk: Desk, page: int) -> Say:
    shown, number, pages = cut(not_joined(desk.day), page, 8)
    message = NotJoinedList(desk.me, shown, number, pages)
    return Say(message, "roles", {"list": "people"}, more_row(number, pages))


def everybody(words: str, desk: Desk) -> Say:
    """Show who is on the roster."""
    del words
    return _staff(desk, 1)


def _staff(desk: Desk, page: int) -> Say:
    staff = desk.day.staff
    everyone = [member for member in staff.members if member.full_name]
    shown, number, pages = cut(everyone, page, 6)
    message = StaffSeen(
        desk.me,
        tuple((m, tuple(duty_names(m, staff.duties_of(m.member_id)))) for m in shown),
        len(everyone),
        sum(member.joined_at is not None for member in everyone),
        number,
        pages,
    )
    return Say(message, "roles", {"list": "staff"}, more_row(number, pages))


def takes_people(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or somebody as a roster writes one: "cô Nguyễn Thị Hà, GV, tổ Toán"."""
    del said, desk
    opens = fold(rest).split()[:1]
    return not rest or (bool(opens) and opens[0] in folded("address"))


def invite(words: str, desk: Desk) -> Say:
    """Make the personal way in of one member; without a name, the school's code."""
    if not words.strip():
        return school_code("", desk)
    named = without_ends(words, "to_join")
    found = desk.day.staff.find(named)
    if len(found) != 1:
        return ask_person(desk, named, {"then": "invite"})
    return invite_one(desk, found[0])


def invite_one(desk: Desk, member: Member) -> Say:
    """Make the personal way in of one member, for who may."""
    if not desk.may_use("moi"):
        return Say(NotAllowed(desk.me, "command"))
    made = invite_member(desk.day, desk.actor, member.member_id)
    link = desk.ways.link_of(made.code)
    typed, bot = _typed(desk, member)
    return Say(
        PersonalLink(
            desk.me,
            member,
            made.code,
            link,
            made.until,
            typed.code,
            typed.until,
            bot,
        )
    )


def _typed(desk: Desk, member: Member) -> tuple[NewInvite, str]:
    """Make a code to be typed as well, where a bot has no links; and name that bot."""
    known = [
        bot for bot in bots.list_all_schools(desk.tx) if bot.school_id in {None, desk.school_id}
    ]
    if all(bot.channel not in NO_LINKS for bot in known):
        return NewInvite("", desk.day.now), ""
    views = overview(desk.day)
    contacts = {view.contact.member_id for view in views if view.contact is not None}
    place = bot_for(desk.day, member, contacts)
    made = typed_invite(desk.day, desk.actor, member.member_id)
    return made, place.name if place is not None else ""


def school_code(words: str, desk: Desk) -> Say:
    """Make the code to post in the staff group, with the words to post."""
    del words
    made = open_school_code(desk.day, desk.actor)
    link = desk.ways.link_of(made.code)
    return Say(SchoolCode(desk.me, desk.day.school.name, made.code, link, made.until))

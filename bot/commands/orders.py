"""Handing out work in chat: read, shown for one word, then given; and who has not handed in."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from msgspec.structs import replace

from bot.codes import find_number, find_numbers, without_codes
from bot.commands.act import Step, confirm, give, may_assign
from bot.commands.context import by_code
from bot.commands.needs import ask_person, day_of, read_day
from bot.desk import Chosen, Desk
from bot.replies import (
    OrderKind,
    OrderReading,
    means_everyone,
    means_own_unit,
    read_order,
    read_wish,
)
from bot.words import is_made_of, is_whole, words_in
from followup.above import may_order
from followup.hand_out import Order, hand_out
from followup.parts import parts_of, silent_of
from followup.say import Option, Say
from plan.deadlines import Reading
from plan.model import Completion, Intent, Member
from plan.owners import Part, read_owners
from plan.rights import Scope
from reports.overview import concerning, line_of, overview
from reports.seeing import headed
from storage import tasks
from texts.dates import day_off_words, short_day
from texts.labels import label
from texts.messages.replies import NoSuchTask
from texts.messages.requests import (
    NoBroadcast,
    NotAllowed,
    NothingCollected,
    OrderCheck,
    OrderDone,
    OrderDropped,
    OrderNeeds,
    TaskGiven,
    WhoIsSilent,
)

Payload = Mapping[str, Any]


def order(words: str, desk: Desk) -> Say:
    """Read an order as it was typed: its verb says what kind it is."""
    typed = desk.said.text.removeprefix("/")
    reading = read_order(typed, desk.day.frame("chat"))
    return Say(OrderNeeds(desk.me, "work", words)) if reading is None else _read(desk, reading)


def takes_reminder(rest: str, said: str, desk: Desk) -> bool:
    """Take a reminder for oneself, and behind the row's own word an order to others."""
    reading = read_order(said, desk.day.frame("chat"))
    if reading is None:
        return False
    return reading.kind is OrderKind.REMIND_ME or not is_whole(rest, said)


def takes_order_of_a_giver(rest: str, said: str, desk: Desk) -> bool:
    """Take an order only from who may give one; from others the same words are a reply.

    So are several tasks given to one person: "giao V4, V12 cho cô Yến" is no new work.
    """
    del rest
    reading = read_order(said, desk.day.frame("chat")) if desk.may_use("giao") else None
    if reading is None:
        return False
    work = " ".join(words_in(without_codes(reading.work)))
    are_tasks = len(find_numbers(said)) > 1 and (not work or is_made_of(work, "and"))
    return reading.kind is not OrderKind.GIVE or not are_tasks


def takes_wish(rest: str, said: str, desk: Desk) -> bool:
    """Take an order in plain words, that names people of the school, from who may order all."""
    del rest
    if Scope.ALL not in desk.day.scopes(desk.me, "order_people"):
        return False
    reading = read_wish(said, desk.day.frame("chat"))
    if reading is None:
        return False
    # A name that several have is asked about; one that nobody has is no order.
    return all(_meant(desk, one, each=True) or desk.day.staff.find(one) for one in reading.whom)


def wish(words: str, desk: Desk) -> Say:
    """Read an order in plain words: "cô Đào nộp báo cáo trước thứ Sáu"."""
    reading = read_wish(desk.said.text.removeprefix("/"), desk.day.frame("chat"))
    return Say(OrderNeeds(desk.me, "work", words)) if reading is None else _read(desk, reading)


def takes_broadcast(rest: str, said: str, desk: Desk) -> bool:
    """Take what somebody who hands out work wants to be told to everybody."""
    del said
    return bool(rest) and desk.may_use("thu") and find_number(rest) is None


def no_broadcast(words: str, desk: Desk) -> Say:
    """Say that nothing is broadcast, and what reaches everybody."""
    del words
    return Say(NoBroadcast(desk.me))


def _read(desk: Desk, reading: OrderReading) -> Say:
    if reading.kind is OrderKind.ASSIGN:
        return _assign(desk, reading)
    if not reading.work:
        return Say(OrderNeeds(desk.me, "work", ""))
    members, unclear = _people(desk, reading)
    plain: dict[str, Any] = {
        "work": reading.work,
        "members": [member.member_id for member in members],
        "each": reading.kind is OrderKind.COLLECT,
        "owner_text": ", ".join(reading.whom),
        "due_on": "",
        "at": "",
    }
    plain |= _dated(reading.deadline)
    plain["others"] = _others(reading.deadline)
    if unclear:
        return ask_person(desk, unclear, {"then": "order", "order": plain})
    return next_of(desk, plain, reading.deadline)


def _dated(reading: Reading | None) -> dict[str, str]:
    day = None if reading is None else day_of(reading)
    if reading is None or day is None:
        return {}
    at = reading.at.isoformat() if reading.at is not None else ""
    return {"due_on": day.isoformat(), "at": at}


def _others(reading: Reading | None) -> list[str]:
    """Give the other days an assumed reading may mean: one tap each."""
    if reading is None or reading.status != "assumed":
        return []
    days = [a.spans[0].last for a in reading.alternatives if len(a.spans) == 1 and not a.rrule]
    return [day.isoformat() for day in days[:2]]


def _people(desk: Desk, reading: OrderReading) -> tuple[list[Member], str]:
    """Give who is meant, and the first name that is nobody or several."""
    if reading.kind is OrderKind.REMIND_ME:
        return [desk.me], ""
    found: list[Member] = []
    for phrase in reading.whom:
        people = _meant(desk, phrase, each=reading.kind is OrderKind.COLLECT)
        if not people:
            return found, phrase
        found += people
    return list(dict.fromkeys(found)), ""


def _meant(desk: Desk, phrase: str, *, each: bool) -> list[Member]:
    if means_own_unit(phrase) and headed(desk.day, desk.me):
        return _all(desk, own_unit=True)
    if means_everyone(phrase):
        return _all(desk, own_unit=Scope.ALL not in desk.day.scopes(desk.me, "order_people"))
    named = desk.day.staff.find(phrase)
    if len(named) == 1:
        return [named[0]]
    leads = [o for o in read_owners(phrase).owners if o.part is Part.LEAD]
    people = [
        member
        for owner in leads
        if owner.role and not owner.person
        for member in desk.day.staff.holders(owner.role, owner.unit)
    ]
    # One piece of work given to a role that several hold is given to each of them.
    return people if each or len(people) == 1 or not named else []


def _all(desk: Desk, *, own_unit: bool) -> list[Member]:
    """List everybody but the speaker, of the school or of the own unit."""
    return [
        member
        for member in desk.day.staff.members
        if member != desk.me and (not own_unit or member.unit_id == desk.me.unit_id)
    ]


def next_of(desk: Desk, plain: dict[str, Any], reading: Reading | None = None) -> Say:
    """Ask for what an order still lacks, else show it for the last word."""
    members = [desk.day.staff.member(number) for number in plain["members"]]
    people = tuple(member for member in members if member is not None)
    if not people:
        return Say(OrderNeeds(desk.me, "whom", ""))
    refusal = _refusal(desk, people)
    if refusal is not None:
        return refusal
    if not plain["due_on"]:
        text = "" if reading is None else " ".join(reading.unread)
        message = OrderNeeds(desk.me, "day", text)
        return Say(message, "order_day", {"order": plain}, takes_text=True)
    return _check(desk, plain, people)


def _refusal(desk: Desk, people: Sequence[Member]) -> Say | None:
    """Say no to who may not hand out work to these people."""
    if list(people) == [desk.me] or may_order(desk.day, desk.me, people):
        return None
    is_head = desk.day.may(desk.me, "order_people")
    return Say(NotAllowed(desk.me, "unit" if is_head else "order"))


def _check(desk: Desk, plain: dict[str, Any], people: tuple[Member, ...]) -> Say:
    due_on = date.fromisoformat(plain["due_on"])
    off = desk.day.years.of(due_on).name_of_day_off(due_on)
    message = OrderCheck(
        who=desk.me,
        work=plain["work"],
        people=people,
        due_on=due_on,
        at=time.fromisoformat(plain["at"]) if plain["at"] else None,
        each=len(people) > 1,
        is_past=due_on < desk.day.today,
        day_off=day_off_words(off) if off is not None else "",
    )
    others = [date.fromisoformat(day) for day in plain.get("others", [])]
    give = "remind" if people == (desk.me,) else "give"
    rows = (
        (Option("yes", label(give)),),
        *((Option(f"due:{d.isoformat()}", label("due_day", day=short_day(d))),) for d in others),
        (Option("day", label("other_day")), Option("no", label("cancel"))),
    )
    return Say(message, "order", {"order": plain}, rows)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Hand the work out, ask for another day, or forget it."""
    plain = chosen.payload["order"]
    if chosen.value == "day":
        needs = OrderNeeds(desk.me, "day", "")
        return Say(needs, "order_day", {"order": plain}, takes_text=True)
    if chosen.value == "no":
        return Say(OrderDropped(desk.me))
    if chosen.value.startswith("due:"):
        return next_of(desk, {**plain, "due_on": chosen.value.removeprefix("due:"), "others": []})
    people = tuple(
        member
        for number in plain["members"]
        if (member := desk.day.staff.member(number)) is not None
    )
    refusal = _refusal(desk, people)
    if refusal is not None or not people:
        return refusal or Say(OrderNeeds(desk.me, "whom", ""))
    done = hand_out(
        desk.day,
        desk.actor,
        Order(
            work=plain["work"],
            members=people,
            due_on=date.fromisoformat(plain["due_on"]),
            at=time.fromisoformat(plain["at"]) if plain["at"] else None,
            each=len(people) > 1,
            owner_text=plain["owner_text"],
        ),
    )
    started = desk.day.school.started_at is not None
    message = OrderDone(
        desk.me,
        done.task.code,
        done.task.work,
        people,
        done.occurrence.due_on,
        done.occurrence.due_time,
        done.missing if started else (),
        waits_for_start=not started,
    )
    return Say(message, about=(done.occurrence.occurrence_id,))


def take_day(chosen: Chosen, desk: Desk) -> Say:
    """Take the day an order lacked."""
    plain = chosen.payload["order"]
    reading = read_day(desk.day, chosen.text)
    dated = _dated(reading)
    if not dated:
        message = OrderNeeds(desk.me, "day", chosen.text)
        return Say(message, "order_day", {"order": plain}, takes_text=True)
    return next_of(desk, {**plain, **dated, "others": _others(reading)})


def _assign(desk: Desk, reading: OrderReading) -> Say:
    code = reading.task or ""
    phrase = reading.whom[0] if reading.whom else ""
    found = desk.day.staff.find(phrase)
    if not found:
        found = tuple(_meant(desk, phrase, each=False))
    day = _dated(reading.deadline).get("due_on", "")
    if len(found) != 1:
        return ask_person(desk, phrase, {"then": "assign", "code": code, "wished": day})
    return give_task(desk, code, found[0], day)


def give_task(desk: Desk, code: str, member: Member, wished: str = "") -> Say:
    """Give a task to a person, or ask for it when the speaker may not.

    A day that was named with it changes nothing by itself: the answer says how to ask for it.
    """
    one = by_code(desk, code)
    task = one.task if one is not None else None
    if task is None:
        number = int("".join(sign for sign in code if sign.isdigit()) or 0)
        task = tasks.by_number(desk.tx, desk.school_id, number)
    if task is None:
        return Say(NoSuchTask(desk.me, code))
    if not may_assign(desk, task):
        mine = {view.task.task_id for view in concerning(desk.day, desk.me)}
        if one is None or task.task_id not in mine:
            return Say(NotAllowed(desk.me, "assign"))
        # Somebody who hands an own task to another asks for it; the word is not his.
        number, intent = one.occurrence.occurrence_id, str(Intent.REASSIGN)
        step = Step(number, intent, to=member.full_name, to_id=member.member_id)
        return confirm(desk, [step], "meaning")
    said = give(desk, task, member)
    if not wished or not isinstance(said.message, TaskGiven):
        return said
    wish = {"wished_on": date.fromisoformat(wished), "may_edit": desk.may_use("sua")}
    return replace(said, message=replace(said.message, **wish))


def who_is_silent(words: str, desk: Desk) -> Say:
    """Show who asked for it who has not handed in: by code, else the last thing collected."""
    number = find_number(words)
    given = [
        view
        for view in overview(desk.day)
        if view.task.completion is Completion.EACH
        and (view.task.given_by == desk.me.member_id or desk.is_principal)
        and (number is None or view.task.number == number)
        and view.occurrences
    ]
    open_first = sorted(given, key=lambda v: (v.next_due is not None, v.task.number), reverse=True)
    if not open_first:
        return Say(NothingCollected(desk.me))
    view = open_first[0]
    at = view.next_due or view.occurrences[-1]
    owed = parts_of(desk.day, view.task, at, view.people)
    silent = silent_of(desk.day, view.task, at, view.people)
    handed_in = sum(part.is_done for part in owed)
    return Say(WhoIsSilent(desk.me, line_of(view, desk.day), handed_in, len(owed), silent))

"""For which school somebody speaks who works at two, asked only when nothing else tells."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.codes import find_number
from bot.desk import Arrived, Prepared
from followup.ports import InboundKind
from followup.say import Option, Say
from plan.model import Member
from storage import deliveries, prompts, schools, tasks
from storage.bots import Address
from storage.database import Tx
from storage.prompts import OpenPrompt
from texts.messages.replies import AlreadyAnswered, WhichSchool

KIND = "which_school"
# So long a talk goes on: what is typed meanwhile is for the school that wrote last.
TALK = timedelta(minutes=15)


class Spoken(Struct, frozen=True):
    """Who speaks, as a member of one school, and what was said to it."""

    member: Member
    arrived: Arrived


def settle(tx: Tx, arrived: Arrived, address: Address, members: list[Member]) -> Spoken | Say:
    """Say for which school somebody speaks, or ask it and keep what was said until then."""
    answered = _answered(tx, arrived, address)
    if answered is not None:
        prompt, school_id = answered
        prompts.close_all_schools(tx, prompt.prompt_id, "answered", arrived.now)
        again = _again(arrived, prompt)
        found = _at(members, {school_id})
        return Spoken(found or members[0], again)
    member = _at(members, _schools_meant(tx, arrived, address, members))
    if member is not None:
        return Spoken(member, arrived)
    if arrived.said.choice_key:
        # A key we never gave, or this very question pressed once more.
        return Say(AlreadyAnswered(members[0], ()))
    return _ask(tx, arrived, members)


def _at(members: list[Member], school_ids: set[int]) -> Member | None:
    """Give the one member of these schools; None when there is not exactly one."""
    found = [member for member in members if member.school_id in school_ids]
    return found[0] if len(found) == 1 else None


def _answered(tx: Tx, arrived: Arrived, address: Address) -> tuple[OpenPrompt, int] | None:
    """Give the question that this answers, with the school chosen."""
    said = arrived.said
    if said.choice_key:
        found = prompts.by_key_all_schools(tx, said.choice_key)
        if found is None or found[0].kind != KIND or found[0].address_id != address.address_id:
            return None
        prompt, position = found
        return (prompt, int(prompt.options[position][0])) if prompt.state != "answered" else None
    if said.kind is not InboundKind.TEXT:
        return None
    waiting = prompts.open_at_address_all_schools(tx, address.address_id)
    asked = next((prompt for prompt in waiting if prompt.kind == KIND), None)
    chosen = asked.typed(said.text) if asked is not None else ""
    return (asked, int(chosen)) if asked is not None and chosen else None


def _again(arrived: Arrived, prompt: OpenPrompt) -> Arrived:
    """Give what was said before the school was asked."""
    kept = prompt.payload["said"]
    said = replace(
        arrived.said,
        kind=InboundKind(kept["kind"]),
        text=kept["text"],
        refers_to="",
        choice_key="",
        sent_at=datetime.fromisoformat(kept["sent_at"]),
    )
    return replace(arrived, said=said, prepared=Prepared.from_json(prompt.payload["prepared"]))


def _schools_meant(tx: Tx, arrived: Arrived, address: Address, members: list[Member]) -> set[int]:
    said = arrived.said
    if said.choice_key:
        found = prompts.by_key_all_schools(tx, said.choice_key)
        school_id = found[0].school_id if found is not None else None
        return set() if school_id is None else {school_id}
    if said.refers_to:
        told = deliveries.sent_message_all_schools(tx, address.address_id, said.refers_to)
        if told is not None and told.school_id is not None:
            return {told.school_id}
    number = find_number(said.text)
    if number is not None:
        theirs = {m.school_id for m in members if tasks.by_number(tx, m.school_id, number)}
        if len(theirs) == 1:
            return theirs
    return deliveries.schools_lately_all_schools(tx, address.address_id, arrived.now - TALK)


def _ask(tx: Tx, arrived: Arrived, members: list[Member]) -> Say:
    said = arrived.said
    kept = {"kind": str(said.kind), "text": said.text, "sent_at": said.sent_at.isoformat()}
    rows = tuple(
        (Option(str(member.school_id), schools.get(tx, member.school_id).name),)
        for member in members
    )
    payload = {"said": kept, "prepared": arrived.prepared.to_json()}
    return Say(WhichSchool(members[0]), KIND, payload, rows)

"""What a province's officer is answered: the roll-up of the schools, and never a person."""

from datetime import datetime
from typing import Any

from bot.commands.join import Reply, Visitor
from bot.desk import Arrived
from bot.words import is_one_of, without_politeness
from followup.join import InviteTrouble
from followup.order_paper import attachment
from followup.ports import Inbound, InboundKind
from followup.province import agree, invited, is_to_be_asked, offer_visit
from followup.say import Option, Say
from reports.province import picture_of, roll_up
from storage import bots, provinces
from storage.bots import Address
from storage.database import Tx
from storage.provinces import Officer
from texts.labels import label
from texts.messages.joining import InviteRefused, NotJoined
from texts.messages.province import OfficerConsent, OfficerJoined, OfficerLeft, ProvinceSeen

# The kind of the one question an officer is asked.
CONSENT = "officer_consent"


def joined(visitor: Visitor, code: str) -> Say | None:
    """Ask whose code it is for consent; None when the code is no officer's."""
    officer = invited(visitor.tx, code, visitor.now)
    return None if officer is None else _consent(visitor, officer)


def _consent(visitor: Visitor, officer: Officer) -> Say:
    province = provinces.get_all_schools(visitor.tx, officer.province_id)
    rows = ((Option("agree", label("agree")), Option("refuse", label("not_join"))),)
    message = OfficerConsent(officer.name, province.name)
    return Say(message, CONSENT, {"officer": officer.officer_id}, rows)


def consented(visitor: Visitor, reply: Reply) -> Say:
    """Let an officer in who agreed; of who did not nothing is kept, and the invite stays good."""
    officer = provinces.get_officer_all_schools(visitor.tx, reply.prompt.payload["officer"])
    if officer is None:
        return Say(InviteRefused(str(InviteTrouble.EXPIRED)))
    if reply.value != "agree":
        if officer.person_id is None:
            return Say(NotJoined())
        provinces.end_all_schools(visitor.tx, [officer.officer_id], visitor.now)
        return Say(OfficerLeft())
    if not agree(visitor.tx, visitor.address, officer, visitor.now):
        return Say(InviteRefused(str(InviteTrouble.USED)))
    province = provinces.get_all_schools(visitor.tx, officer.province_id)
    return Say(OfficerJoined(officer.name, province.name))


def asks(said: Inbound) -> bool:
    """Whether words ask for the schools of a province, whoever says them."""
    is_line = said.kind is InboundKind.TEXT and not said.is_group
    return is_line and is_one_of(without_politeness(said.text), "province")


def figures(tx: Tx, said: Inbound, now: datetime) -> dict[str, Any] | None:
    """Give what an officer's picture is drawn of; None for who may not see the schools."""
    address = bots.find_address_all_schools(tx, said.bot_id, (said.chat, said.thread))
    officer = None if address is None else _officer_of(tx, address)
    if officer is None or is_to_be_asked(officer):
        return None
    return picture_of(roll_up(tx, provinces.get_all_schools(tx, officer.province_id), now))


def _officer_of(tx: Tx, address: Address) -> Officer | None:
    person_id = address.person_id
    return None if person_id is None else provinces.of_person_all_schools(tx, person_id)


def answered(visitor: Visitor, arrived: Arrived, *, is_member: bool) -> Say | None:
    """Answer an officer; who works at a school as well says that the schools are meant."""
    officer = _officer_of(visitor.tx, visitor.address)
    if officer is None or (is_member and not asks(visitor.said)):
        return None
    if is_to_be_asked(officer):
        return _consent(visitor, officer)
    return _seen(visitor, officer, arrived)


def _seen(visitor: Visitor, officer: Officer, arrived: Arrived) -> Say:
    pages_at, picture = arrived.ways.pages_at, arrived.prepared.made
    province = provinces.get_all_schools(visitor.tx, officer.province_id)
    found = roll_up(visitor.tx, province, visitor.now)
    secret = offer_visit(visitor.tx, officer, visitor.now) if pages_at else ""
    whole = found.whole
    message = ProvinceSeen(
        province=found.province,
        on=found.on,
        schools=len(found.schools),
        without_plan=found.without_plan,
        plans=found.plans,
        total=whole.total,
        done=whole.done,
        late=whole.late,
        carried=whole.carried,
        doubtful=whole.doubtful,
        planned=found.planned,
        spent=found.spent,
        link=f"{pages_at}/cac-truong/vao/{secret}" if secret else "",
    )
    if not picture:
        return Say(message)
    provinces.add_file_all_schools(visitor.tx, officer.officer_id, picture, visitor.now)
    return Say(message, attachments=(attachment(picture, f"{label('province_file')}.png"),))

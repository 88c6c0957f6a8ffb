"""What a province's officer is answered: the roll-up of the schools, and never a person."""

from bot.commands.join import Visitor
from bot.words import is_one_of, without_politeness
from followup.ports import InboundKind
from followup.province import join_officer, offer_visit
from followup.say import Say
from reports.province import roll_up
from storage import provinces
from storage.provinces import Officer
from texts.messages.province import OfficerJoined, ProvinceSeen


def joined(visitor: Visitor, code: str) -> Say | None:
    """Let an officer in by a code; None when the code is no officer's."""
    officer = join_officer(visitor.tx, visitor.address, code, visitor.now)
    if officer is None:
        return None
    province = provinces.get_all_schools(visitor.tx, officer.province_id)
    return Say(OfficerJoined(officer.name, province.name))


def answered(visitor: Visitor, pages_at: str, *, is_member: bool) -> Say | None:
    """Answer an officer; who works at a school as well says that the schools are meant."""
    person_id = visitor.address.person_id
    officer = None if person_id is None else provinces.of_person_all_schools(visitor.tx, person_id)
    if officer is None:
        return None
    said = without_politeness(visitor.said.text)
    is_asked = visitor.said.kind is InboundKind.TEXT and is_one_of(said, "province")
    return None if is_member and not is_asked else _seen(visitor, officer, pages_at)


def _seen(visitor: Visitor, officer: Officer, pages_at: str) -> Say:
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
    return Say(message)

"""What an update will need and takes long to find: found before its transaction."""

from datetime import datetime

from bot.desk import Prepared
from followup import import_plan
from followup.ports import Inbound
from followup.stored_document import document_from
from storage import bots, people
from storage.database import Tx
from storage.school_day import SchoolDay


def read_ahead(tx: Tx, said: Inbound, prepared: Prepared, now: datetime) -> None:
    """Read the rows of a plan that came in, at each school it may be meant for."""
    address = bots.find_address_all_schools(tx, said.bot_id, (said.chat, said.thread))
    stored = (prepared.document or {}).get("plan")
    if stored is None or address is None or address.person_id is None:
        return
    document = document_from(stored)
    for member in people.of_person_all_schools(tx, address.person_id):
        day = SchoolDay.of(tx, member.school_id, now)
        if day.may(member, "hand_in_document"):
            import_plan.read_ahead(day, document)

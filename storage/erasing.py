"""Taking out of every table what says who a member is; what the school keeps stays whole."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from storage.bots import LEAVING
from storage.database import Tx
from storage.deliveries import OVER, State
from storage.history import Deed
from storage.moments import ReminderState
from storage.tables import (
    addresses,
    changes,
    deeds,
    deliveries,
    entries,
    feeds,
    inbox,
    invites,
    members,
    papers,
    prompts,
    reminders,
    sessions,
    stand_ins,
    uploads,
)

REASON = "erased"
# Ways in, and questions that wait: nothing of the school's record.
_OWN: tuple[Table, ...] = (entries, sessions, feeds, uploads, invites, prompts)
# What the history kept of a member's row; what else it says of it stays.
PERSONAL = (
    "full_name",
    "folded",
    "call_name",
    "address_word",
    "call_hint",
    "homeroom",
    "person_id",
)
_HANDLED = ("DONE", "SKIPPED", "POISON")


def end_messages(
    tx: Tx, school_id: int, member_id: int, now: datetime, reason: str = REASON
) -> list[int]:
    """Let nothing more go out to a member; gives the moments that nobody tells them now.

    What is on its way is ended as unknown: if the platform took it that is still recorded; if
    not, it is not tried again.
    """
    mine = (deliveries.c.school_id == school_id) & (deliveries.c.member_id == member_id)
    begun = deliveries.c.state == str(State.ATTEMPT)
    on_its_way = select(deliveries.c.delivery_id).where(mine, begun)
    queued = reminders.c.state == str(ReminderState.QUEUED)
    whose = (reminders.c.school_id == school_id) & (reminders.c.member_id == member_id)
    untold = tx.execute(select(reminders.c.moment_id).where(whose, queued).distinct())
    moment_ids = list(untold.scalars())
    for state, which in (
        (ReminderState.HELD, reminders.c.delivery_id.in_(on_its_way)),
        (ReminderState.CANCELLED, whose),
    ):
        tx.execute(
            update(reminders).where(whose, queued, which).values(state=str(state), reason=reason)
        )
    for before, after in ((State.ATTEMPT, State.UNKNOWN), (State.QUEUED, State.CANCELLED)):
        tx.execute(
            update(deliveries)
            .where(mine, deliveries.c.state == str(before))
            .values(state=str(after), reason=reason, owner="", ended_at=now)
        )
    return moment_ids


def erase_member(deed: Deed, member_id: int, pseudonym: dict[str, str]) -> None:
    """Put a pseudonym in a member's place, also where the history kept what was there."""
    tx, school_id = deed.tx, deed.school_id
    of_member = (members.c.member_id == member_id) & (members.c.school_id == school_id)
    tx.execute(
        update(members)
        .where(of_member)
        .values(
            **pseudonym, call_hint="", homeroom="", digest_at=None, person_id=None, left_at=deed.at
        )
    )
    for table in _OWN:
        tx.execute(
            delete(table).where(table.c.school_id == school_id, table.c.member_id == member_id)
        )
    tx.execute(
        update(stand_ins)
        .where(
            stand_ins.c.school_id == school_id,
            (stand_ins.c.member_id == member_id) | (stand_ins.c.for_id == member_id),
        )
        .values(state="ended")
    )
    tx.execute(
        update(deliveries)
        .where(deliveries.c.school_id == school_id, deliveries.c.member_id == member_id)
        .values(content={})
    )
    _forget_in_history(deed, member_id)


def own_papers(deed: Deed, member_id: int, kind: str) -> tuple[str, ...]:
    """Take away a member's copies of the own data; gives the files that are to be forgotten."""
    mine = (papers.c.school_id == deed.school_id) & (papers.c.member_id == member_id)
    columns = (papers.c.paper_id, papers.c.wanted, papers.c.file_hash)
    rows = deed.tx.execute(select(*columns).where(mine))
    found = [row for row in rows if row.wanted.get("kind") == kind]
    deed.tx.execute(delete(papers).where(papers.c.paper_id.in_([row.paper_id for row in found])))
    return tuple(row.file_hash for row in found if row.file_hash)


def leave_chats_all_schools(tx: Tx, person_id: int) -> None:
    """Let the chats of a person belong to nobody, and forget what came in there.

    The chats themselves are forgotten once what is on its way to them has gone.
    """
    mine = addresses.c.person_id == person_id
    for row in tx.execute(select(addresses.c.address_id).where(mine)).all():
        forget_chat_all_schools(tx, row.address_id)


def forget_chat_all_schools(tx: Tx, address_id: int) -> None:
    """Forget what was said in a chat before it was anybody's, and let it be forgotten itself."""
    row = tx.execute(select(addresses).where(addresses.c.address_id == address_id)).one()
    tx.execute(
        update(inbox)
        .where(inbox.c.bot_id == row.bot_id, inbox.c.chat == row.chat, inbox.c.state.in_(_HANDLED))
        .values(raw={}, prepared=None)
    )
    tx.execute(
        update(deliveries)
        .where(
            deliveries.c.address_id == address_id,
            deliveries.c.member_id.is_(None),
            deliveries.c.state.in_(OVER),
        )
        .values(content={})
    )
    tx.execute(
        delete(prompts).where(prompts.c.address_id == address_id, prompts.c.member_id.is_(None))
    )
    tx.execute(
        update(addresses)
        .where(addresses.c.address_id == address_id)
        .values(person_id=None, preferred_at=None, state=LEAVING)
    )


def _forget_in_history(deed: Deed, member_id: int) -> None:
    rows = deed.tx.execute(
        select(changes.c.change_id, changes.c.before, changes.c.after)
        .join(deeds, deeds.c.deed_id == changes.c.deed_id)
        .where(
            deeds.c.school_id == deed.school_id,
            changes.c.subject == members.name,
            changes.c.subject_id == member_id,
        )
    ).all()
    for row in rows:
        deed.tx.execute(
            update(changes)
            .where(changes.c.change_id == row.change_id)
            .values(before=_blank(row.before), after=_blank(row.after))
        )


def _blank(values: dict[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: "" if name in PERSONAL else value for name, value in values.items()}

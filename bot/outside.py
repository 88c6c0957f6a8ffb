"""Who speaks for no school: somebody who joins, an officer of a province, a stranger."""

from collections.abc import Sequence
from datetime import datetime

from bot import outside_data, province
from bot.commands import join
from bot.commands.join import JOINING, Reply, Visitor
from bot.desk import Arrived
from bot.yes_no import CONSENTS, yes_or_no
from followup.ports import Inbound, InboundKind
from followup.say import Option, Say
from plan.model import Member
from storage import prompts
from storage.database import Tx
from storage.prompts import OpenPrompt
from texts.messages.joining import ConsentUnclear
from texts.messages.replies import NotYours, OnlyText

# What a chat may answer that speaks for no school.
_JOINING = JOINING | {province.CONSENT, outside_data.ERASE}


def may_ask_a_file(said: Inbound) -> bool:
    """Whether words may ask for a file that is made before the answer, whoever says them."""
    return province.asks(said) or outside_data.asked(said) is not None


def file_asked(tx: Tx, said: Inbound, now: datetime) -> tuple[str, object] | None:
    """Give the function that makes a file asked for, and its values; None for who may not."""
    if province.asks(said):
        figures = province.figures(tx, said, now)
        return None if figures is None else ("make_province_picture", figures)
    sheets = outside_data.sheets(tx, said)
    return None if sheets is None else ("make_xlsx", sheets)


def answered(visitor: Visitor, arrived: Arrived, members: Sequence[Member]) -> Say | None:
    """Answer who joins, officers of a province and strangers; None for who speaks as a member."""
    joining = _joining(visitor)
    if joining is not None:
        return joining
    code = join.code_in(arrived.said.text, joined=bool(members))
    is_member = bool(members)
    if code:
        above = province.joined(visitor, code)
    else:
        own = outside_data.answered(visitor, arrived, is_member=is_member)
        above = own or province.answered(visitor, arrived, is_member=is_member)
    if above is None and (code or not is_member):
        return join.arrive(visitor)
    return above


def _joining(visitor: Visitor) -> Say | None:
    """Answer a question of joining: by its button, or by the newest one with a typed line."""
    if visitor.said.kind is InboundKind.CHOICE:
        return _joining_by_button(visitor)
    if visitor.said.kind is InboundKind.TEXT and not join.code_in(visitor.said.text):
        return _joining_by_line(visitor)
    return None


def _joining_by_button(visitor: Visitor) -> Say | None:
    found = prompts.by_key_all_schools(visitor.tx, visitor.said.choice_key)
    if found is None or found[0].kind not in _JOINING or found[0].state == "answered":
        return None
    prompt, position = found
    if prompt.address_id != visitor.address.address_id:
        return Say(NotYours())
    return _joined(visitor, prompt, prompt.options[position][0], "")


def _joining_by_line(visitor: Visitor) -> Say | None:
    waiting = prompts.open_at_address_all_schools(visitor.tx, visitor.address.address_id)
    prompt = next((p for p in waiting if p.kind in _JOINING), None)
    if prompt is None or outside_data.is_stale(prompt, visitor.now):
        return None
    if visitor.said.forwarded:
        # Somebody else's "Đồng ý" is nobody's consent.
        return Say(OnlyText(None, "forwarded"))
    value = prompt.typed(visitor.said.text) or yes_or_no(prompt, visitor.said.text)
    if not value and not prompt.takes_text:
        return _asked_again(visitor, prompt)
    return _joined(visitor, prompt, value, "" if value else visitor.said.text)


def _asked_again(visitor: Visitor, prompt: OpenPrompt) -> Say | None:
    """Ask for a consent once more in its own words; a code of another school goes on with that."""
    if prompt.kind not in CONSENTS or join.code_in(visitor.said.text):
        return None
    prompts.close_all_schools(visitor.tx, prompt.prompt_id, "answered", visitor.now)
    rows = tuple((Option(value, label),) for value, label in prompt.options)
    return Say(ConsentUnclear(), prompt.kind, dict(prompt.payload), rows)


def _joined(visitor: Visitor, prompt: OpenPrompt, value: str, text: str) -> Say:
    prompts.close_all_schools(visitor.tx, prompt.prompt_id, "answered", visitor.now)
    reply = Reply(prompt, value, text)
    if prompt.kind == province.CONSENT:
        return province.consented(visitor, reply)
    if prompt.kind == outside_data.ERASE:
        return outside_data.decided(visitor, reply)
    return join.answer(visitor, reply)

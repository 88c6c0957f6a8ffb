"""From what came in to what is answered: who speaks, for which school, and which command."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from bot import outside, which_school
from bot.codes import find_number, starts_with_code, without_code
from bot.commands import album, letterhead, own_data, plan, press, remind_again, report
from bot.commands.join import Visitor
from bot.desk import Arrived, Chosen, Command, Desk
from bot.numbers import Numbers, number_in
from bot.replies import cut_again
from bot.table import ANSWERS, COMMANDS, FILE_ANSWERS, LASTING, REOPENED, TAKE_CODES, says_plan
from bot.words import as_asked, as_ended, is_another_word, without_politeness
from bot.yes_no import asks_yes_or_no
from followup.ports import Inbound, InboundKind
from followup.prove import prove_by_press, prove_by_reply
from followup.say import Say
from plan.documents import DocumentFault
from plan.folding import fold, fold_word
from plan.model import Member
from storage import bots, people, prompts
from storage.bots import Address
from storage.database import Tx
from storage.prompts import OpenPrompt
from storage.school_day import SchoolDay
from texts.messages.evidence import EvidenceRefused
from texts.messages.plans import DocumentProblem
from texts.messages.replies import (
    Acknowledged,
    HiddenSender,
    NoRoom,
    NotFetched,
    NotYours,
    OnlyText,
    SettledInPrivate,
    TooLong,
    Unclear,
)
from texts.messages.requests import NotAllowed

# Where a form of the command table has what is asked about.
SUBJECT = "…"
# A pasted table fits; what is longer would keep others waiting while it is read.
MOST_TEXT = 20_000
# Words of a name: "cô Nguyễn Thị Thu Hà".
LONGEST_NAME = 5
ODD_KINDS = {InboundKind.VOICE: "voice", InboundKind.STICKER: "other", InboundKind.OTHER: "other"}


class Answered(Struct, frozen=True):
    """One thing to say: to a chat, as a member (None for a stranger)."""

    address: Address
    member: Member | None
    say: Say


def handle(tx: Tx, arrived: Arrived) -> list[Answered]:
    """Do what an update asks for, in the caller's one transaction; gives what to answer."""
    said = arrived.said
    address = _address(tx, arrived)
    if said.migrated_to:
        bots.migrate_all_schools(tx, address.address_id, said.migrated_to)
        return []
    if said.kind in {InboundKind.BLOCKED, InboundKind.OPENED}:
        state = "blocked" if said.kind is InboundKind.BLOCKED else "open"
        bots.set_state_all_schools(tx, address.address_id, state)
        return []
    if said.is_group:
        return _in_group(tx, arrived, address)
    if address.state == "blocked":
        # Whoever writes again has let the bot in again.
        bots.set_state_all_schools(tx, address.address_id, "open")
    return _in_private(tx, arrived, address)


def wants_document(tx: Tx, said: Inbound, now: datetime) -> bool:
    """Whether a file that came in is to be read as a plan or a roster: by who sent it, and how.

    A file that answers a reminder, or whose words name a task, is evidence; one sent as a template
    is kept as it is. A photo is evidence unless the words with it say that it is a plan.
    """
    is_photo = said.kind is InboundKind.PHOTO and says_plan(said.text)
    if not (said.kind is InboundKind.FILE or is_photo) or said.is_group or said.refers_to:
        return False
    if find_number(said.text) is not None or letterhead.template_of(said.text) is not None:
        return False
    address = bots.find_address_all_schools(tx, said.bot_id, (said.chat, said.thread))
    if address is None or address.person_id is None:
        return False
    return any(
        SchoolDay.of(tx, member.school_id, now).may(member, "hand_in_document")
        for member in people.of_person_all_schools(tx, address.person_id)
    )


def _address(tx: Tx, arrived: Arrived) -> Address:
    said = arrived.said
    kind = "group" if said.is_group else "person"
    place = (said.chat, said.thread)
    return bots.ensure_address_all_schools(tx, said.bot_id, place, kind, arrived.now)


def _in_group(tx: Tx, arrived: Arrived, group: Address) -> list[Answered]:
    """In a group nothing of a task is said: the answer goes to the person alone."""
    said = arrived.said
    if not said.person:
        return [Answered(group, None, Say(HiddenSender()))]
    own = bots.private_address_all_schools(tx, said.bot_id, said.person)
    if own is None or own.person_id is None:
        return []
    settled = _in_private(tx, arrived, own)
    if not settled:
        return []
    return [*settled, Answered(group, None, Say(SettledInPrivate()))]


def _in_private(tx: Tx, arrived: Arrived, address: Address) -> list[Answered]:
    if len(arrived.said.text) > MOST_TEXT:
        return [Answered(address, None, Say(TooLong(MOST_TEXT)))]
    members = people.of_person_all_schools(tx, address.person_id) if address.person_id else []
    beside = outside.answered(Visitor(tx, address, arrived.said, arrived.now), arrived, members)
    if beside is not None:
        return [Answered(address, None, beside)]
    if arrived.said.refers_to and arrived.said.kind is not InboundKind.CHOICE:
        prove_by_reply(tx, address, arrived.said.refers_to, arrived.now)
    if len(members) == 1:
        return _at_desk(tx, arrived, address, members[0])
    spoken = which_school.settle(tx, arrived, address, members)
    if isinstance(spoken, Say):
        return [Answered(address, None, spoken)]
    return _at_desk(tx, spoken.arrived, address, spoken.member)


def _at_desk(tx: Tx, arrived: Arrived, address: Address, member: Member) -> list[Answered]:
    day = SchoolDay.of(tx, member.school_id, arrived.now)
    me = day.staff.member(member.member_id) or member
    desk = Desk(day, me, address, arrived.said, arrived.prepared, arrived.ways, COMMANDS)
    desk, promised = _without_wish(desk)
    said = _said(desk)
    if said is None:
        return []
    asked = own_data.consent_question(desk, said)
    if promised is not None and isinstance(said.message, Acknowledged | Unclear):
        # "em bận quá, mai nhắc lại em": the promise says all that is to be said.
        said, promised = promised, None
    return [Answered(address, me, one) for one in (said, promised, asked) if one is not None]


def _without_wish(desk: Desk) -> tuple[Desk, Say | None]:
    """Take the wish to be reminded again out of a report; it is answered beside it."""
    said = desk.said
    if said.kind is not InboundKind.TEXT or said.forwarded or said.edited:
        return desk, None
    found = cut_again(said.text, desk.day.frame("chat"))
    command = None if found is None else find_command(desk, found[0])
    if found is None or (command is not None and not command[0].is_report):
        return desk, None
    rest, wish = found
    return replace(desk, said=replace(said, text=rest)), remind_again.wished(desk, wish)


def _said(desk: Desk) -> Say | None:
    """Answer what was said; None for what a file sent together with another adds in silence."""
    said = desk.said
    if said.kind is InboundKind.CHOICE:
        return _pressed(desk)
    odd = "forwarded" if said.forwarded else "edited" if said.edited else ODD_KINDS.get(said.kind)
    if odd is not None:
        return Say(OnlyText(desk.me, odd))
    if said.kind in {InboundKind.PHOTO, InboundKind.FILE}:
        return _file_came(desk)
    return _typed(desk, said.text)


def _file_came(desk: Desk) -> Say | None:
    """Take a file: a template, a plan or roster that was read, else evidence."""
    not_kept = None if desk.prepared.files else _not_kept(desk)
    if not_kept is not None:
        return not_kept
    template = letterhead.template_of(desk.said.text)
    if template is not None:
        return letterhead.keep_template(template, desk)
    read = desk.prepared.document
    if read is not None and "fault" not in read:
        return plan.file_arrived(desk)
    return _evidence_came(desk)


def _not_kept(desk: Desk) -> Say | None:
    """Say why nothing of what was sent is kept."""
    came = desk.prepared
    if came.too_big:
        return Say(DocumentProblem(desk.me, DocumentFault.TOO_LARGE, came.too_big, ""))
    if came.not_fetched:
        return Say(NotFetched(desk.me))
    if came.no_room:
        return Say(NoRoom(desk.me))
    return Say(EvidenceRefused(desk.me, *came.refused[0])) if came.refused else None


def _evidence_came(desk: Desk) -> Say | None:
    """Take what is neither plan nor roster: beside its album, to a question, else by its words."""
    if album.joins(desk):
        return None
    prompt = _answered_by_file(desk)
    if prompt is not None:
        prompts.close_all_schools(desk.tx, prompt.prompt_id, "answered", desk.day.now)
        return FILE_ANSWERS[prompt.kind](Chosen(prompt), desk)
    if desk.prepared.document is not None:
        return plan.file_arrived(desk)
    return report.report(desk.said.text, desk)


def _answered_by_file(desk: Desk) -> OpenPrompt | None:
    """Give the question that a file answers, unless its words name a task of their own."""
    if find_number(desk.said.text) is not None or desk.said.refers_to:
        return None
    prompt = Numbers(desk).current
    is_asked = prompt is not None and prompt.kind in FILE_ANSWERS
    return prompt if is_asked and prompt and desk.may_answer(prompt.kind) else None


def _pressed(desk: Desk) -> Say:
    found = prompts.by_key_all_schools(desk.tx, desk.said.choice_key)
    if found is None:
        return Say(NotYours())
    prompt, position = found
    if prompt.member_id != desk.me.member_id or prompt.school_id != desk.school_id:
        return Say(NotYours())
    prove_by_press(desk.tx, prompt.delivery_id, desk.said.refers_to, desk.day.now)
    if prompt.state == "answered":
        return _again(desk, prompt, prompt.options[position][0])
    return _answer(desk, prompt, prompt.options[position][0], "")


def _again(desk: Desk, prompt: OpenPrompt, value: str) -> Say:
    """Meet a press on something answered with the present state of what it was about."""
    return _chosen(desk, prompt, value) if prompt.kind in REOPENED else _settled(desk, prompt)


def _chosen(desk: Desk, prompt: OpenPrompt, value: str) -> Say:
    return _answer(desk, prompt, value, "")


def _settled(desk: Desk, prompt: OpenPrompt, value: str = "") -> Say:
    """Say how things stand that were answered before."""
    del value
    numbers = [prompt.payload["occurrence"]] if "occurrence" in prompt.payload else []
    numbers += [step["occurrence_id"] for step in prompt.payload.get("steps", [])]
    return press.already(desk, numbers)


def _answer(desk: Desk, prompt: OpenPrompt, value: str, text: str) -> Say:
    if not desk.may_answer(prompt.kind):
        # Asked of somebody who holds another role by now.
        return Say(NotAllowed(desk.me, "command"))
    if prompt.kind not in LASTING:
        prompts.close_all_schools(desk.tx, prompt.prompt_id, "answered", desk.day.now)
    if prompt.payload.get("album"):
        # What is kept by this answer belongs to the files that were sent together.
        desk = replace(desk, said=replace(desk.said, album=prompt.payload["album"]))
    return ANSWERS[prompt.kind](Chosen(prompt, value, text), desk)


def _typed(desk: Desk, text: str) -> Say:
    """Read a typed line: a command, the answer to what was just asked, else a reply."""
    numbers = Numbers(desk)
    asked = numbers.current
    if asked is not None and asks_yes_or_no(asked) and not number_in(text):
        # "không" to it is no word on somebody's request.
        chosen = numbers.worded(text)
        if chosen:
            return _answer(desk, asked, chosen, "")
    command = find_command(desk, text)
    if command is not None and not command[0].is_report:
        return _run(desk, *command)
    answered = _answered(desk, numbers, text)
    if answered is not None:
        return answered
    if command is not None:
        return _run(desk, *command)
    return report.report(text, desk)


def _answered(desk: Desk, numbers: Numbers, text: str) -> Say | None:
    """Take a number, a label or a line as the answer to a question; None when it is none."""
    meant = numbers.meant(text) or numbers.called(text)
    if isinstance(meant, Say):
        return meant
    if meant is not None:
        take = _settled if meant.is_settled else _chosen
        return take(desk, meant.prompt, meant.value)
    prompt = numbers.current
    if prompt is None:
        return None
    chosen = numbers.worded(text)
    if chosen:
        return _answer(desk, prompt, chosen, "")
    names_task = prompt.kind not in TAKE_CODES and find_number(text) is not None
    if names_task or text.startswith("/") or _is_no_name(desk, prompt, text):
        return None
    return _answer(desk, prompt, "", text) if prompt.takes_text else None


def _is_no_name(desk: Desk, prompt: OpenPrompt, text: str) -> bool:
    """Whether a name was asked for, nobody having the one that was typed, and this is none."""
    if prompt.kind != "person" or prompt.options:
        return False
    return len(text.split()) > LONGEST_NAME and not desk.day.staff.find(text)


def _run(desk: Desk, command: Command, words: str) -> Say:
    if not desk.may_use(command.name):
        return Say(NotAllowed(desk.me, "command"))
    return command.run(words, desk)


def find_command(desk: Desk, text: str) -> tuple[Command, str] | None:
    """Find the row of the table that a line fits, and the words after it."""
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        name = name.partition("@")[0].lower()
        return next(((row, rest.strip()) for row in desk.commands if row.name == name), None)
    said = without_politeness(text)
    asked = as_asked(said)
    # "xem việc 12" is about V12.
    lines = (said,) if starts_with_code(asked) else dict.fromkeys((asked, said))
    fitting = (
        (row, after)
        for line in lines
        for row, after in _begun(desk, line)
        if row.fits(after, line, desk)
    )
    return next(fitting, None) or _begun_after_code(desk, said)


def _begun(desk: Desk, said: str) -> Iterator[tuple[Command, str]]:
    """Give each row whose words a line begins with, with what follows them.

    A form such as "… tới đâu rồi" holds the place of what is asked about.
    """
    first, ended = fold(said[:1]), as_ended(said)
    for row in desk.commands:
        for phrase in row.words:
            if SUBJECT in phrase:
                after = _between(ended, *phrase.split(SUBJECT))
            elif fold_word(phrase).startswith(first):
                after = _after(said, phrase)
            else:
                continue
            if after is not None:
                yield row, after


def _begun_after_code(desk: Desk, said: str) -> tuple[Command, str] | None:
    """Find the row of a line that names its task before the words: "V3 chi 8tr"."""
    if not starts_with_code(said):
        return None
    begun = _begun(desk, without_code(said))
    code = f"V{find_number(said)}"
    fitting = ((row, f"{code} {rest}") for row, rest in begun if row.after_code(rest, said, desk))
    return next(fitting, None)


def _after(text: str, phrase: str) -> str | None:
    """Give what follows a phrase in a text, None when it does not begin with it."""
    size = len(phrase)
    if fold(text[:size]) != fold_word(phrase):
        return None
    rest = text[size:]
    if rest and (rest[0].isalnum() or is_another_word(text[:size], phrase)):
        return None
    return rest.strip()


def _between(text: str, first: str, last: str) -> str | None:
    """Give what stands between the words of a form, None when they are not there."""
    first, last = first.rstrip(), last.lstrip()
    head, tail = len(first), len(text) - len(last)
    if head >= tail or fold(text[:head]) != fold_word(first):
        return None
    if fold(text[tail:]) != fold_word(last):
        return None
    said = text[head:tail]
    # Whole words only: the form's words stand apart from what is asked about.
    apart = (not head or not said[0].isalnum()) and (not last or not said[-1].isalnum())
    return said.strip() or None if apart else None

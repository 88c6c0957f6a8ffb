"""Evidence in chat: where it belongs, and the official code it is given."""

import re

from bot.codes import find_number
from bot.commands.context import by_code
from bot.commands.evidence_list import file_of, task_code
from bot.desk import Chosen, Desk
from bot.words import folded
from followup.add_evidence import place_evidence
from followup.file_evidence import (
    drop_evidence,
    file_evidence,
    set_of,
    suggestion,
)
from followup.say import Option, Say
from plan.folding import fold
from plan.hours import local
from storage import evidence
from storage.evidence import Evidence
from texts.labels import label
from texts.messages.evidence import (
    EvidenceDone,
    EvidenceFiled,
    EvidencePlaceAsked,
    EvidencePlaced,
    EvidenceToFile,
    NoSuchCriterion,
)

_CRITERION = re.compile(r"\b\d{1,2}\.\d{1,2}\b")


def ask_place(desk: Desk, numbers: list[int], text: str) -> Say:
    """Ask to which task or criterion something belongs that was sent without a word of it."""
    rows = ((Option("later", label("secretary_files")),),)
    payload = {"evidence": numbers, "album": desk.said.album}
    message = EvidencePlaceAsked(desk.me, len(numbers), text)
    return Say(message, "evidence_place", payload, rows, takes_text=True)


def take_place(chosen: Chosen, desk: Desk) -> Say:
    """Take where it belongs: a task's code, a criterion, or nothing yet."""
    numbers = list(chosen.payload["evidence"])
    if chosen.value:
        return Say(EvidencePlaced(desk.me, len(numbers), "", ""))
    one = by_code(desk, chosen.text) if find_number(chosen.text) is not None else None
    if one is not None:
        where = (one.occurrence.occurrence_id, one.task.criterion)
        place_evidence(desk.day, desk.actor, tuple(numbers), where)
        return Say(EvidencePlaced(desk.me, len(numbers), one.task.code, ""))
    named = _CRITERION.search(chosen.text)
    known = set_of(desk.day)
    if named is None or known.criterion_title(named[0]) is None:
        return ask_place(desk, numbers, chosen.text)
    place_evidence(desk.day, desk.actor, tuple(numbers), (None, named[0]))
    return Say(EvidencePlaced(desk.me, len(numbers), "", named[0]))


def to_file(words: str, desk: Desk) -> Say:
    """Show the oldest piece that waits for its code."""
    del words
    return _next(desk, set())


def _next(desk: Desk, skipped: set[int], dropped: str = "") -> Say:
    waiting = evidence.standing(desk.tx, desk.school_id, "waiting")
    left = [piece for piece in waiting if piece.evidence_id not in skipped]
    if not left:
        filed = len(evidence.standing(desk.tx, desk.school_id, "filed"))
        return Say(EvidenceDone(desk.me, dropped, filed))
    return _ask(desk, left[0], len(waiting), skipped)


def _ask(desk: Desk, piece: Evidence, count: int, skipped: set[int], text: str = "") -> Say:
    criterion = suggestion(desk.day, piece)
    message = EvidenceToFile(
        who=desk.me,
        name=piece.name,
        kind=piece.kind,
        by=desk.day.staff.member(piece.member_id),
        on=local(piece.received_at).date(),
        code=task_code(desk, piece),
        criterion=criterion,
        title=set_of(desk.day, piece).criterion_title(criterion) or "",
        count=count,
        text=text,
    )
    first = (Option("file", label("file_under", criterion=criterion)),) if criterion else ()
    rows = (
        (*first, Option("later", label("later"))),
        (Option("index", label("index_only")), Option("drop", label("not_evidence"))),
    )
    payload = {"evidence": piece.evidence_id, "skipped": sorted(skipped), "criterion": criterion}
    attachments = file_of(piece)
    return Say(message, "evidence_file", payload, rows, takes_text=True, attachments=attachments)


def take_filing(chosen: Chosen, desk: Desk) -> Say:
    """File the piece just shown, leave it for later, or say that it is no evidence."""
    number, skipped = chosen.payload["evidence"], set(chosen.payload["skipped"])
    piece = evidence.get(desk.tx, desk.school_id, number)
    if piece is None or piece.state != "waiting":
        return _next(desk, skipped)
    if chosen.value == "later":
        return _next(desk, skipped | {number})
    if chosen.value == "drop":
        drop_evidence(desk.day, desk.actor, number)
        return _next(desk, skipped, piece.name)
    index = chosen.value == "index" or _says_index(chosen.text)
    criteria = tuple(dict.fromkeys(_CRITERION.findall(chosen.text)))
    if not chosen.text:
        criteria = (chosen.payload["criterion"],) if chosen.payload["criterion"] else ()
    known = set_of(desk.day, piece)
    unknown = next((c for c in criteria if known.criterion_title(c) is None), "")
    if unknown or not criteria:
        text = unknown or chosen.text
        waiting = len(evidence.standing(desk.tx, desk.school_id, "waiting"))
        return _ask(desk, piece, waiting, skipped, text)
    return _file(desk, piece, criteria, index=index)


def _says_index(text: str) -> bool:
    said = fold(text)
    return any(said.startswith(word) for word in folded("index_words"))


def _file(desk: Desk, piece: Evidence, criteria: tuple[str, ...], *, index: bool) -> Say:
    done = file_evidence(desk.day, desk.actor, piece.evidence_id, criteria, index=index)
    if done is None:
        return Say(NoSuchCriterion(desk.me, criteria[0], set_of(desk.day, piece).code))
    left = len(evidence.standing(desk.tx, desk.school_id, "waiting"))
    message = EvidenceFiled(
        desk.me,
        piece.name,
        str(done.code),
        done.evidence.also,
        done.is_new,
        done.evidence.is_index,
        left,
    )
    gone = (piece.file_hash,) if index and piece.file_hash else ()
    rows = ((Option("next", label("more")),),) if left else ()
    if not rows:
        return Say(message, forgets=gone)
    return Say(message, "evidence_next", {}, rows, forgets=gone)


def go_on(chosen: Chosen, desk: Desk) -> Say:
    """Show the next piece that waits."""
    del chosen
    return _next(desk, set())

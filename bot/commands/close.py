"""The round that closes the year: task by task, what is missing of each, by a tap or one line."""

import re
from collections.abc import Sequence

from bot.commands import papers, views
from bot.commands.act import LINK, pieces_of
from bot.desk import Chosen, Desk
from bot.words import folded
from followup.add_evidence import Piece
from followup.close_year import Closing, close_task, closings, opens_on
from followup.say import Option, Say
from plan.criteria import circular
from plan.folding import fold, fold_aligned
from plan.outcome import NO_LEVEL, Lack, Outcome, Result
from plan.papers import PaperKind
from texts.labels import label
from texts.messages.replies import Acknowledged
from texts.messages.week import NoPlanYet
from texts.messages.year import CloseOne, CloseTooEarly, YearClosed

_LEVEL = re.compile(rf"\b(?:{'|'.join(sorted(folded('close_level')))})\s*(\d)\b")
# "chưa xong" is no "xong": what is longer is looked for first.
_RESULTS = (("close_not", Result.NOT), ("close_part", Result.PART), ("close_done", Result.DONE))


def begin(words: str, desk: Desk) -> Say:
    """Begin the round, or go on with it: "khép năm học"."""
    del words
    first_on = opens_on(desk.day)
    if first_on is None:
        return Say(NoPlanYet(desk.me))
    if first_on > desk.day.today:
        return Say(CloseTooEarly(desk.me, first_on))
    return close_next(desk)


def invited(chosen: Chosen, desk: Desk) -> Say:
    """Take the word on an invitation to the round, or on what it ended with."""
    if chosen.value.startswith(("paper", "list")):
        return views.turn_list(chosen, desk)
    return Say(Acknowledged(desk.me, "")) if chosen.value == "later" else close_next(desk)


def close_next(desk: Desk, skipped: Sequence[int] = (), before: str = "") -> Say:
    """Ask for what is missing of the next task; at the end say what is missing still."""
    own = _own(desk)
    left = [one for one in own if one.lacks and one.task.task_id not in skipped]
    return _ask(desk, left[0], skipped, before) if left else _ended(desk, own, before)


def _own(desk: Desk) -> list[Closing]:
    """List what the speaker closes: the principal every task, others those they are asked of."""
    found = closings(desk.day)
    return found if desk.is_principal else [one for one in found if one.contact == desk.me]


def _ask(
    desk: Desk, one: Closing, skipped: Sequence[int], before: str = "", words: str = ""
) -> Say:
    step = one.lacks[0]
    left = [o for o in _own(desk) if o.lacks and o.task.task_id not in skipped]
    message = CloseOne(
        who=desk.me,
        code=one.task.code,
        work=one.task.work,
        due_on=one.due_on,
        left=len(left),
        step=str(step),
        criterion=one.task.criterion or one.task.standard,
        circular=circular(one.criteria_set),
        words=words,
        before=before,
    )
    payload = {
        "task": one.task.task_id,
        "skipped": list(skipped),
        "words": words,
        "step": str(step),
    }
    about = tuple(o.occurrence_id for o in one.occurrences[-1:])
    return Say(message, "close_one", payload, _rows(one, step), takes_text=True, about=about)


def _rows(one: Closing, step: Lack) -> tuple[tuple[Option, ...], ...]:
    skip = Option("skip", label("later"))
    if step is Lack.RESULT:
        results = tuple(Option(str(r), label(f"close_{r}")) for r in Result)
        return results[:2], (results[2], skip)
    if step is Lack.PROOF:
        return ((Option("none", label("close_no_proof")), skip),)
    levels = tuple(Option(f"level:{n}", label("close_level", level=n)) for n in one.levels)
    return levels, (Option(f"level:{NO_LEVEL}", label("close_no_level")), skip)


def take(chosen: Chosen, desk: Desk) -> Say:
    """Take what is said of one task, and ask for what is missing next."""
    number, skipped = chosen.payload["task"], list(chosen.payload["skipped"])
    one = _one(desk, number)
    if one is None or not one.lacks:
        return close_next(desk, skipped)
    if chosen.value == "skip":
        return close_next(desk, [*skipped, number])
    if str(one.lacks[0]) != chosen.payload["step"]:
        return _ask(desk, one, skipped)  # answered elsewhere meanwhile
    said, proof = _said(chosen, one)
    is_open = one.lacks[0] is Lack.RESULT and said.result is None
    if is_open or (said == Outcome() and not proof):
        return _ask(desk, one, skipped, words=chosen.text)
    close_task(desk.day, desk.actor, one, said, proof)
    return _after(desk, number, skipped)


def take_files(chosen: Chosen, desk: Desk) -> Say:
    """Take a photo or a file that answers the question for evidence."""
    number, skipped = chosen.payload["task"], list(chosen.payload["skipped"])
    one = _one(desk, number)
    if one is None:
        return close_next(desk, skipped)
    pieces = pieces_of(desk.prepared.files, desk.said.text, album=desk.said.album)
    close_task(desk.day, desk.actor, one, Outcome(), pieces)
    kept = label("close_proof_kept", count=len(pieces), code=one.task.code)
    return _after(desk, number, skipped, kept)


def _after(desk: Desk, number: int, skipped: Sequence[int], kept: str = "") -> Say:
    """Go on with the same task while something of it is missing, then with the next."""
    one = _one(desk, number)
    if one is not None and one.lacks:
        return _ask(desk, one, skipped, kept)
    return close_next(desk, skipped, kept if one is None else _told(one))


def _one(desk: Desk, task_id: int) -> Closing | None:
    return next((one for one in _own(desk) if one.task.task_id == task_id), None)


def _told(one: Closing) -> str:
    """Say in a few words what is known of a task now."""
    said = [label(f"close_{one.outcome.result}")]
    if one.outcome.level:
        none = one.outcome.level == NO_LEVEL
        said.append(label("close_no_level" if none else "close_level", level=one.outcome.level))
    return f"{one.task.code} {', '.join(said).lower()}"


def _said(chosen: Chosen, one: Closing) -> tuple[Outcome, tuple[Piece, ...]]:
    """Read a tap or a line: result, level, words; at the question for evidence, what shows it."""
    step, text = one.lacks[0], " ".join(chosen.text.split())
    if chosen.value in set(Result):
        return Outcome(Result(chosen.value), chosen.payload["words"]), ()
    if chosen.value.startswith("level:"):
        return Outcome(level=chosen.value.removeprefix("level:")), ()
    if chosen.value == "none" or (step is Lack.PROOF and fold(text) in folded("close_no_proof")):
        return Outcome(has_none=True), ()
    level = _level(text, one)
    if step is Lack.PROOF:
        words = _rest(text) if level else text
        kind = "link" if LINK.search(words) else "words"
        return Outcome(level=level), (Piece(kind, words=words),) if words else ()
    if step is Lack.LEVEL:
        return Outcome(level=level), ()
    result = _result(text)
    return Outcome(result, "" if result is None else _rest(text), level), ()


def _level(text: str, one: Closing) -> str:
    found = _LEVEL.search(fold(text))
    return found[1] if found and int(found[1]) in one.levels else ""


def _result(text: str) -> Result | None:
    said = fold(text)
    starts = (result for kind, result in _RESULTS for word in folded(kind) if _begins(said, word))
    return next(starts, None)


def _begins(said: str, word: str) -> bool:
    return said == word or (said.startswith(word) and not said[len(word)].isalnum())


def _rest(text: str) -> str:
    """Leave the result and the level out of a line: what stays are the words on it."""
    said = fold_aligned(text)
    found = _LEVEL.search(said)
    if found is not None:
        text = text[: found.start()] + text[found.end() :]
        said = said[: found.start()] + said[found.end() :]
    words = {word for kind, _ in _RESULTS for word in folded(kind) if _begins(said, word)}
    longest = max(words, key=len, default="")
    return " ".join(text[len(longest) :].split()).strip(" ,;:.-")


def _ended(desk: Desk, own: Sequence[Closing], before: str) -> Say:
    """Say what is missing of what the speaker answers for; the office sees the whole school."""
    seen = closings(desk.day) if desk.may("see_closing_of_school") else own
    lacking = {lack: tuple(one.task.code for one in seen if lack in one.lacks) for lack in Lack}
    message = YearClosed(
        desk.me,
        before,
        sum(not one.lacks for one in seen),
        len(seen),
        lacking[Lack.RESULT],
        lacking[Lack.PROOF],
        lacking[Lack.LEVEL],
        can_go_on=any(one.lacks for one in own),
    )
    rows: list[tuple[Option, ...]] = []
    if message.can_go_on:
        rows.append((Option("start", label("close_go_on")),))
    if desk.may("see_closing_of_school"):
        kinds = (PaperKind.YEAR, PaperKind.IMPROVEMENT)
        rows.append(tuple(papers.option_of(kind, "docx") for kind in kinds))
    return Say(message, "close", {}, tuple(rows)) if rows else Say(message)

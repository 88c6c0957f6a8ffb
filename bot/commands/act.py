"""Doing what a reply said, as a whole, and saying back what was logged."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from bot.codes import without_code
from bot.commands.context import OpenTask, open_one, open_ones, settled_one
from bot.commands.money import spending_in
from bot.commands.needs import ask_new_due, ask_person, day_in, day_of, not_later, read_day
from bot.desk import Desk, StoredFile
from bot.replies import Action
from bot.words import without_first
from followup.add_evidence import Piece, add_evidence
from followup.ask_request import Wish, ask_request
from followup.decide_request import Word, decide_request, give_to, move_due_day
from followup.file_evidence import set_of
from followup.link_tasks import linked_tasks
from followup.report_progress import Effect, Reported, Said, report_progress
from followup.say import Option, Say
from plan.model import Intent, Member, Task
from plan.rights import Kind
from plan.sensitive import names_pupils
from storage import occurrences, requests
from storage.history import Deed
from storage.requests import RequestKind
from texts.labels import label
from texts.messages.replies import ConfirmReply, Logged, LoggedItem, WholeOrPart
from texts.messages.requests import RequestMade, TaskGiven, YoursToDecide
from texts.render import named

# A long task said to be done so many days early is asked about: the whole, or a part?
EARLY_DAYS = 30
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
REQUESTS = {
    Intent.POSTPONE: RequestKind.POSTPONE,
    Intent.REASSIGN: RequestKind.REASSIGN,
    Intent.DECLINE: RequestKind.DECLINE,
}


class Step(Struct, frozen=True):
    """One thing to do: an action on an occurrence, with the words it came in."""

    occurrence_id: int
    intent: str
    percent: int | None = None
    new_due: str = ""
    reason: str = ""
    to: str = ""
    done_on: str = ""
    words: str = ""
    is_whole: bool = False
    criterion: str = ""
    # Whom `to` means, once that is settled.
    to_id: int | None = None

    @classmethod
    def of(cls, action: Action, task: OpenTask, words: str) -> "Step":
        """Take an action of a reply."""
        return cls(
            task.occurrence.occurrence_id,
            str(action.intent),
            action.percent,
            action.new_due.isoformat() if action.new_due else "",
            action.reason or "",
            action.to or "",
            action.done_on.isoformat() if action.done_on else "",
            words,
            criterion=action.criterion or "",
        )


def as_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Write steps into a prompt's payload."""
    return [asdict(step) for step in steps]


def from_json(stored: Sequence[dict[str, Any]]) -> list[Step]:
    """Read steps from a prompt's payload."""
    return [Step(**step) for step in stored]


def perform(desk: Desk, steps: Sequence[Step], files: Sequence[StoredFile] = ()) -> Say:
    """Do every step, or ask the one thing that is still missing before any of them."""
    early = next((s for s in steps if _is_early(desk, s)), None)
    if early is not None:
        return _whole_or_part(desk, steps, early)
    lacking = missing(desk, steps)
    if lacking is not None:
        return lacking
    wishes = [s for s in steps if Intent(s.intent) in REQUESTS]
    said = [s for s in steps if Intent(s.intent) not in REQUESTS]
    if not said and len(wishes) == 1 and not files:
        return _request(desk, wishes[0])
    # One message is one deed: one "hoàn tác" takes all of it back.
    deed = desk.day.deed("report_progress", desk.actor)
    items = [_log(desk, deed, step) for step in said if Intent(step.intent) is not Intent.EVIDENCE]
    items += _keep(desk, deed, said, files)
    for step in wishes:
        _request(desk, step, deed)
        items.append(item_of(desk, step))
    logged = replace(_logged(desk, items, files), spent=_spent(items, steps))
    return Say(logged, about=tuple(s.occurrence_id for s in steps))


def confirm(desk: Desk, steps: Sequence[Step], why: str, files: Sequence[StoredFile] = ()) -> Say:
    """Show what would be done and ask for a word first."""
    message = ConfirmReply(desk.me, tuple(item_of(desk, step) for step in steps), why)
    payload = {
        "steps": as_json(steps),
        "files": [asdict(file) for file in files],
        "album": desk.said.album,
    }
    if why == "fraction":
        return Say(message, "confirm_reply", payload, _fraction_rows(desk, steps[0]))
    rows = ((Option("yes", label("yes")), Option("no", label("no"))),)
    return Say(message, "confirm_reply", payload, rows)


def _fraction_rows(desk: Desk, step: Step) -> tuple[tuple[Option, ...], ...]:
    """Offer the two things a bare "2/3" may be, the day only where it could be a new due day."""
    # No yes: "ok" would not say which of the two.
    options = [Option("share", label("about_percent", percent=step.percent))]
    day = day_of(read_day(desk.day, step.words))
    task = open_one(desk, step.occurrence_id)
    if day is not None and task is not None and day > task.occurrence.due_on:
        options.append(Option(f"day:{day.isoformat()}", label("until_day", day=f"{day:%d/%m}")))
    return tuple((option,) for option in (*options, Option("no", label("other_meaning"))))


def item_of(desk: Desk, step: Step) -> LoggedItem:
    """Word a step before it is done."""
    settled = settled_one(desk, step.occurrence_id)
    if settled is not None and step.intent != Intent.EVIDENCE:
        return LoggedItem(settled.task.code, settled.task.work, str(Effect.ALREADY))
    task = settled or open_one(desk, step.occurrence_id)
    code = "" if task is None else task.task.code
    to = _taker(desk, step)
    return LoggedItem(
        code=code,
        work="" if task is None else task.task.work,
        effect=_effect(desk, step, task),
        percent=step.percent,
        words=step.reason,
        due_on=date.fromisoformat(step.new_due) if step.new_due else None,
        # Named the way the school does, else as it was typed.
        to=named(to) if to is not None else step.to,
    )


def _effect(desk: Desk, step: Step, task: OpenTask | None) -> str:
    """Say what a step comes to: of who decides, a wish is done at once."""
    intent = Intent(step.intent)
    if _is_moved(desk, step):
        return "moved"
    if intent is Intent.REASSIGN and task is not None and may_assign(desk, task.task):
        return "given"
    return {Intent.DONE: "closed", Intent.PROGRESS: "progress"}.get(intent, step.intent)


def _is_moved(desk: Desk, step: Step) -> bool:
    return step.intent == Intent.POSTPONE and bool(step.new_due) and desk.is_principal


def _taker(desk: Desk, step: Step) -> Member | None:
    """Give who is to do it instead, None while nobody or several are meant."""
    if step.to_id is not None:
        return desk.day.staff.member(step.to_id)
    found = desk.day.staff.find(step.to) if step.to else ()
    return found[0] if len(found) == 1 else None


def may_assign(desk: Desk, task: Task) -> bool:
    """Whether the speaker hands a task to another without asking."""
    gave = task.given_by == desk.me.member_id
    return gave or desk.may_with(Kind.DEED, "assign_task", task)


def give(desk: Desk, task: Task, member: Member, deed: Deed | None = None) -> Say:
    """Hand a task to a member; so is granted what asked to be let off it."""
    deed = deed or desk.day.deed("give_task", desk.actor)
    asked = _asks_to_be_let_off(desk, task)
    if asked is None:
        give_to(desk.day, deed, task, member)
    else:
        decide_request(desk.day, desk.actor, asked, Word(agreed=True, to=member), deed)
    waits = desk.day.school.started_at is None
    return Say(TaskGiven(desk.me, task.code, task.work, member, waits))


def _asks_to_be_let_off(desk: Desk, task: Task) -> int | None:
    """Give the number of the request to hand a task on that waits for the speaker."""
    own = {one.occurrence_id for one in occurrences.of_task(desk.tx, desk.school_id, task.task_id)}
    kinds = {RequestKind.DECLINE, RequestKind.REASSIGN}
    waiting = requests.waiting(desk.tx, desk.school_id)
    of_it = (one for one in waiting if one.occurrence_id in own and one.kind in kinds)
    return next((one.request_id for one in of_it), None)


def _log(desk: Desk, deed: Deed, step: Step) -> LoggedItem:
    said = Said(
        Intent(step.intent),
        step.percent,
        step.reason or step.words,
        date.fromisoformat(step.done_on) if step.done_on else None,
    )
    done = report_progress(desk.day, desk.actor, step.occurrence_id, said, deed)
    if done is None:
        raise LookupError(step.occurrence_id)
    if done.effect in {Effect.ALREADY, Effect.NOT_THEIRS}:
        return _item(done, step)
    linked = linked_tasks(desk.day, done.task.task_id)
    return replace(_item(done, step), also=tuple(task.code for task in linked))


def _item(done: Reported, step: Step) -> LoggedItem:
    effect = str(done.effect)
    if done.effect is Effect.LOGGED:
        effect = "progress" if step.intent == Intent.PROGRESS else step.intent
    return LoggedItem(
        code=done.task.code,
        work=done.task.work,
        effect=effect,
        percent=step.percent,
        words=step.reason,
        contact=done.contact,
        parts_done=done.parts_done,
        parts_all=done.parts_all,
        milestone=done.occurrence.title,
    )


def _keep(
    desk: Desk, deed: Deed, said: Sequence[Step], files: Sequence[StoredFile]
) -> list[LoggedItem]:
    """Keep the files for the first task named, or the words where evidence was only told of."""
    told = [s for s in said if Intent(s.intent) is Intent.EVIDENCE]
    if not said or not (files or told):
        return []
    words = without_first(without_code(told[0].words), "asks_evidence") if told else ""
    named = told[0].criterion if told else ""
    unknown = named if set_of(desk.day).criterion_title(named) is None else ""
    criterion = "" if unknown else named
    pieces = pieces_of(files, words, criterion, desk.said.album)
    kind = "link" if LINK.search(words) else "words"
    pieces = pieces or (Piece(kind, words=words, criterion=criterion),)
    kept = add_evidence(desk.day, desk.actor, said[0].occurrence_id, pieces, deed)
    if kept is None or kept.task is None:
        return []
    item = LoggedItem(kept.task.code, kept.task.work, "evidence", evidence=kept.pieces, to=unknown)
    return [item]


def pieces_of(
    files: Sequence[StoredFile], words: str = "", criterion: str = "", album: str = ""
) -> tuple[Piece, ...]:
    """Make pieces of evidence of the files that came in."""
    return tuple(
        Piece(
            "photo" if file.mime.startswith("image/") else "file",
            file.name,
            file.file_hash,
            file.size,
            words,
            criterion,
            album,
            file.pupils,
        )
        for file in files
    )


def _logged(desk: Desk, items: list[LoggedItem], files: Sequence[StoredFile]) -> Logged:
    changed = [i for i in items if i.effect not in {"already", "not_theirs"}]
    closed = any(item.effect in {"closed", "part_closed", "submitted"} for item in items)
    return Logged(
        who=desk.me,
        items=tuple(items),
        at=desk.day.now,
        asks_evidence=closed and not files,
        can_undo=bool(changed),
        # What is in a file is told apart, to who sent it and to the office.
        pupils=any(names_pupils(file.name) and not file.pupils for file in files),
    )


def _spent(items: Sequence[LoggedItem], steps: Sequence[Step]) -> str:
    """Give the line that would log the money named in the words of a report, empty without any."""
    words = next((step.words for step in steps if step.words), "")
    clause = spending_in(words)
    return f"{items[0].code} {clause}" if clause and items else ""


def _is_early(desk: Desk, step: Step) -> bool:
    if step.intent != Intent.DONE or step.is_whole:
        return False
    occurrence = occurrences.get(desk.tx, desk.school_id, step.occurrence_id)
    return (
        occurrence is not None
        and desk.day.ladder.is_long(occurrence.span)
        and occurrence.due_on > desk.day.today + timedelta(days=EARLY_DAYS)
    )


def _whole_or_part(desk: Desk, steps: Sequence[Step], early: Step) -> Say:
    (task,) = open_ones(desk, [early.occurrence_id])
    message = WholeOrPart(desk.me, task.task.code, task.task.work, task.occurrence.due_on)
    rows = ((Option("whole", label("whole")), Option("part", label("a_part"))),)
    payload = {"steps": as_json(steps), "early": early.occurrence_id}
    return Say(message, "whole_or_part", payload, rows)


def missing(desk: Desk, steps: Sequence[Step]) -> Say | None:
    """Ask for the first thing that a request lacks: the day, or the person."""
    asked = (_missing(desk, step) for step in steps)
    return next((say for say in asked if say is not None), None)


def _missing(desk: Desk, step: Step) -> Say | None:
    task = open_one(desk, step.occurrence_id)
    if task is None:
        return None
    if step.intent == Intent.POSTPONE and not step.new_due:
        again = ask_new_due(desk, task, step.reason)
        day = day_in(desk, step.words)
        is_early = day is not None and day <= task.occurrence.due_on
        return not_later(desk, task, again) if is_early else again
    if step.intent == Intent.DECLINE and desk.is_principal:
        return Say(YoursToDecide(desk.me, task.task.code, task.task.work))
    if step.intent == Intent.REASSIGN and _taker(desk, step) is None:
        several = bool(step.to) and len(desk.day.staff.find(step.to)) > 1
        # Who decides hands it to somebody; a wish may leave open to whom.
        if several or may_assign(desk, task.task):
            return ask_person(desk, step.to, {"then": "reassign", "step": asdict(step)})
    return None


def _request(desk: Desk, step: Step, deed: Deed | None = None) -> Say:
    """Pass a request on; whoever may decide it needs no request."""
    (task,) = open_ones(desk, [step.occurrence_id])
    new_due = date.fromisoformat(step.new_due) if step.new_due else None
    to = _taker(desk, step)
    if to is not None and may_assign(desk, task.task):
        return give(desk, task.task, to, deed)
    if new_due is not None and _is_moved(desk, step):
        own = deed or desk.day.deed("decide_request", desk.actor)
        move_due_day(desk.day, own, step.occurrence_id, new_due)
        item = replace(item_of(desk, step), due_on=new_due)
        return Say(Logged(desk.me, (item,), desk.day.now, asks_evidence=False, can_undo=True))
    wish = Wish(REQUESTS[Intent(step.intent)], new_due, to, step.to, step.reason)
    deed = deed or desk.day.deed("ask_request", desk.actor)
    asked = ask_request(desk.day, deed, step.occurrence_id, wish)
    decider: Member | None = asked.decider if asked is not None else None
    message = RequestMade(
        who=desk.me,
        kind=step.intent,
        code=task.task.code,
        work=task.task.work,
        new_due_on=new_due,
        to=to,
        to_whom=step.to,
        decider=decider,
        reason=step.reason,
    )
    return Say(message, about=(step.occurrence_id,))

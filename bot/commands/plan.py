"""A plan coming in as a file: the preview, the word, the difference of an edited one."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import asdict, replace

from bot.commands import uploads
from bot.commands.papers import option_to_sign
from bot.commands.papers import press as press_paper
from bot.commands.questions import finish, next_question
from bot.commands.remarks import remarks_of, uses_default_calendar
from bot.commands.report import report
from bot.desk import Chosen, Desk, Prepared, StoredFile
from bot.pages import cut, more_row, page_of
from followup.edit_plan import apply_difference
from followup.fill_plan import begin_filling, is_long
from followup.import_evidence import import_evidence
from followup.import_plan import PlanDraft, accept_plan, draft_plan, drop_draft, reopen_draft
from followup.import_roster import import_roster
from followup.ports import InboundKind
from followup.say import Option, Say
from followup.stored_document import document_from, evidence_from, roster_from
from plan.documents import Document
from plan.ladder import working_due
from plan.model import Member, Shape
from plan.rights import Kind, may
from plan.school_years import school_year_name
from plan.sensitive import pupil_lines
from plan.task_reading import TaskReading, questions
from reports.weekly import sentence_case
from storage import plans, tasks
from storage.school_day import SchoolDay
from texts.dates import day_off_words
from texts.labels import label
from texts.messages.evidence import EvidenceListAsked, EvidenceListKept
from texts.messages.plans import (
    ChangeSeen,
    DayOffLine,
    DifferenceApplied,
    DocumentProblem,
    DraftDropped,
    PlanAccepted,
    PlanBeingStored,
    PlanDifference,
    PlanHelp,
    PlanPreview,
    PlanSame,
    RemarksSeen,
)
from texts.messages.requests import NotAllowed
from texts.messages.staff import RosterRead


def how_to_import(words: str, desk: Desk) -> Say:
    """Say how to send a plan."""
    del words
    return Say(PlanHelp(desk.me)) if desk.ways.takes_files else uploads.give("", desk)


def file_arrived(desk: Desk) -> Say:
    """Take in a document that was read for this update: a plan, a roster, or a problem."""
    read = desk.prepared.document or {}
    if not desk.may("hand_in_document"):
        return Say(NotAllowed(desk.me, "file"))
    name = desk.prepared.files[0].name if desk.prepared.files else ""
    if "fault" in read:
        detail = ", ".join(str(value) for value in read["values"].values())
        problem = DocumentProblem(desk.me, read["fault"], name, detail)
        files = [asdict(file) for file in desk.prepared.files]
        evidence = ((Option("evidence", label("is_evidence")),),)
        return Say(problem, "not_read", {"files": files}, evidence if files else ())
    if "roster" in read:
        return _roster(desk, read["roster"])
    if "evidence" in read:
        return _evidence(desk, read["evidence"])
    return _plan(desk, read["plan"], name)


def keep_unread(chosen: Chosen, desk: Desk) -> Say:
    """Take a file that is neither plan nor roster as evidence of a task."""
    files = tuple(StoredFile(**file) for file in chosen.payload["files"])
    said = replace(desk.said, kind=InboundKind.FILE, text="", choice_key="", refers_to="")
    return report("", replace(desk, said=said, prepared=Prepared(files)))


def _roster(desk: Desk, stored: dict[str, Any]) -> Say:
    done = import_roster(desk.day, desk.actor, roster_from(stored))
    message = RosterRead(
        desk.me, done.added, done.changed, done.same, done.unread, done.unknown_duties
    )
    return Say(message)


def _evidence(desk: Desk, stored: dict[str, Any]) -> Say:
    """Ask before a school's own list of evidence is taken in."""
    listed = evidence_from(stored)
    message = EvidenceListAsked(
        desk.me,
        len(listed.rows),
        len(listed.unread),
        str(listed.rows[0].code),
        str(listed.rows[-1].code),
    )
    rows = (
        (Option("yes", label("import_list")), Option("no", label("drop_plan"))),
        (Option("evidence", label("is_evidence")),),
    )
    files = [asdict(file) for file in desk.prepared.files]
    return Say(message, "evidence_import", {"listed": stored, "files": files}, rows)


def decide_evidence(chosen: Chosen, desk: Desk) -> Say:
    """Take the list in, or leave everything as it is."""
    if chosen.value == "evidence":
        return keep_unread(chosen, desk)
    if chosen.value != "yes" or not desk.may("hand_in_document"):
        return Say(EvidenceListKept(desk.me, 0, 0, (), is_kept=False))
    done = import_evidence(desk.day, desk.actor, evidence_from(chosen.payload["listed"]))
    return Say(EvidenceListKept(desk.me, done.added, done.known, done.twice, is_kept=True))


def _plan(desk: Desk, stored: dict[str, Any], name: str) -> Say:
    digest = desk.prepared.files[0].file_hash if desk.prepared.files else ""
    draft = draft_plan(desk.day, desk.actor, document_from(stored), (name, digest))
    year = school_year_name(draft.first_year)
    if draft.plan_id is None:
        return Say(PlanSame(desk.me, year))
    if draft.difference is not None:
        return _difference(desk, draft)
    message = _preview(desk, draft)
    rows: list[tuple[Option, ...]] = [
        (Option("accept", label("accept_plan")), Option("drop", label("drop_plan"))),
    ]
    if message.unread or message.remarks:
        rows.append((Option("lines", label("see_lines")),))
    return Say(message, "draft", {"plan": draft.plan_id}, tuple(rows))


def _written(document: Document) -> Iterator[str]:
    """Give everything that was written, a row or a line at a time."""
    for row in document.rows:
        yield " ".join(str(cell) for cell in row.raw.values())
    for line in (*document.unread, *document.set_aside):
        yield line.text


def _preview(desk: Desk, draft: PlanDraft) -> PlanPreview:
    money = [t.budget.amount for t in draft.tasks if t.budget.amount]
    this_year = school_year_name(desk.day.first_year)
    year = school_year_name(draft.first_year)
    numbered = enumerate(draft.tasks, 1)
    offs = (line for row in numbered if (line := _day_off(desk, *row)) is not None)
    return PlanPreview(
        who=desk.me,
        title=sentence_case(draft.document.title),
        school_year=year,
        tasks=len(draft.tasks),
        occurrences=sum(len(task.spans) for task in draft.tasks),
        with_money=len(money),
        total=sum(money),
        remarks=len(remarks_of(desk, draft)) - len(draft.document.unread),
        default_calendar=uses_default_calendar(draft),
        questions=len(questions(draft.tasks)),
        unread=len(draft.document.unread),
        other_year=this_year if draft.first_year < desk.day.first_year else "",
        pupils=pupil_lines(_written(draft.document), desk.day.today),
        day_off=next(offs, None),
    )


def _day_off(desk: Desk, row: int, task: TaskReading) -> DayOffLine | None:
    """Name a due day that is itself a day off, since the work is then due earlier."""
    if task.shape is not Shape.PLAIN or not task.spans:
        return None
    due_on = task.spans[-1].last
    off = desk.day.years.of(due_on).name_of_day_off(due_on)
    if off is None or off.code in {"sunday", "saturday"}:
        return None
    number = task.row.criterion
    place = label("of_criterion", number=number) if number else label("of_row", number=row)
    working_on = working_due(due_on, task.shape, desk.day.years)
    return DayOffLine(place, due_on, day_off_words(off), working_on)


def _difference(desk: Desk, draft: PlanDraft) -> Say:
    difference = draft.difference
    if difference is None:
        raise LookupError(draft.plan_id)
    message = PlanDifference(
        desk.me,
        school_year_name(draft.first_year),
        len(difference.edited),
        len(difference.new),
        len(difference.missing),
        len(difference.same),
    )
    rows = (
        (Option("accept", label("accept_all")),),
        (Option("one", label("one_change")), Option("drop", label("drop_plan"))),
    )
    return Say(message, "draft", {"plan": draft.plan_id, "refused": []}, rows)


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Take the word on a draft."""
    if not desk.may("hand_in_document"):
        return Say(NotAllowed(desk.me, "file"))
    draft = reopen_draft(desk.day, chosen.payload["plan"])
    if draft is None or chosen.value == "drop":
        if draft is not None:
            drop_draft(desk.day, desk.actor, chosen.payload["plan"])
        return Say(DraftDropped(desk.me))
    if chosen.value == "lines" or chosen.value.startswith("page:"):
        return _lines(desk, draft, page_of(chosen.value, {}))
    if chosen.value == "one":
        return _change(desk, draft, 0, [])
    return _accept(desk, draft, chosen.payload.get("refused", []))


def _accept(desk: Desk, draft: PlanDraft, refused: list[str]) -> Say:
    if plans.is_filling(desk.tx, desk.school_id):
        # It may be the very plan that this one is to be held against.
        return Say(PlanBeingStored(desk.me, 0))
    if draft.difference is not None:
        return _apply(desk, draft, refused)
    if is_long(draft):
        begin_filling(desk.day, desk.actor, draft)
        return Say(PlanBeingStored(desk.me, len(draft.document.rows)))
    return accepted(desk.day, desk.me, accept_plan(desk.day, desk.actor, draft))


def accepted(day: SchoolDay, who: Member, plan_id: int) -> Say:
    """Say that a plan runs from now on, and offer its questions to who answers them."""
    made = tasks.list_live(day.tx, day.school_id, plan_id)
    message = PlanAccepted(
        who,
        len(made),
        made[0].code,
        made[-1].code,
        len(plans.unanswered(day.tx, day.school_id)),
        day.school.started_at is not None,
        answers=may(day.staff, who.member_id, Kind.COMMAND, "hoitiep"),
    )
    to_sign = (option_to_sign(),)
    if not message.questions or not message.answers:
        return Say(message, "papers", {}, (to_sign,))
    rows = ((Option("go", label("ask_me")), Option("later", label("later"))), to_sign)
    return Say(message, "questions", {"asked": 0}, rows)


def _apply(desk: Desk, draft: PlanDraft, refused: list[str]) -> Say:
    done = apply_difference(desk.day, desk.actor, draft, refused)
    left = len([d for d in plans.unanswered(desk.tx, desk.school_id) if d.state == "open"])
    answers = desk.may_use("hoitiep")
    counts = (done.edited, done.added, done.cancelled, left)
    message = DifferenceApplied(desk.me, *counts, answers=answers)
    if not left or not answers:
        return Say(message)
    rows = ((Option("go", label("ask_me")), Option("later", label("later"))),)
    return Say(message, "questions", {"asked": 0}, rows)


def _changes(draft: PlanDraft) -> list[str]:
    difference = draft.difference
    if difference is None:
        return []
    return [
        *(f"edit:{edit.task_id}" for edit in difference.edited),
        *(f"new:{row}" for row in difference.new),
        *(f"missing:{task_id}" for task_id in difference.missing),
    ]


def _change(desk: Desk, draft: PlanDraft, place: int, refused: list[str]) -> Say:
    """Show one change of an edited plan and take a word on it alone."""
    changes = _changes(draft)
    if place >= len(changes):
        return _apply(desk, draft, refused)
    what, _, number = changes[place].partition(":")
    message = _change_seen(desk, draft, what, int(number), (place + 1, len(changes)))
    payload = {"plan": draft.plan_id, "place": place, "refused": refused}
    rows = ((Option("take", label("take_change")), Option("leave", label("leave_change"))),)
    return Say(message, "change", payload, rows)


def _change_seen(
    desk: Desk, draft: PlanDraft, what: str, number: int, at: tuple[int, int]
) -> ChangeSeen:
    if what == "new":
        row = draft.tasks[number].row
        return ChangeSeen(desk.me, *at, what, row.criterion, row.work, ())
    task = tasks.get(desk.tx, desk.school_id, number)
    work = "" if task is None else task.work
    code = "" if task is None else task.code
    changes: tuple[tuple[str, str, str], ...] = ()
    if what == "edit" and draft.difference is not None and draft.base is not None:
        edit = next(e for e in draft.difference.edited if e.task_id == number)
        before = tasks.cells(desk.tx, desk.school_id, draft.base.plan_id)[number]
        row = draft.tasks[edit.row].row
        changes = tuple(
            (label(f"cell_{name}"), before.get(name, ""), getattr(row, name))
            for name in edit.fields
        )
    return ChangeSeen(desk.me, *at, what, code, work, changes)


def decide_change(chosen: Chosen, desk: Desk) -> Say:
    """Take or leave one change and go on to the next."""
    draft = reopen_draft(desk.day, chosen.payload["plan"])
    if draft is None:
        return Say(DraftDropped(desk.me))
    place, refused = chosen.payload["place"], list(chosen.payload["refused"])
    if chosen.value == "leave":
        refused.append(_changes(draft)[place])
    return _change(desk, draft, place + 1, refused)


def _lines(desk: Desk, draft: PlanDraft, page: int) -> Say:
    """Show what could not be read, and what was read with an assumption."""
    shown, number, pages = cut(remarks_of(desk, draft), page, 3)
    rows = (
        *more_row(number, pages),
        (Option("accept", label("accept_plan")), Option("drop", label("drop_plan"))),
    )
    message = RemarksSeen(desk.me, shown, number, pages)
    return Say(message, "draft", {"plan": draft.plan_id}, rows)


def questions_word(chosen: Chosen, desk: Desk) -> Say:
    """Begin the questions about a plan, or leave them for later."""
    if chosen.value.startswith("paper:"):
        return press_paper(chosen, desk)
    if chosen.value == "go":
        return next_question(desk, 0)
    return finish(desk)

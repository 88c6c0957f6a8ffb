"""What waits for the reader's word: requests and questions, decided here as in chat."""

from http import HTTPStatus

from msgspec import Struct
from starlette.routing import Route

from followup.above import may_decide
from followup.ask_question import answer_question
from followup.decide_request import Word, decide_request, lacking
from plan.model import Member, Occurrence, Task
from storage import evidence, occurrences, requests, tasks
from storage.requests import Question, Request, RequestKind
from web.forms import day_of
from web.pages import NOT_YOURS, Page, Refused, Seen, page, post, row_number
from web.site import Site

WAITING = "/cho-quyet"
LONGEST_WORDS = 1000


class Waiting(Struct, frozen=True):
    """One request with what it is about."""

    request: Request
    task: Task
    occurrence: Occurrence
    asker: Member | None
    to: Member | None
    evidence: int


class Asked(Struct, frozen=True):
    """One question with what it is about."""

    question: Question
    task: Task
    asker: Member | None


def decision_routes(site: Site) -> list[Route]:
    """Make the list of what waits, and where its answers go."""
    return [
        page(site, WAITING, _waiting),
        post(site, "/de-nghi/{request}", _decide),
        post(site, "/cau-hoi/{question}", _answer),
    ]


def _waiting(seen: Seen, kept: str = "", status: int = HTTPStatus.OK, by: object = None) -> Page:
    """List what the reader may decide; `kept` says what became of the answer just given."""
    day = seen.day
    found = [_about(seen, request) for request in requests.waiting(day.tx, day.school_id)]
    mine = [one for one in found if one is not None and _is_mine(seen, one)]
    asked = requests.questions_for(day.tx, day.school_id, seen.me.member_id)
    known = tasks.many(day.tx, day.school_id, {question.task_id for question in asked})
    values = {
        "waiting": mine,
        "asked": [
            Asked(q, known[q.task_id], day.staff.member(q.asked_by))
            for q in asked
            if q.task_id in known
        ],
        "members": day.staff.members,
        "kept": kept or seen.query.get("roi", ""),
        "by": by,
    }
    return Page("waiting", values, status)


def _about(seen: Seen, request: Request) -> Waiting | None:
    day = seen.day
    occurrence = occurrences.get(day.tx, day.school_id, request.occurrence_id)
    task = tasks.get(day.tx, day.school_id, occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        return None
    number = occurrence.occurrence_id
    return Waiting(
        request,
        task,
        occurrence,
        day.staff.member(request.asked_by),
        day.staff.member(request.to_id),
        evidence.count(day.tx, day.school_id, [number]).get(number, 0),
    )


def _is_mine(seen: Seen, one: Waiting) -> bool:
    return may_decide(seen.day, seen.me, one.task, one.request.asked_by)


def _decide(seen: Seen) -> str | Page | Refused:
    """Decide a request; of two people the second sees what the first decided."""
    request = requests.get(seen.day.tx, seen.day.school_id, seen.number("request"))
    one = None if request is None else _about(seen, request)
    if one is None or not _is_mine(seen, one):
        return NOT_YOURS
    word = _word(seen)
    if word is None:
        return Refused("past", HTTPStatus.BAD_REQUEST)
    if one.request.state == "waiting":
        lacks = lacking(seen.day, one.request, one.occurrence, word)
        if one.request.kind is RequestKind.APPROVE and not word.agreed and not word.words:
            lacks = "words"
        if lacks:
            return Refused(lacks, HTTPStatus.BAD_REQUEST)
    done = decide_request(seen.day, seen.actor, one.request.request_id, word)
    if done is None:
        return NOT_YOURS
    if not done.is_new:
        return _waiting(seen, done.state, HTTPStatus.CONFLICT, done.by)
    return f"{WAITING}?roi={done.state}"


def _word(seen: Seen) -> Word | None:
    """Read what was decided; None for a day that is none, or nothing chosen."""
    answer, day = seen.said("y"), seen.said("den")
    if answer not in {"agree", "refuse"}:
        return None
    try:
        due_on = day_of(day) if day and answer == "agree" else None
    except ValueError:
        return None
    to = seen.day.staff.member(row_number(seen.said("nguoi")))
    return Word(answer == "agree", to, due_on, seen.said("loi")[:LONGEST_WORDS])


def _answer(seen: Seen) -> str | Page | Refused:
    question = requests.question(seen.day.tx, seen.day.school_id, seen.number("question"))
    words = seen.said("loi")[:LONGEST_WORDS]
    if question is None or question.asked_of != seen.me.member_id:
        return NOT_YOURS
    if not words:
        return Refused("words", HTTPStatus.BAD_REQUEST)
    if answer_question(seen.day, seen.actor, question.question_id, words) is None:
        return _waiting(seen, "answered", HTTPStatus.CONFLICT)
    return f"{WAITING}?roi=passed"

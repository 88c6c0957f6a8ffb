"""Deciding requests, and passing the answers to questions back."""

from bot.codes import find_number
from bot.commands.needs import ask_person
from bot.desk import Chosen, Desk
from followup.ask_question import answer_question
from followup.decide_request import decide_request, request_prompt
from followup.say import Say
from storage import occurrences, requests, tasks
from storage.requests import Request, RequestKind
from texts.messages.replies import NotYours
from texts.messages.requests import AnswerPassed, DecisionKept, NothingToDecide


def press(chosen: Chosen, desk: Desk) -> Say:
    """Take the decision on one request."""
    return _decide(desk, chosen.payload["request"], agreed=chosen.value == "agree")


def agree(words: str, desk: Desk) -> Say:
    """Agree in words, with the task's code when several requests wait."""
    return _in_words(words, desk, agreed=True)


def refuse(words: str, desk: Desk) -> Say:
    """Refuse in words."""
    return _in_words(words, desk, agreed=False)


def _in_words(words: str, desk: Desk, *, agreed: bool) -> Say:
    waiting = [r for r in requests.waiting(desk.tx, desk.school_id) if _may_decide(desk, r)]
    number = find_number(words)
    if number is not None:
        waiting = [r for r in waiting if _number(desk, r) == number]
    if len(waiting) != 1:
        return Say(NothingToDecide(desk.me, len(waiting)))
    return _decide(desk, waiting[0].request_id, agreed=agreed)


def _may_decide(desk: Desk, request: Request) -> bool:
    if request.asked_by == desk.me.member_id:
        return False
    occurrence = occurrences.get(desk.tx, desk.school_id, request.occurrence_id)
    task = tasks.get(desk.tx, desk.school_id, occurrence.task_id) if occurrence else None
    people = desk.day.responsible(task.task_id) if task is not None else None
    if task is None or people is None:
        return False
    return desk.is_principal or task.given_by == desk.me.member_id or desk.me in people.overseers


def _number(desk: Desk, request: Request) -> int | None:
    occurrence = occurrences.get(desk.tx, desk.school_id, request.occurrence_id)
    task = tasks.get(desk.tx, desk.school_id, occurrence.task_id) if occurrence else None
    return None if task is None else task.number


def _decide(desk: Desk, request_id: int, *, agreed: bool) -> Say:
    request = requests.get(desk.tx, desk.school_id, request_id)
    if request is None or not _may_decide(desk, request):
        return Say(NotYours())
    needs_person = request.kind is RequestKind.REASSIGN and request.to_id is None
    if agreed and needs_person and request.state == "waiting":
        return ask_person(desk, request.to_whom, {"then": "decide", "request": request_id})
    return carry_out(desk, request_id, agreed=agreed, to_id=None)


def carry_out(desk: Desk, request_id: int, *, agreed: bool, to_id: int | None) -> Say:
    """Decide a request and say what was kept."""
    done = decide_request(
        desk.day, desk.actor, request_id, agreed=agreed, to=desk.day.staff.member(to_id)
    )
    if done is None:
        return Say(NotYours())
    message = DecisionKept(desk.me, done.agreed, done.is_new, done.task.code, done.asker)
    return Say(message, about=(done.occurrence.occurrence_id,))


def waiting_ones(words: str, desk: Desk) -> Say:
    """Show the oldest request that waits for the speaker's decision."""
    del words
    waiting = [r for r in requests.waiting(desk.tx, desk.school_id) if _may_decide(desk, r)]
    if not waiting:
        return Say(NothingToDecide(desk.me, 0))
    first = waiting[0]
    return request_prompt(desk.day, desk.me, first.request_id, first.occurrence_id)


def answer(chosen: Chosen, desk: Desk) -> Say:
    """Pass the answer to a question back to who asked."""
    to = answer_question(desk.day, desk.actor, chosen.payload["question"], chosen.text)
    return Say(AnswerPassed(desk.me, to))

"""Deciding requests by a tap or in words, the list of what waits, and answers to questions."""

import re
from collections.abc import Sequence

from bot.codes import find_number, starts_with_code, without_code
from bot.commands.context import OpenTask
from bot.commands.needs import ask_person, day_in, day_of, not_later, read_day, time_unclear
from bot.desk import Chosen, Desk
from bot.replies import ReplyContext, read_reply
from bot.words import folded, is_made_of
from followup.above import may_decide
from followup.ask_question import answer_question, question_prompt
from followup.ask_request import request_prompt
from followup.decide_request import Word, decide_request, lacking
from followup.remind_decision import waiting_list
from followup.say import Option, Say
from plan.folding import fold
from plan.model import Intent, Occurrence, Task
from storage import occurrences, requests, tasks
from storage.requests import Request, RequestKind
from texts.labels import label
from texts.messages.replies import NotYours
from texts.messages.requests import (
    AnswerCheck,
    AnswerKept,
    AnswerPassed,
    DecisionAsked,
    DecisionKept,
    DecisionsKept,
    NothingToDecide,
)

_EDGES = re.compile(r"^[\s,.:;-]+|[\s,.:;-]+$")


def takes_agreement(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, a code, a day, or all: "đồng ý V4 đến 20/6", "duyệt hết"."""
    del said
    if not rest or starts_with_code(rest) or is_made_of(rest, "all_that_waits"):
        return True
    return day_in(desk, rest) is not None


def takes_day(rest: str, said: str, desk: Desk) -> bool:
    """Take a day from somebody who has a request to decide: "cho đến 20/6"."""
    del said
    opens = fold(rest).split()[:1]
    if not (starts_with_code(rest) or (opens and opens[0] in folded("until"))):
        return False
    return day_in(desk, rest) is not None and bool(_mine(desk))


def takes_refusal(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, a code, or a reason."""
    del said, desk
    opens = fold(_EDGES.sub("", rest)).split()[:1]
    return not rest or starts_with_code(rest) or bool(opens and opens[0] in folded("because"))


def agree(words: str, desk: Desk) -> Say:
    """Agree in words, with the task's code when several requests wait, to another day if named.

    All of several are looked at first, and agreed to by a tap.
    """
    if is_made_of(words, "all_that_waits"):
        return waiting_ones("", desk) if len(_mine(desk)) > 1 else agree("", desk)
    return _in_words(words, desk, agreed=True)


def refuse(words: str, desk: Desk) -> Say:
    """Refuse in words."""
    return _in_words(words, desk, agreed=False)


def _in_words(words: str, desk: Desk, *, agreed: bool) -> Say:
    waiting = _mine(desk)
    number = find_number(words)
    if number is not None:
        named = [r for r in _all(desk) if _number(desk, r) == number]
        waiting = [r for r in named if r.state == "waiting"] or named[-1:]
    if len(waiting) != 1:
        return Say(NothingToDecide(desk.me, len(waiting)))
    if agreed:
        return _decide(desk, waiting[0].request_id, Word(agreed=True, due_on=day_in(desk, words)))
    rest = _EDGES.sub("", without_code(words))
    if waiting[0].kind is RequestKind.APPROVE and not rest:
        return _press(desk, waiting[0].request_id, "return")
    return _decide(desk, waiting[0].request_id, Word(agreed=False, words=rest))


def press(chosen: Chosen, desk: Desk) -> Say:
    """Take the decision on one request."""
    return _press(desk, chosen.payload["request"], chosen.value)


def _press(desk: Desk, request_id: int, value: str) -> Say:
    if value in {"agree", "refuse"}:
        return _decide(desk, request_id, Word(agreed=value == "agree"))
    found = _about(desk, request_id)
    if found is None or found[0].state != "waiting":
        return _decide(desk, request_id, Word(agreed=False))
    return _ask(desk, found, "words" if value == "return" else "day")


def _ask(desk: Desk, about: tuple[Request, Task, Occurrence], what: str) -> Say:
    request, task, _ = about
    asker = desk.day.staff.member(request.asked_by)
    message = DecisionAsked(desk.me, what, task.code, task.work, asker)
    payload = {"request": request.request_id}
    if what == "words":
        return Say(message, "return_words", payload, takes_text=True)
    return Say(message, "request_day", payload, takes_text=True)


def take_words(chosen: Chosen, desk: Desk) -> Say:
    """Return a result with the words just typed."""
    return _decide(desk, chosen.payload["request"], Word(agreed=False, words=chosen.text))


def take_day(chosen: Chosen, desk: Desk) -> Say:
    """Agree to the day just typed."""
    found = _about(desk, chosen.payload["request"])
    if found is None:
        return Say(NotYours())
    again = _ask(desk, found, "day")
    reading = read_day(desk.day, chosen.text)
    day = day_of(reading)
    if day is None:
        return time_unclear(desk, chosen.text, reading, again)
    return _decide(desk, found[0].request_id, Word(agreed=True, due_on=day))


def _decide(desk: Desk, request_id: int, word: Word) -> Say:
    found = _about(desk, request_id)
    if found is None or not _may_decide(desk, found[0]):
        return Say(NotYours())
    lacking = _lacking(desk, found, word) if found[0].state == "waiting" else None
    return lacking or carry_out(desk, request_id, word)


def _lacking(desk: Desk, about: tuple[Request, Task, Occurrence], word: Word) -> Say | None:
    """Ask for what an agreement still needs: a person, or a day that is not over."""
    request, task, occurrence = about
    lacks = lacking(desk.day, request, occurrence, word)
    if lacks == "person":
        payload = {"then": "decide", "request": request.request_id}
        return ask_person(desk, request.to_whom, payload)
    if lacks == "not_later":
        return not_later(desk, OpenTask(task, occurrence), _ask(desk, about, "day"))
    return _ask(desk, about, "past") if lacks else None


def carry_out(desk: Desk, request_id: int, word: Word) -> Say:
    """Decide a request and say what was kept."""
    done = decide_request(desk.day, desk.actor, request_id, word)
    if done is None:
        return Say(NotYours())
    moved = done.is_new and done.state == "agreed" and done.request.kind is RequestKind.POSTPONE
    message = DecisionKept(
        who=desk.me,
        kind=str(done.request.kind),
        state=done.state,
        is_new=done.is_new,
        code=done.task.code,
        asker=done.asker,
        by=done.by,
        new_due_on=done.occurrence.due_on if moved else None,
    )
    return Say(message, about=(done.occurrence.occurrence_id,))


def takes_what_waits(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or what is only said around the question: "tuần này có việc gì"."""
    del said, desk
    return not rest or is_made_of(rest, "asks_decision")


def waiting_ones(words: str, desk: Desk) -> Say:
    """Show what waits for the speaker: one request at once, several as a list."""
    del words
    waiting = _mine(desk)
    asked = requests.questions_for(desk.tx, desk.school_id, desk.me.member_id)
    if not waiting and not asked:
        return Say(NothingToDecide(desk.me, 0))
    if len(waiting) == 1 and not asked:
        return _open(desk, waiting[0].request_id)
    if not waiting:
        return question_prompt(desk.day, desk.me, asked[0])
    say = waiting_list(desk.day, desk.me, waiting)
    known = tasks.many(desk.tx, desk.school_id, {question.task_id for question in asked})
    more = tuple(
        (
            Option(
                f"question:{question.question_id}",
                label("open_question", code=known[question.task_id].code),
            ),
        )
        for question in asked[:3]
    )
    return Say(say.message, say.kind, say.payload, (*say.rows, *more))


def open_one(chosen: Chosen, desk: Desk) -> Say:
    """Open one thing of the list, or agree to all that it shows."""
    if chosen.value == "all":
        return _agree_to(desk, chosen.payload["together"])
    what, _, number = chosen.value.partition(":")
    if what == "question":
        question = requests.question(desk.tx, desk.school_id, int(number))
        if question is None or question.asked_of != desk.me.member_id:
            return Say(NotYours())
        return question_prompt(desk.day, desk.me, question)
    found = _about(desk, int(number))
    if found is None or found[0].state != "waiting":
        return _decide(desk, int(number), Word(agreed=False))
    return _open(desk, int(number))


def _agree_to(desk: Desk, numbers: Sequence[int]) -> Say:
    """Agree to several by one deed; what needs a day or a person first goes on waiting."""
    found = [about for number in numbers if (about := _about(desk, number)) is not None]
    waiting = [one for one in found if one[0].state == "waiting" and _may_decide(desk, one[0])]
    word = Word(agreed=True)
    lacking_none = [one for one in waiting if not lacking(desk.day, one[0], one[2], word)]
    if not lacking_none:
        return waiting_ones("", desk)
    deed = desk.day.deed("decide_request", desk.actor)
    done = [
        decide_request(desk.day, desk.actor, r.request_id, word, deed) for r, _, _ in lacking_none
    ]
    new = [one for one in done if one is not None and one.is_new]
    message = DecisionsKept(desk.me, tuple(one.task.code for one in new), len(_mine(desk)))
    return Say(message, about=tuple(one.occurrence.occurrence_id for one in new))


def _open(desk: Desk, request_id: int) -> Say:
    found = _about(desk, request_id)
    if found is None or not _may_decide(desk, found[0]):
        return Say(NotYours())
    return request_prompt(desk.day, desk.me, request_id, found[0].occurrence_id)


def answer(chosen: Chosen, desk: Desk) -> Say:
    """Pass the answer to a question back to who asked; what asks something may be meant for us."""
    number = chosen.payload["question"]
    asked = requests.question(desk.tx, desk.school_id, number)
    to = None if asked is None else desk.day.staff.member(asked.asked_by)
    if to is not None and _asks(desk, chosen.text):
        payload = {"question": number, "text": chosen.text}
        rows = ((Option("yes", label("pass_on")), Option("no", label("no"))),)
        return Say(AnswerCheck(desk.me, to, chosen.text), "pass_answer", payload, rows)
    return Say(AnswerPassed(desk.me, answer_question(desk.day, desk.actor, number, chosen.text)))


def _asks(desk: Desk, text: str) -> bool:
    context = ReplyContext(desk.day.today, None, desk.day.frame("chat"), 1)
    return str(read_reply(text, context).actions[0].intent) == Intent.QUESTION


def pass_answer(chosen: Chosen, desk: Desk) -> Say:
    """Pass it back after a look, or leave the question open."""
    if chosen.value != "yes":
        return Say(AnswerKept(desk.me))
    number, text = chosen.payload["question"], chosen.payload["text"]
    return Say(AnswerPassed(desk.me, answer_question(desk.day, desk.actor, number, text)))


def _mine(desk: Desk) -> list[Request]:
    return [r for r in requests.waiting(desk.tx, desk.school_id) if _may_decide(desk, r)]


def _all(desk: Desk) -> list[Request]:
    everything = requests.lately(desk.tx, desk.school_id)
    return [request for request in everything if _may_decide(desk, request)]


def _may_decide(desk: Desk, request: Request) -> bool:
    found = _about(desk, request.request_id)
    return found is not None and may_decide(desk.day, desk.me, found[1], request.asked_by)


def _about(desk: Desk, request_id: int) -> tuple[Request, Task, Occurrence] | None:
    request = requests.get(desk.tx, desk.school_id, request_id)
    if request is None:
        return None
    occurrence = occurrences.get(desk.tx, desk.school_id, request.occurrence_id)
    task = tasks.get(desk.tx, desk.school_id, occurrence.task_id) if occurrence else None
    return None if occurrence is None or task is None else (request, task, occurrence)


def _number(desk: Desk, request: Request) -> int | None:
    found = _about(desk, request.request_id)
    return None if found is None else found[1].number

"""Deciding requests by a tap or in words, the list of what waits, and answers to questions."""

import re
from collections.abc import Sequence

from bot.codes import find_number, find_numbers, starts_with_code, without_code
from bot.commands.context import OpenTask
from bot.commands.needs import ask_person, day_in, day_of, not_later, read_day, time_unclear
from bot.commands.verdict import Verdict, read_verdict
from bot.commands.waiting import About, about, decides, lately, waiting_for
from bot.desk import Chosen, Desk
from bot.replies import ReplyContext, read_reply
from bot.words import folded, is_made_of, is_one_of, is_whole
from followup.ask_question import answer_question, question_prompt
from followup.ask_request import request_prompt
from followup.decide_request import Word, decide_request, lacking
from followup.remind_decision import waiting_list
from followup.say import Option, Say
from plan.deadlines import find_deadline
from plan.folding import fold
from plan.model import Intent
from storage import requests, tasks
from storage.requests import RequestKind
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
    """Take nothing, a code, a day, all, or free words: "duyệt hết", "cho cô Đào lùi"."""
    if not is_whole(rest, said):
        if not rest or _names_task(rest) or is_made_of(rest, "all_that_waits"):
            return True
        if day_in(desk, rest) is not None:
            return True
    verdict = read_verdict(said, desk)
    # One that says both is looked at, as several are.
    return verdict is not None and verdict.agreed is not False


def takes_refusal(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, a code, a reason, or free words: "thầy chưa đồng ý V4"."""
    if not is_whole(rest, said):
        opens = fold(_EDGES.sub("", rest)).split()[:1]
        if not rest or _names_task(rest) or (opens and opens[0] in folded("because")):
            return True
    verdict = read_verdict(said, desk)
    return verdict is not None and verdict.agreed is False


def _names_task(rest: str) -> bool:
    """Whether a task is decided on and not asked about: "duyệt V4 chưa"."""
    last = rest.rstrip("?").split()[-1:]
    return starts_with_code(rest) and not is_one_of(" ".join(last), "asks_whether")


def agree(words: str, desk: Desk) -> Say:
    """Agree in words, with the task's code when several requests wait, to another day if named.

    Several named by their codes are agreed to together, any others are looked at first.
    """
    verdict = read_verdict(words, desk, behind="agrees")
    if verdict is None:
        return _named_by_code(words, desk, agreed=True)
    said = "" if verdict.to is not None else _beside(verdict)
    word = Word(agreed=True, to=verdict.to, due_on=verdict.due_on, words=said)
    if len(verdict.meant) == 1:
        one = verdict.meant[0]
        return _open(desk, one) if _is_condition(word.words, desk) else _decide(desk, one, word)
    numbers = find_numbers(words)
    if verdict.agreed and len(numbers) == len(verdict.meant):
        return _agree_to(desk, verdict.meant, word)
    return waiting_list(desk.day, desk.me, [request for request, _, _ in verdict.meant])


def refuse(words: str, desk: Desk) -> Say:
    """Refuse in words; a result is returned with what is missing, asked for if unsaid."""
    verdict = read_verdict(words, desk, behind="refuses")
    if verdict is None:
        return _named_by_code(words, desk, agreed=False)
    if len(verdict.meant) != 1:
        return Say(NothingToDecide(desk.me, len(verdict.meant)))
    return _refuse(desk, verdict.meant[0], _beside(verdict))


def _refuse(desk: Desk, one: About, said: str) -> Say:
    if one[0].kind is RequestKind.APPROVE and not said:
        return _press(desk, one[0].request_id, "return")
    return _decide(desk, one, Word(agreed=False, words=said))


def _beside(verdict: Verdict) -> str:
    """Give what was said along with a decision, if it says anything."""
    is_more = not is_made_of(verdict.words, "around_decision")
    return verdict.words if is_more else ""


def _is_condition(said: str, desk: Desk) -> bool:
    """Whether what follows a yes may take some of it back: "đồng ý nhưng chỉ 2 ngày thôi"."""
    opens = fold(said).split()[:1]
    if opens and opens[0] in folded("but"):
        return True
    return find_deadline(said, desk.day.frame("chat")) is not None


def _named_by_code(said: str, desk: Desk, *, agreed: bool) -> Say:
    """Decide on the one task named, whatever is said beside it; or say how things stand."""
    named = [one for one in lately(desk) if one[1].number == find_number(said)]
    meant = [one for one in named if one[0].state == "waiting"] or named[-1:]
    if len(find_numbers(said)) > 1:
        return waiting_ones("", desk)
    if not meant:
        number = find_number(said)
        return Say(NothingToDecide(desk.me, 0, "" if number is None else f"V{number}"))
    beside = _EDGES.sub("", without_code(said))
    if not agreed:
        return _refuse(desk, meant[0], beside)
    return _decide(desk, meant[0], Word(agreed=True, due_on=day_in(desk, said), words=beside))


def press(chosen: Chosen, desk: Desk) -> Say:
    """Take the decision on one request."""
    return _press(desk, chosen.payload["request"], chosen.value)


def _press(desk: Desk, request_id: int, value: str) -> Say:
    if value in {"agree", "refuse"}:
        return _decide_it(desk, request_id, Word(agreed=value == "agree"))
    found = about(desk, request_id)
    if found is None or found[0].state != "waiting":
        return _decide_it(desk, request_id, Word(agreed=False))
    return _ask(desk, found, "words" if value == "return" else "day")


def _ask(desk: Desk, one: About, what: str) -> Say:
    request, task, _ = one
    asker = desk.day.staff.member(request.asked_by)
    message = DecisionAsked(desk.me, what, task.code, task.work, asker)
    payload = {"request": request.request_id}
    if what == "words":
        return Say(message, "return_words", payload, takes_text=True)
    return Say(message, "request_day", payload, takes_text=True)


def take_words(chosen: Chosen, desk: Desk) -> Say:
    """Return a result with the words just typed."""
    return _decide_it(desk, chosen.payload["request"], Word(agreed=False, words=chosen.text))


def take_day(chosen: Chosen, desk: Desk) -> Say:
    """Agree to the day just typed."""
    found = about(desk, chosen.payload["request"])
    if found is None:
        return Say(NotYours())
    again = _ask(desk, found, "day")
    reading = read_day(desk.day, chosen.text)
    day = day_of(reading)
    if day is None:
        return time_unclear(desk, chosen.text, reading, again)
    return _decide(desk, found, Word(agreed=True, due_on=day))


def _decide_it(desk: Desk, request_id: int, word: Word) -> Say:
    found = about(desk, request_id)
    return Say(NotYours()) if found is None else _decide(desk, found, word)


def _decide(desk: Desk, one: About, word: Word) -> Say:
    if not decides(desk, one):
        return Say(NotYours())
    lacking = _lacking(desk, one, word) if one[0].state == "waiting" else None
    return lacking or carry_out(desk, one[0].request_id, word)


def _lacking(desk: Desk, one: About, word: Word) -> Say | None:
    """Ask for what an agreement still needs: a person, or a day that is not over."""
    request, task, occurrence = one
    lacks = lacking(desk.day, request, occurrence, word)
    if lacks == "person":
        payload = {"then": "decide", "request": request.request_id}
        return ask_person(desk, request.to_whom, payload)
    if lacks == "not_later":
        return not_later(desk, OpenTask(task, occurrence), _ask(desk, one, "day"))
    return _ask(desk, one, "past") if lacks else None


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
        to=word.to,
    )
    return Say(message, about=(done.occurrence.occurrence_id,))


def takes_what_waits(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or what is only said around the question: "tuần này có việc gì"."""
    del said, desk
    return not rest or is_made_of(rest, "asks_decision")


def waiting_ones(words: str, desk: Desk) -> Say:
    """Show what waits for the speaker: one request at once, several as a list."""
    del words
    waiting = waiting_for(desk)
    asked = requests.questions_for(desk.tx, desk.school_id, desk.me.member_id)
    if not waiting and not asked:
        return Say(NothingToDecide(desk.me, 0))
    if len(waiting) == 1 and not asked:
        return _open(desk, waiting[0])
    if not waiting:
        return question_prompt(desk.day, desk.me, asked[0])
    say = waiting_list(desk.day, desk.me, [request for request, _, _ in waiting])
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
        shown = set(chosen.payload["together"])
        some = [one for one in waiting_for(desk) if one[0].request_id in shown]
        return _agree_to(desk, some, Word(agreed=True))
    what, _, number = chosen.value.partition(":")
    if what == "question":
        question = requests.question(desk.tx, desk.school_id, int(number))
        if question is None or question.asked_of != desk.me.member_id:
            return Say(NotYours())
        return question_prompt(desk.day, desk.me, question)
    found = about(desk, int(number))
    if found is None or found[0].state != "waiting" or not decides(desk, found):
        return _decide_it(desk, int(number), Word(agreed=False))
    return _open(desk, found)


def _agree_to(desk: Desk, some: Sequence[About], word: Word) -> Say:
    """Agree to several by one deed; what needs a day or a person first goes on waiting."""
    ready = [one for one in some if not lacking(desk.day, one[0], one[2], word)]
    if not ready:
        return waiting_ones("", desk)
    deed = desk.day.deed("decide_request", desk.actor)
    done = [
        decide_request(desk.day, desk.actor, request.request_id, word, deed)
        for request, _, _ in ready
    ]
    new = [one for one in done if one is not None and one.is_new]
    message = DecisionsKept(desk.me, tuple(one.task.code for one in new), len(waiting_for(desk)))
    return Say(message, about=tuple(one.occurrence.occurrence_id for one in new))


def _open(desk: Desk, one: About) -> Say:
    request, _, occurrence = one
    return request_prompt(desk.day, desk.me, request.request_id, occurrence.occurrence_id)


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

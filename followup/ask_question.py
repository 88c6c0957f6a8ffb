"""Passing a question about a task to who gave it, and the answer back."""

from followup.above import who_decides
from followup.post import notify
from followup.say import Say
from plan.model import Member, Task
from storage import requests, tasks
from storage.history import Actor
from storage.requests import Question
from storage.school_day import SchoolDay
from texts.messages.requests import AnswerArrived, QuestionArrived


def ask_question(day: SchoolDay, actor: Actor, task: Task, words: str) -> Member | None:
    """Pass a question on; gives who was asked, None when nobody can be."""
    asker = day.staff.member(actor.member_id)
    knows = who_decides(day, task, asker)
    if asker is None or knows is None:
        return None
    deed = day.deed("ask_question", actor)
    question_id = requests.ask(deed, task.task_id, knows.member_id, words)
    question = requests.question(day.tx, day.school_id, question_id)
    if question is not None:
        notify(day, knows, f"question:{question_id}", question_prompt(day, knows, question))
    return knows


def question_prompt(day: SchoolDay, who: Member, question: Question) -> Say:
    """Put a question before who can answer it; the next line typed is the answer."""
    asker = day.staff.member(question.asked_by)
    task = tasks.get(day.tx, day.school_id, question.task_id)
    if asker is None or task is None:
        raise LookupError(question.question_id)
    return Say(
        QuestionArrived(who, asker, task.code, task.work, question.words),
        kind="question",
        payload={"question": question.question_id},
        takes_text=True,
    )


def answer_question(day: SchoolDay, actor: Actor, question_id: int, words: str) -> Member | None:
    """Pass an answer back; gives who had asked, None when the question is unknown or answered."""
    question = requests.question(day.tx, day.school_id, question_id)
    if question is None or question.answered_at is not None:
        return None
    asker = day.staff.member(question.asked_by)
    answerer = day.staff.member(actor.member_id)
    task = tasks.get(day.tx, day.school_id, question.task_id)
    if asker is None or answerer is None or task is None:
        return None
    requests.answer(day.deed("answer_question", actor), question_id, words)
    message = AnswerArrived(asker, answerer, task.code, task.work, words)
    notify(day, asker, f"answer:{question_id}", Say(message))
    return asker

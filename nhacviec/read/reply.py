"""`nhacviec read reply`: a typed message in, what it asks for out."""

from datetime import date
from typing import Any

from bot.replies import Action, ReplyContext, read_reply
from nhacviec.read.lines import BadCaseError
from plan.deadlines import Frame
from plan.school_years import SchoolYears


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Read the reply of one case; the first action's fields are given again at the top."""
    today = _day(case, "today")
    context = ReplyContext(
        today=today,
        due=_day(case, "due") if case.get("due") else None,
        frame=Frame(SchoolYears().of(today), today, "chat"),
        open_tasks=_open_tasks(case),
        attachment=_attachment(case),
    )
    reading = read_reply(_text(case), context)
    actions = [_fields(action) for action in reading.actions]
    return {"actions": actions, "must_confirm": reading.must_confirm, **actions[0]}


def _fields(action: Action) -> dict[str, Any]:
    return {
        "task": action.task,
        "intent": action.intent.value,
        "percent": action.percent,
        "new_due": action.new_due.isoformat() if action.new_due else None,
        "reason": action.reason,
        "to": action.to,
        "criterion": action.criterion,
        "done_on": action.done_on.isoformat() if action.done_on else None,
    }


def _text(case: dict[str, Any]) -> str:
    text = case.get("text")
    if not isinstance(text, str):
        raise BadCaseError("text", text)
    return text


def _day(case: dict[str, Any], name: str) -> date:
    said = case.get(name)
    try:
        return date.fromisoformat(said if isinstance(said, str) else "")
    except ValueError:
        raise BadCaseError(name, said) from None


def _open_tasks(case: dict[str, Any]) -> int | tuple[str, ...]:
    said = case.get("open_tasks", 1)
    if isinstance(said, bool) or not isinstance(said, int | list):
        raise BadCaseError("open_tasks", said)
    if isinstance(said, int):
        return said
    if not all(isinstance(code, str) for code in said):
        raise BadCaseError("open_tasks", said)
    return tuple(said)


def _attachment(case: dict[str, Any]) -> str | None:
    said = case.get("attachment")
    if said is not None and not isinstance(said, str):
        raise BadCaseError("attachment", said)
    return said

"""`nhacviec read reply`: a typed message in, what it asks for out."""

from datetime import date
from typing import Any

from bot.replies import Action, ReplyContext, read_reply
from plan.deadlines import Frame


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Read the reply of one case; the first action's fields are given again at the top."""
    today = date.fromisoformat(case["today"])
    due = case.get("due")
    tasks = case.get("open_tasks", 1)
    context = ReplyContext(
        today=today,
        due=date.fromisoformat(due) if due else None,
        frame=Frame(None, today, "chat"),
        open_tasks=tasks if isinstance(tasks, int) else tuple(tasks),
        attachment=case.get("attachment"),
    )
    reading = read_reply(str(case.get("text") or ""), context)
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

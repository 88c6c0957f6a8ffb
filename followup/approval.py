"""Results that wait for a word before they count as done."""

from typing import Any

from followup.above import may_decide
from plan.model import Member, Task
from storage import schools, tasks
from storage.history import Actor
from storage.school_day import SchoolDay

SETTING = "approval"


def needs_approval(day: SchoolDay, task: Task, closer: Member) -> bool:
    """Whether a result waits for a word: not from who may give that word himself."""
    if may_decide(day, closer, task, asked_by=0):
        return False
    own = _settings(day)
    return task.needs_approval or own["school"] is True or bool(task.standard in own["standards"])


def set_approval(day: SchoolDay, actor: Actor, what: Task | str, *, needed: bool) -> None:
    """Ask for a word on the results of a task, of a standard ("3") or of the school ("")."""
    deed = day.deed("set_approval", actor)
    if isinstance(what, Task):
        tasks.change(deed, what.task_id, needs_approval=needed)
        return
    own = _settings(day)
    if not what:
        own = {"school": needed, "standards": own["standards"] if needed else []}
    else:
        others = [number for number in own["standards"] if number != what]
        own["standards"] = sorted([*others, what] if needed else others)
    schools.set_setting(deed, SETTING, own)


def approved_parts(day: SchoolDay) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Say what needs a word: the whole school, which standards, which tasks by code."""
    own = _settings(day)
    codes = [t.code for t in tasks.list_live(day.tx, day.school_id) if t.needs_approval]
    return own["school"], tuple(own["standards"]), tuple(codes)


def _settings(day: SchoolDay) -> dict[str, Any]:
    kept = day.school.settings.get(SETTING)
    own = kept if isinstance(kept, dict) else {}
    return {"school": bool(own.get("school")), "standards": list(own.get("standards", []))}

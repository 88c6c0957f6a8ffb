"""What waits for the speaker's decision, and what each request is about."""

from collections.abc import Iterable

from bot.desk import Desk
from followup.above import may_decide
from plan.model import Occurrence, Task
from storage import occurrences, requests, tasks
from storage.requests import Request

About = tuple[Request, Task, Occurrence]


def about(desk: Desk, request_id: int) -> About | None:
    """Give a request with its task and occurrence, None when there is none."""
    request = requests.get(desk.tx, desk.school_id, request_id)
    return None if request is None else _about(desk, request)


def decides(desk: Desk, one: About) -> bool:
    """Whether the speaker may decide a request."""
    return may_decide(desk.day, desk.me, one[1], one[0].asked_by)


def waiting_for(desk: Desk) -> list[About]:
    """List what waits for the speaker."""
    return _decided_by(desk, requests.waiting(desk.tx, desk.school_id))


def lately(desk: Desk) -> list[About]:
    """List what the speaker could decide lately, decided or not."""
    return _decided_by(desk, requests.lately(desk.tx, desk.school_id))


def _decided_by(desk: Desk, some: Iterable[Request]) -> list[About]:
    found = (_about(desk, request) for request in some)
    return [one for one in found if one is not None and decides(desk, one)]


def _about(desk: Desk, request: Request) -> About | None:
    occurrence = occurrences.get(desk.tx, desk.school_id, request.occurrence_id)
    task = tasks.get(desk.tx, desk.school_id, occurrence.task_id) if occurrence else None
    return None if occurrence is None or task is None else (request, task, occurrence)

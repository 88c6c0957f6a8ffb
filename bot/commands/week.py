"""The week: on demand, and what the Friday delivery says."""

from bot.desk import Desk
from followup.say import Option, Say
from reports.weekly import week
from storage.deliveries import Delivery
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.week import NoPlanYet, Week


def show_week(words: str, desk: Desk) -> Say:
    """Show the week as of now."""
    del words
    message = week(desk.day, desk.me)
    return Say(NoPlanYet(desk.me)) if message is None else _week(message)


def compose_week(day: SchoolDay, delivery: Delivery) -> Say | None:
    """Say the Friday summary from the state of when it is sent."""
    who = day.staff.member(delivery.member_id)
    message = None if who is None else week(day, who)
    return None if message is None else _week(message)


def _week(message: Week) -> Say:
    return Say(message, kind="list", payload={"title": "week"}, rows=_rows(message))


def _rows(message: Week) -> tuple[tuple[Option, ...], ...]:
    numbers = (
        ("overdue", message.due_open),
        ("due_done", message.due_done),
        ("next", message.next_count),
        ("blocked", message.blocked),
        ("silent", message.silent),
        ("on_track", message.on_track),
        ("requests", message.waiting),
        ("unreached", len(message.unreached)),
        ("nobody", message.nobody),
        ("doubtful", len(message.doubtful)),
        ("carried", message.carried),
        ("handed", message.handed_open),
    )
    options = [
        Option(f"list:{name}", label(f"list_{name}", count=count))
        for name, count in numbers
        if count
    ]
    return tuple(tuple(options[n : n + 2]) for n in range(0, len(options), 2))

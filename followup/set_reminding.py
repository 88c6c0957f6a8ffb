"""Changing when a school reminds: its hours, and the days of its ladder."""

from followup.lay_moments import lay_all_moments
from followup.start_reminding import promise_week
from plan.hours import Hours
from plan.ladder import DEFAULT_LADDER, OWN, Ladder
from storage import schools
from storage.history import Actor
from storage.school_day import SchoolDay


def set_reminding(day: SchoolDay, actor: Actor, hours: Hours, ladder: Ladder) -> None:
    """Keep a school's hours and ladder, both in order; what waits to be told is laid anew."""
    own = {name: list(getattr(ladder, name)) for name in OWN if differs(ladder, name)}
    values = {
        "digest_at": f"{hours.digest_at:%H:%M}",
        "quiet_from": f"{hours.quiet_from:%H:%M}",
        "quiet_until": f"{hours.quiet_until:%H:%M}",
        "weekly_at": f"{hours.weekly_at:%H:%M}",
        "ladder": own,
    }
    schools.set_settings(day.deed("set_reminding", actor), values)
    remind_anew(day.renewed())


def differs(ladder: Ladder, name: str) -> bool:
    """Whether a list of days is the school's own."""
    return bool(getattr(ladder, name) != getattr(DEFAULT_LADDER, name))


def remind_anew(day: SchoolDay) -> None:
    """Lay every open ladder by how the school reminds now, and promise its week."""
    if day.school.started_at is None:
        return
    lay_all_moments(day)
    promise_week(day)

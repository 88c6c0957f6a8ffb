"""Starting the reminders, and seeing before what they would say."""

from bot.desk import Chosen, Desk
from bot.pages import cut, more_row, page_of
from followup.say import Option, Say
from followup.start_reminding import start_reminding
from reports.week_ahead import week_ahead
from texts.labels import label
from texts.messages.plans import Started, StartedBefore, WeekAhead


def start(words: str, desk: Desk) -> Say:
    """Let the bot write to people from now on."""
    del words
    started = start_reminding(desk.day, desk.actor)
    if started is None:
        return Say(StartedBefore(desk.me))
    joined = sum(member.joined_at is not None for member in desk.day.staff.members)
    ahead = week_ahead(started)
    return Say(Started(desk.me, joined, ahead[0].on if ahead else None))


def preview(words: str, desk: Desk) -> Say:
    """Show what would be sent in the next seven days; nobody is written to."""
    del words
    return _ahead(desk, 1)


def _ahead(desk: Desk, page: int) -> Say:
    shown, number, pages = cut(week_ahead(desk.day), page, 3)
    message = WeekAhead(desk.me, shown, number, pages)
    rows = more_row(number, pages)
    if desk.may_use("batdau") and desk.day.school.started_at is None:
        rows = (*rows, (Option("start", label("start")),))
    return Say(message, "ahead", {}, rows)


def turn(chosen: Chosen, desk: Desk) -> Say:
    """Show the next page, or start."""
    if chosen.value == "start" and desk.may_use("batdau"):
        return start("", desk)
    return _ahead(desk, page_of(chosen.value, {}))

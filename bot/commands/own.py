"""What everybody may do for themselves: the hour of the digest, taking back, help."""

from datetime import time

from bot.codes import find_number
from bot.commands.context import all_open
from bot.desk import Chosen, Command, Desk
from bot.pages import cut, more_row, page_of
from bot.words import behind, is_made_of, words_in
from followup.say import Say
from followup.set_hour import set_hour
from followup.take_back import take_back
from plan.folding import fold
from storage import deliveries, plans, tasks
from texts.messages.replies import NothingToTakeBack, TakenBack
from texts.messages.staff import Hello, Help, HourSet

EARLIEST, LATEST = time(6), time(20)


def takes_mistake(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or "chưa xong" behind "em nhầm"; a bare "nhầm" only right after an answer."""
    left = rest.strip(" ,.!")
    if left and not is_made_of(left.replace(",", " "), "after_mistake"):
        return False
    head = said.removesuffix(rest).strip(" ,.!")
    if fold(head) not in map(fold, behind("before_mistake", "mistaken_now")):
        return True
    return deliveries.is_last_answer(desk.tx, desk.school_id, desk.me.member_id)


def undo(words: str, desk: Desk) -> Say:
    """Take back the last thing the speaker logged within a day."""
    del words
    done = take_back(desk.day, desk.actor)
    if done is None or done.changed_since:
        return Say(NothingToTakeBack(desk.me, changed_since=done is not None))
    known = tasks.many(desk.tx, desk.school_id, done.task_ids)
    codes = tuple(known[number].code for number in done.task_ids if number in known)
    return Say(TakenBack(desk.me, done.name, codes))


def hour(words: str, desk: Desk) -> Say:
    """Set the hour of the own digest: "giờ 07:15"."""
    at = _read_hour(words)
    if at is None or not EARLIEST <= at < LATEST:
        return Say(HourSet(desk.me, "", ok=False))
    set_hour(desk.day, desk.actor, at)
    return Say(HourSet(desk.me, f"{at:%H:%M}", ok=True))


def _read_hour(words: str) -> time | None:
    digits = words.strip().lower().replace("h", ":").replace("g", ":").rstrip(":").split(":")
    is_clock = all(part.isdecimal() and len(part) <= len("00") for part in digits)
    if not is_clock or len(digits) > 2:  # noqa: PLR2004 - hour, minute
        return None
    hours, minutes = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004 - a clock


def hello(words: str, desk: Desk) -> Say:
    """Greet, and say what comes next."""
    del words
    if desk.may("hand_in_document") and not plans.list_active(desk.tx, desk.school_id):
        return Say(Hello(desk.me, "plan", 0))
    if desk.may_use("batdau") and desk.day.school.started_at is None:
        return Say(Hello(desk.me, "start", 0))
    return Say(Hello(desk.me, "tasks", len(all_open(desk))))


def takes_greeted(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or who is greeted and when: "chào buổi sáng cả nhà"."""
    del said, desk
    return not rest or is_made_of(rest, "greeted")


def takes_topic(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or what a row of the help is about: "cách nhập kế hoạch"."""
    del said
    return not rest or (find_number(rest) is None and bool(_about(rest, desk)))


def help_(words: str, desk: Desk) -> Say:
    """Show what the speaker may type, all of it or on a topic, the own most needed first."""
    return _help(desk, words, 1)


def turn_help(chosen: Chosen, desk: Desk) -> Say:
    """Show the next page of the help."""
    return _help(desk, chosen.payload.get("topic", ""), page_of(chosen.value, {}))


def _help(desk: Desk, topic: str, page: int) -> Say:
    lines = [(row.words[0], row.help) for row in _about(topic, desk)]
    shown, number, pages = cut(lines, page, 6)
    message = Help(desk.me, shown, number, pages)
    return Say(message, "help", {"topic": topic}, more_row(number, pages))


def _about(topic: str, desk: Desk) -> list[Command]:
    """List the rows a topic's words begin with, or whose help names all of them."""
    rows = [row for row in desk.commands if desk.may_use(row.name)]
    said = f"{' '.join(fold(topic).split())} "
    named = [row for row in rows if any(said.startswith(f"{fold(w)} ") for w in row.words)]
    if named or not topic:
        return named or rows
    asked = set(said.split())
    return [row for row in rows if asked <= set(words_in(row.help))]

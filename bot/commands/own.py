"""What everybody may do for themselves: the hour of the digest, taking back, help."""

from datetime import time

from bot.codes import cut_by_codes, find_number
from bot.commands.context import all_open
from bot.desk import Chosen, Command, Desk
from bot.pages import cut, more_row, page_of
from bot.words import behind, folded, has_any, is_made_of, is_whole, words_in
from followup.say import Say
from followup.set_hour import set_hour
from followup.take_back import take_back
from plan.folding import fold
from storage import deliveries, plans, tasks
from texts.messages.replies import NothingToTakeBack, TakenBack
from texts.messages.staff import Hello, Help, HourSet

EARLIEST, LATEST = time(6), time(20)
PAIR = 2


def takes_mistake(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or "chưa xong" behind "em nhầm"; a bare "nhầm" only right after an answer."""
    left = rest.strip(" ,.!")
    if left and not is_made_of(left.replace(",", " "), "after_mistake"):
        return False
    head = said.removesuffix(rest).strip(" ,.!")
    if fold(head) not in map(fold, behind("before_mistake", "mistaken_now")):
        return True
    return deliveries.is_last_answer(desk.tx, desk.school_id, desk.me.member_id)


def takes_correction(rest: str, said: str, desk: Desk) -> bool:
    """Take a mistake, or one task named in the place of another: "V6 chứ không phải V4"."""
    if is_whole(rest, said):
        return _mixed_up(said) is not None
    return takes_mistake(rest, said, desk)


def _mixed_up(said: str) -> tuple[int, int] | None:
    """Give the task that was named by mistake, 0 for none, and the one that is meant."""
    pieces = cut_by_codes(said)
    around = " ".join((pieces[0].before, *(piece.behind for piece in pieces))) if pieces else ""
    if not is_made_of(" ".join(words_in(around)), "around_other"):
        return None
    right = [one.number for one in pieces if _begins(one.behind, "is_meant")]
    wrong = [
        one.number for one in pieces if one.number not in right and _ends(one.before, "not_meant")
    ]
    if len(pieces) == 1:
        return (0, right[0]) if right and has_any(around, "not_meant") else None
    if len(pieces) != PAIR or len(wrong or right) != 1:
        return None
    other = next((one.number for one in pieces if one.number not in (wrong or right)), 0)
    return (wrong[0], other) if wrong else (other, right[0])


def _ends(text: str, kind: str) -> bool:
    return any(f" {' '.join(words_in(text))}".endswith(f" {one}") for one in folded(kind))


def _begins(text: str, kind: str) -> bool:
    return any(f"{' '.join(words_in(text))} ".startswith(f"{one} ") for one in folded(kind))


def undo(words: str, desk: Desk) -> Say:
    """Take back the last thing the speaker logged within a day.

    Where a task was named in the place of another only what was logged of it is.
    """
    mixed_up = _mixed_up(words)
    savepoint = desk.tx.begin_nested()
    done = take_back(desk.day, desk.actor)
    known = tasks.many(desk.tx, desk.school_id, done.task_ids) if done is not None else {}
    touched = {task.number for task in known.values()}
    wrong = 0 if mixed_up is None else mixed_up[0]
    is_other = bool(wrong) and wrong not in touched
    if done is None or done.changed_since or is_other:
        savepoint.rollback()
        is_changed = done is not None and done.changed_since
        code = f"V{wrong}" if done is not None and is_other else ""
        return Say(NothingToTakeBack(desk.me, is_changed, code))
    savepoint.commit()
    codes = tuple(known[number].code for number in done.task_ids if number in known)
    instead = "" if mixed_up is None else f"V{mixed_up[1]}"
    return Say(TakenBack(desk.me, done.name, codes, instead))


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

"""What may follow a command's words: shared by the rows of the table."""

from bot.codes import is_only_code
from bot.commands import papers, views
from bot.desk import Desk
from bot.words import is_one_of


def anything(rest: str, said: str, desk: Desk) -> bool:
    """Take whatever follows."""
    del rest, said, desk
    return True


def what_is_no_count(rest: str, said: str, desk: Desk) -> bool:
    """Take whatever follows, unless it is asked how much: "xong mấy việc rồi"."""
    del said, desk
    return not is_one_of(rest, "how_many")


def what_is_no_plan(rest: str, said: str, desk: Desk) -> bool:
    """Take whatever follows, unless the plan as a whole is spoken of."""
    del said, desk
    return not is_one_of(rest, "whole_plan")


def own_work(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, how much it is, or the speaker: "việc của em còn mấy cái", "em có việc gì"."""
    del said, desk
    return not rest or is_one_of(rest, "how_much") or is_one_of(rest, "oneself")


def a_code(rest: str, said: str, desk: Desk) -> bool:
    """Take a task code, or nothing."""
    del said, desk
    return not rest or is_only_code(rest)


def only_a_code(rest: str, said: str, desk: Desk) -> bool:
    """Take a task code and nothing else."""
    del said, desk
    return is_only_code(rest)


def an_item(rest: str, said: str, desk: Desk) -> bool:
    """Take a task code or the number of a standard or criterion."""
    del said, desk
    return is_only_code(rest) or views.names_standard(rest)


def a_number(rest: str, said: str, desk: Desk) -> bool:
    """Take the number of a standard or criterion."""
    del said, desk
    return views.names_standard(rest)


def an_hour(rest: str, said: str, desk: Desk) -> bool:
    """Take a time of day."""
    del said, desk
    return rest[:1].isdigit()


def a_period(rest: str, said: str, desk: Desk) -> bool:
    """Take the days of a report, or nothing, from who may ask for one; else it is a reply."""
    del said
    return desk.may_use("vanban") and (not rest or papers.period_of(rest, desk) is not None)

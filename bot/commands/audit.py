"""The principal reads in chat what was changed, by whom and from where."""

from bot.desk import Chosen, Desk
from bot.pages import more_row, page_of
from followup.say import Say
from reports.audit_log import audit_log
from texts.messages.audit import AuditLine, AuditSeen

A_PAGE = 5


def show(words: str, desk: Desk) -> Say:
    """Show the newest deeds of the school."""
    del words
    return _page(desk, 1)


def turn(chosen: Chosen, desk: Desk) -> Say:
    """Show the next page."""
    return _page(desk, page_of(chosen.value, {}))


def _page(desk: Desk, page: int) -> Say:
    found = audit_log(desk.day, (page - 1) * A_PAGE, A_PAGE)
    pages = max(1, -(-found.count // A_PAGE))
    lines = tuple(
        AuditLine(
            line.at,
            line.what,
            line.by,
            line.where,
            line.codes,
            tuple(shift.words for shift in line.shifts),
        )
        for line in found.lines
    )
    message = AuditSeen(lines, found.count, page, pages)
    return Say(message, "audit", {}, more_row(page, pages))

"""The board and a task's page."""

from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.routing import Route

from reports.board import STATES, WITHIN_DAYS, Filter, board, row_of
from reports.money import add_up
from reports.task_history import task_history
from web.edit import may_edit
from web.pages import Page, Seen, page, row_number
from web.site import Site

LONGEST_WORDS = 100


def board_routes(site: Site) -> list[Route]:
    """Make the board and the pages of tasks."""
    return [board_route(site), page(site, "/viec/{number}", _task)]


def board_route(site: Site) -> Route:
    """Make the board, the first page of who is in."""
    return page(site, "/", _board)


def filter_of(query: QueryParams) -> Filter:
    """Read an address; what is none of our values is left out."""
    state, within = query.get("tt", ""), query.get("han", "")
    return Filter(
        words=query.get("q", "").strip()[:LONGEST_WORDS],
        standard=query.get("tc", "")[:LONGEST_WORDS],
        member_id=row_number(query.get("ai", "")),
        state=state if state in STATES else "",
        within=next((days for days in WITHIN_DAYS if str(days) == within), None),
    )


def address_of(wanted: Filter) -> str:
    """Write what is looked for as the query that `filter_of` reads."""
    said = {
        "q": wanted.words,
        "tc": wanted.standard,
        "ai": wanted.member_id,
        "tt": wanted.state,
        "han": wanted.within,
    }
    return urlencode({name: value for name, value in said.items() if value})


def _board(seen: Seen) -> Page:
    wanted = filter_of(seen.query)
    number = row_number(seen.query.get("trang", "")) or 1
    found = board(seen.day, seen.me, wanted, number)
    values = {"board": found, "filter": wanted, "states": STATES, "within": WITHIN_DAYS}
    return Page("board", {**values, "looked_for": address_of(wanted)})


def _task(seen: Seen) -> Page | None:
    found = task_history(seen.day, seen.me, seen.number("number"))
    if found is None:
        return None
    spent = add_up([found.view.task], found.expenses).total
    names = {member.member_id: member for member in seen.day.staff.members}
    return Page(
        "task",
        {
            "seen": found,
            "row": row_of(found.view, seen.day),
            "task": found.view.task,
            "people": found.view.people,
            "spent": spent,
            "names": names,
            "may_edit": may_edit(seen, found.view.task),
            "kept": seen.query.get("roi", ""),
        },
    )

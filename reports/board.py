"""The board: every task somebody may see, by standard, found again by words, owner, state, day."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from plan.folding import fold
from plan.model import Member
from plan.progress import Standing
from reports.overview import TaskView, line_of, overview
from reports.seeing import may_see, sees_all
from storage.school_day import SchoolDay
from texts.messages.base import TaskLine

# Beside the standings: what waits for somebody's word, and what has no day yet.
WAITING, DOUBTFUL = "waiting", "doubtful"
STATES = (*(str(standing) for standing in Standing), WAITING, DOUBTFUL)
WITHIN_DAYS = (7, 14, 30)
# Rows of one page: a telephone shows so many at once, and a plan rarely has more.
A_PAGE = 500


class Filter(Struct, frozen=True):
    """What is looked for; an empty value finds everything. `within` counts days from today."""

    words: str = ""
    standard: str = ""
    member_id: int | None = None
    state: str = ""
    within: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether something is looked for."""
        return self != Filter()


class BoardRow(Struct, frozen=True):
    """One task on the board. `state` is one of STATES, `asked` what waits for a decision."""

    number: int
    line: TaskLine
    state: str
    asked: str
    criterion: str
    evidence: int


class BoardGroup(Struct, frozen=True):
    """The tasks of one standard; `number` is empty for tasks outside standards.

    `count` says how many were found of it, `rows` are those of the page.
    """

    number: str
    title: str
    count: int
    rows: tuple[BoardRow, ...]


class Board(Struct, frozen=True):
    """One page of what was found, of how many, with what may be chosen from."""

    page: int
    pages: int
    groups: tuple[BoardGroup, ...]
    found: int
    total: int
    counts: dict[str, int]
    standards: tuple[tuple[str, str], ...]
    people: tuple[Member, ...]
    sees_all: bool


def board(day: SchoolDay, me: Member, wanted: Filter, page: int = 1) -> Board:
    """Gather a page of a reader's board as of now; the last one for a number beyond it."""
    everything = sees_all(day, me)
    seen = [view for view in overview(day) if everything or may_see(day, me, view)]
    found = [view for view in seen if _fits(view, wanted, day)]
    counts = dict.fromkeys(STATES, 0)
    for view in seen:
        counts[state_of(view)] += 1
    owners = {m.member_id for view in seen for m in _people(view)}
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(1, page), pages)
    return Board(
        page=page,
        pages=pages,
        groups=_grouped(found, day, range((page - 1) * A_PAGE, page * A_PAGE)),
        found=len(found),
        total=len(seen),
        counts=counts,
        standards=tuple(
            dict.fromkeys(
                (v.task.standard, v.task.standard_title) for v in seen if v.task.standard
            )
        ),
        people=tuple(m for m in day.staff.members if m.member_id in owners),
        sees_all=everything,
    )


def _standards(seen: Sequence[TaskView]) -> dict[str, str]:
    found: dict[str, str] = {}
    for view in seen:
        if view.task.standard and not found.get(view.task.standard):
            found[view.task.standard] = view.task.standard_title
    return found


def state_of(view: TaskView) -> str:
    """Say where a task stands, as the board shows it."""
    if view.standing is None:
        return DOUBTFUL
    if view.waits_for and view.standing not in {Standing.OVERDUE, Standing.DONE}:
        return WAITING
    return str(view.standing)


def row_of(view: TaskView, day: SchoolDay) -> BoardRow:
    """Give a task as a row of the board."""
    return BoardRow(
        view.task.number,
        line_of(view, day, names=True),
        state_of(view),
        view.waits_for,
        view.task.criterion,
        view.evidence,
    )


def _people(view: TaskView) -> tuple[Member, ...]:
    contact = (view.contact,) if view.contact is not None else ()
    return (*contact, *view.people.workers)


def _fits(view: TaskView, wanted: Filter, day: SchoolDay) -> bool:
    if wanted.standard and view.task.standard != wanted.standard:
        return False
    if wanted.state and state_of(view) != wanted.state:
        return False
    if wanted.member_id is not None and wanted.member_id not in {
        member.member_id for member in _people(view)
    }:
        return False
    if wanted.within is not None and not _is_within(view, wanted.within, day.today):
        return False
    return not wanted.words or _says(view, wanted.words)


def _is_within(view: TaskView, days: int, today: date) -> bool:
    due = view.next_due
    return due is not None and today <= due.due_on <= today + timedelta(days=days)


def _says(view: TaskView, words: str) -> bool:
    """Whether every word stands in a task's own words, its code, or its people's names."""
    names = " ".join(member.full_name for member in _people(view))
    task = view.task
    said = fold(f"{task.code} {task.criterion} {task.work} {task.owner_text} {names}")
    return all(word in said for word in fold(words).split())


def _grouped(found: Sequence[TaskView], day: SchoolDay, shown: range) -> tuple[BoardGroup, ...]:
    """Group tasks by standard, then give of all these rows some, counted through the groups."""
    groups: dict[str, list[TaskView]] = {}
    for view in found:
        groups.setdefault(view.task.standard, []).append(view)
    cut, first = [], 0
    for number, group in groups.items():
        rows = group[max(0, shown.start - first) : max(0, shown.stop - first)]
        first += len(group)
        if rows:
            title = next((v.task.standard_title for v in group if v.task.standard_title), "")
            cut.append(BoardGroup(number, title, len(group), tuple(row_of(v, day) for v in rows)))
    return tuple(cut)

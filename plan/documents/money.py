"""The money of a row when several columns share it: by source, with a total, amount and source."""

from plan.documents.letters import fold
from plan.documents.model import Field
from plan.documents.view import View
from plan.documents.words import folded


def money_of(view: View) -> tuple[str, bool]:
    """Give the money of a row, and whether it was put together from several cells.

    Money merged down over several rows is given with the first: counted once, not for each.
    """
    cells = [(_part(title), cell.own) for title, cell in view.of(Field.BUDGET) if cell.own]
    if len(view.of(Field.BUDGET)) <= 1:
        return (cells[0][1] if cells else ""), False
    # A total beside its parts says the same money again.
    totals = [text for part, text in cells if fold(part) in folded("headers", "totals")]
    if totals:
        return totals[0], len(cells) > 1
    sources = folded("headers", "sources")
    parts = [f"{part} {text}" if fold(part) in sources else text for part, text in cells]
    separator = "; " if any(fold(part) in sources for part, _ in cells) else " "
    return separator.join(parts), bool(parts)


def _part(title: str) -> str:
    """Give the second line of a title of two."""
    return title.rsplit(" / ", maxsplit=1)[-1]

"""Cutting a list into pages that fit a phone, each with a button to the next."""

from collections.abc import Sequence
from typing import Any, TypeVar

from followup.say import Option
from texts.labels import label

T = TypeVar("T")
A_PAGE = 5


def cut(items: Sequence[T], page: int, most: int = A_PAGE) -> tuple[tuple[T, ...], int, int]:
    """Give (the items of a page, its number from 1, how many pages there are)."""
    pages = max(1, -(-len(items) // most))
    number = min(max(1, page), pages)
    return tuple(items[(number - 1) * most : number * most]), number, pages


def more_row(page: int, pages: int) -> tuple[tuple[Option, ...], ...]:
    """Give the row with the button to the next page, none on the last."""
    return ((Option(f"page:{page + 1}", label("more")),),) if page < pages else ()


def page_of(value: str, payload: dict[str, Any]) -> int:
    """Read the page a press asks for."""
    return int(value.partition(":")[2]) if value.startswith("page:") else payload.get("page", 1)

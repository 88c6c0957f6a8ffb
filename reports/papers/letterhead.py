"""The head and foot of a document by Nghị định 30/2020: who issues it, where, when, who signs."""

from collections.abc import Mapping

from msgspec import Struct

from plan.folding import fold
from storage.school_day import SchoolDay
from texts.papers import paper_word

SETTING = "letterhead"


class Letterhead(Struct, frozen=True):
    """What a school says once for all its documents; empty where it has not."""

    parent: str = ""
    place: str = ""
    symbol: str = ""

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> "Letterhead":
        """Read a school's settings."""
        kept = settings.get(SETTING)
        if not isinstance(kept, dict):
            return cls()
        return cls(**{name: str(kept.get(name, "")) for name in ("parent", "place", "symbol")})


def head_of(day: SchoolDay, symbol: str) -> dict[str, object]:
    """Give the fields that every document has; `symbol` is that of its kind: "BC", "KH".

    A list that goes with another document has no number of its own: its symbol is empty.

    The number is left to the clerk who gives it; so is what the school has not said.
    """
    own = Letterhead.of(day.school.settings)
    principal = day.staff.principal
    blank = paper_word("head.blank")
    dated = {"day": f"{day.today:%d}", "month": _month(day.today.month), "year": day.today.year}
    return {
        "co_quan_chu_quan": (own.parent or blank).upper(),
        "ten_truong": day.school.name.upper(),
        "ten_truong_thuong": day.school.name,
        "so_ky_hieu": _number(symbol, own.symbol or initials(day.school.name)),
        "dia_danh_ngay": paper_word("head.dated", place=own.place or blank, **dated),
        "chuc_vu_ky": paper_word("head.principal").upper(),
        "nguoi_ky": "" if principal is None else principal.full_name,
        "noi_nhan": [paper_word("head.receiver"), paper_word("head.archive")],
    }


def _number(symbol: str, school: str) -> str:
    return paper_word("head.number", symbol=f"{symbol}-{school}") if symbol else ""


def _month(number: int) -> str:
    """Write a month as the decree asks: only the first two with a zero before them."""
    return f"{number:02}" if number <= 2 else str(number)  # noqa: PLR2004 - the decree's own number


def initials(name: str) -> str:
    """Shorten a school's name for its symbol: what is in capitals stays, else first letters."""
    words = [word for word in name.split() if fold(word) != "truong"]
    return "".join(word if word.isupper() else word[:1].upper() for word in words)

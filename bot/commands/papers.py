"""Pictures and documents, one tap each: asked for here, made apart, sent when they are ready."""

import re
from datetime import timedelta

from bot.desk import Chosen, Desk
from bot.words import is_one_of
from followup.order_paper import order_paper
from followup.say import Option, Say
from plan.deadlines import read_deadline
from plan.model import Span
from plan.papers import PaperKind, Wanted
from reports.papers.letterhead import Letterhead
from reports.papers.offered import OFFERED, OFFICE_FORMATS, days_of, right_to
from reports.papers.titles import title_of
from texts.messages.papers import PaperOrdered, PapersMenu
from texts.messages.requests import NotAllowed
from texts.papers import paper_word

# A standard or a criterion, such as the end of "tiêu chuẩn 3".
_PART = re.compile(r"\b\d(?:\.\d{1,2})?$")
LONGEST = 20


def menu(words: str, desk: Desk) -> Say:
    """Offer every document; with days, the report of those days in its three formats."""
    span = period_of(words, desk) if words else None
    if span is not None:
        days = f"{span.first.isoformat()}:{span.last.isoformat()}"
        row = tuple(option_of(PaperKind.PROGRESS, ending, days) for ending in OFFICE_FORMATS)
        title = title_of(desk.day, Wanted(PaperKind.PROGRESS, "", span))
        return Say(PapersMenu(desk.me, title, _lacks(desk)), "papers", {}, (row,))
    rows = tuple(
        tuple(option_of(kind, ending) for ending in endings)
        for kind, endings in OFFERED.items()
        if desk.may(right_to(kind))
    )
    return Say(PapersMenu(desk.me, "", _lacks(desk)), "papers", {}, rows)


def picture(words: str, desk: Desk) -> Say:
    """Ask for the week as a picture."""
    del words
    return order_now(desk, PaperKind.WEEK_PICTURE, "png")


def calendar(words: str, desk: Desk) -> Say:
    """Ask for one's due days as a calendar."""
    del words
    return order_now(desk, PaperKind.CALENDAR, "ics")


def read_plan(words: str, desk: Desk) -> Say:
    """Ask for the plan as it was read, to be looked through and signed."""
    del words
    return order_now(desk, PaperKind.READING, "docx")


def evidence_zip(words: str, desk: Desk) -> Say:
    """Ask for every evidence file as one archive, or those of a standard: "xuất minh chứng 3"."""
    found = _PART.search(words)
    return order_now(desk, PaperKind.EVIDENCE_ZIP, "zip", part=found[0] if found else "")


def takes_part(rest: str, said: str, desk: Desk) -> bool:
    """Take nothing, or what ends with the number of a standard or criterion."""
    del said, desk
    found = _PART.search(rest)
    return not rest or (found is not None and found.end() == len(rest) and len(rest) <= LONGEST)


def option_to_sign() -> Option:
    """Offer that document where a plan was just taken in."""
    return Option(f"paper:{PaperKind.READING}:docx", paper_word("buttons.to_sign"))


def press(chosen: Chosen, desk: Desk) -> Say:
    """Open the menu, or ask for the document of a button."""
    if not chosen.value.startswith("paper:"):
        return menu("", desk)
    _, kind, ending, *days = chosen.value.split(":")
    span = None if not days else Wanted.from_json(_kept(kind, ending, days)).span
    return order_now(desk, PaperKind(kind), ending, span)


def _kept(kind: str, ending: str, days: list[str]) -> dict[str, str]:
    first, last = days
    return {"kind": kind, "format": ending, "first": first, "last": last}


def period_of(words: str, desk: Desk) -> Span | None:
    """Read the days of a report: "tháng 11", "từ 1/11 đến 15/12", "HKI", "tuần này".

    None for other words.
    """
    if is_one_of(words, "this_week"):
        monday = desk.day.today - timedelta(days=desk.day.today.weekday())
        return Span(monday, monday + timedelta(days=6))
    reading = read_deadline(words, desk.day.frame("plan"))
    if not reading.is_certain or len(reading.spans) != 1:
        return None
    return reading.spans[0]


def order_now(
    desk: Desk, kind: PaperKind, ending: str, span: Span | None = None, *, part: str = ""
) -> Say:
    """Ask for a document of some days, by default those of its kind."""
    if not desk.may(right_to(kind)):
        return Say(NotAllowed(desk.me, "command"))
    wanted = Wanted(kind, ending, span or days_of(desk.day, kind), part)
    key = (desk.said.channel, desk.said.dedupe_key)
    order_paper(desk.day, (desk.me.member_id, desk.address), wanted, key)
    return Say(PaperOrdered(title_of(desk.day, wanted)))


def option_of(kind: PaperKind, ending: str, days: str = "") -> Option:
    """Give the button of a document."""
    name = paper_word(f"buttons.{'period' if days else kind}")
    value = ":".join(filter(None, ("paper", str(kind), ending, days)))
    return Option(value, name if ending == "png" else f"{name} .{ending}")


def _lacks(desk: Desk) -> tuple[str, ...]:
    """Name what the head of a document still lacks."""
    own = Letterhead.of(desk.day.school.settings)
    said = {"parent": own.parent, "place": own.place, "symbol": own.symbol}
    return tuple(paper_word(f"letterhead.{name}") for name, value in said.items() if not value)

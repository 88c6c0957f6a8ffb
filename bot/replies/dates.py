"""Days named in a reply: the new due day asked for, the day promised, the day it was done."""

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.replies.lists import is_word, phrase_at, words
from bot.replies.model import ReplyContext
from bot.replies.tables import table
from bot.replies.tokens import Token, settle_tone
from plan.deadlines import Frame, find_deadline
from plan.folding import fold

_WEEK = timedelta(days=7)
_HALF_MONTH = timedelta(days=15)
_YEAR = timedelta(days=364)
_MONTHS = 12
_REACH = 3  # how far before its number the word of an extension may stand


class Named(Struct, frozen=True):
    """The last day that words name, and the first; `unsure` when it must be asked about."""

    day: date | None = None
    unsure: bool = False
    first: date | None = None


def named_day(tokens: list[Token], message: str, context: ReplyContext) -> Named:
    """Give the last day of the one span of time that these words of a message name."""
    named = _read(_said(tokens, message), context.frame)
    if named.day is None and not named.unsure:
        # A lone "20/6" at the head of a sentence may be a share; here it is known to be none.
        dated = [token for place, token in enumerate(tokens) if _is_lone_date(tokens, place)]
        if len(dated) == 1:
            return _read(_said(dated, message), context.frame)
    return named


def _is_lone_date(tokens: list[Token], place: int) -> bool:
    if tokens[place].kind != "frac" or is_word(tokens, place - 1, "dates", "of_month"):
        return False
    return int(tokens[place].text.split("/")[1]) <= _MONTHS


def day_gone_by(tokens: list[Token], message: str, context: ReplyContext) -> date | None:
    """Read a day as the last one before now, for what is said to be done."""
    then = context.today - _YEAR
    day = _read(_said(tokens, message), replace(context.frame, today=then)).day
    return day if day is not None and day <= context.today else None


def begun(tokens: list[Token], named: Named) -> date | None:
    """Give the day that "từ hôm qua", "từ thứ Hai" begins with; None where an end is named too."""
    has_start = any(is_word(tokens, place, "dates", "since") for place in range(len(tokens)))
    has_end = any(is_word(tokens, place, "dates", "until") for place in range(len(tokens)))
    return named.first if has_start and not has_end else None


def _read(text: str, frame: Frame) -> Named:
    found = find_deadline(text, frame) if text else None
    if found is None:
        return Named()
    if not found.reading.is_certain or len(found.reading.spans) != 1:
        return Named(unsure=True)
    span = found.reading.spans[0]
    return Named(span.last, first=span.first)


def _said(tokens: list[Token], message: str) -> str:
    """Give the words of these tokens at their places, all others blank."""
    if message.isupper():
        message = message.lower()  # "MAI" is tomorrow, not a name
    signs = [" "] * len(message)
    for place, token in enumerate(tokens):
        leads = is_word(tokens, place, "dates", "aside") and place + 1 < len(tokens)
        if not leads:
            signs[token.start : token.end] = message[token.start : token.end]
    return " ".join("".join(signs).split())


def new_due(tokens: list[Token], message: str, context: ReplyContext) -> date | None:
    """Give the day a postponement asks for, None for a vague one; never on or before the due day.

    "thêm 3 ngày" counts from the present due day; "thứ Hai" is the first one after it.
    """
    if _is_vague(tokens):
        return None
    if context.due and not _names_a_date(tokens):
        later = _extended(tokens, context.due)
        if later:
            return later
    kept = [t for n, t in enumerate(tokens) if not is_word(tokens, n, "dates", "moves_to")]
    day = named_day(kept, message, context).day
    if day is None or context.due is None:
        return day
    if _is_bare_weekday(tokens):
        while day <= context.due:
            day += _WEEK
    return day if day > context.due else None


def done_on(tokens: list[Token], day: date | None, context: ReplyContext) -> date | None:
    """Give the past day on which something was done: the day named, or "hồi sáng"."""
    if day is not None and day <= context.today:
        return day
    for phrase, days in table("words")["dates"]["past"].items():
        wanted = [settle_tone(word) for word in phrase.split()]
        for place in range(len(tokens) - len(wanted) + 1):
            if [token.text for token in tokens[place : place + len(wanted)]] == wanted:
                return context.today - timedelta(days=days)
    return None


def _is_vague(tokens: list[Token]) -> bool:
    """Whether only a season or "vài hôm" is named."""
    return any(phrase_at(tokens, place, "dates", "vague") for place in range(len(tokens)))


def _names_a_date(tokens: list[Token]) -> bool:
    return any(token.kind in ("frac", "date") for token in tokens) or _is_bare_weekday(tokens)


def _is_bare_weekday(tokens: list[Token]) -> bool:
    if any(
        token.kind in ("frac", "date") or is_word([token], 0, "dates", "week") for token in tokens
    ):
        return False
    return any(_weekday_at(tokens, place) for place in range(len(tokens)))


def _weekday_at(tokens: list[Token], place: int) -> bool:
    if phrase_at(tokens, place, "dates", "weekdays"):
        return True
    glued = place + 1 < len(tokens) and tokens[place].end == tokens[place + 1].start
    return tokens[place].text == "t" and glued and tokens[place + 1].kind == "num"


def _extended(tokens: list[Token], due: date) -> date | None:
    """Count "thêm 3 ngày", "trễ 1 tuần", "lùi nửa tháng" from the due day."""
    for place in range(1, len(tokens)):
        if not any(
            is_word(tokens, before, "dates", "extends") for before in range(place - _REACH, place)
        ):
            continue
        number, unit = None, tokens[place + 1].text if place + 1 < len(tokens) else ""
        if _is_one_more(tokens, place):
            number, unit = 1, tokens[place].text
        elif not is_word(tokens, place - 1, "dates", "not_counting"):
            number = _count(tokens, place)
        if number is None:
            continue
        days = _unit_days(unit)
        if days and number:
            return due + timedelta(days=days * number)
        if unit in words("dates", "month"):
            return due + _HALF_MONTH if number == 0 else _months_later(due, number)
    return None


def _is_one_more(tokens: list[Token], place: int) -> bool:
    """Whether a unit stands for one of it: "thêm tuần nữa"."""
    is_led = is_word(tokens, place - 1, "dates", "one_more_before")
    is_ended = is_word(tokens, place + 1, "dates", "one_more_after")
    unit = tokens[place].text
    return is_led and is_ended and bool(_unit_days(unit) or unit in words("dates", "month"))


def _unit_days(unit: str) -> int:
    for name, days in table("words")["dates"]["days"].items():
        if unit in (settle_tone(name), fold(name)):
            return int(days)
    return 0


def _count(tokens: list[Token], place: int) -> int | None:
    """Read a small number; "nửa" is 0."""
    text = tokens[place].text
    if tokens[place].kind == "num":
        return int(text) if text.isascii() and text.isdigit() and len(text) <= len("99") else None
    if text in words("dates", "half"):
        return 0
    for number, name in enumerate(table("words")["amounts"]["numbers"], start=1):
        if text in (settle_tone(name), fold(name)):
            return number
    return None


def _months_later(day: date, months: int) -> date:
    index = day.month - 1 + months
    year, month = day.year + index // _MONTHS, index % _MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

"""A wish to be reminded once more: "mai nhắc lại em nhé", "nhắc em V4 trước hạn 2 ngày"."""

import re
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.replies.codes import find_codes
from bot.replies.lists import phrase_at
from bot.replies.numerals import number_at
from bot.replies.people import name_or_post
from bot.replies.tokens import Token, tokenise
from plan.deadlines import Frame, Reading, find_deadline
from plan.folding import compose

_LONGEST = 200
# Signs between words: those inside a number or a date part nothing.
_SIGNS = re.compile(r"[,;.!?\n]+(?=\s|$)")
_DAYS_A_WEEK = 7
_MOST_DAYS = 400


class Again(Struct, frozen=True):
    """When to be reminded again: `on`, or so many days `before` the due day; None unless said.

    `codes` are the tasks named, `for_me` says that the speaker is named as who is reminded.
    """

    codes: tuple[str, ...]
    on: date | None
    before: int | None
    for_me: bool


def read_again(text: str, frame: Frame) -> Again | None:
    """Read a wish to be reminded; None for what says anything else beside it.

    Other work to be reminded of ("nhắc em nộp sổ thứ Sáu") is an order to oneself.
    """
    message = compose(text)
    if len(message) > _LONGEST:
        return None
    tokens = tokenise(message)
    verbs = ((place, _phrase(tokens, place, "remind")) for place in range(len(tokens)))
    wishes = (_Wish(message, tokens, frame).read(*verb) for verb in verbs if verb[1])
    return next(filter(None, wishes), None)


def cut_again(text: str, frame: Frame) -> tuple[str, Again] | None:
    """Part a line at its signs: "em đang bận, mai nhắc lại em" is something said, and a wish.

    A day or a task that the wish does not name is the one of what is said beside it.
    """
    clauses = [part for part in _SIGNS.split(compose(text)[: _LONGEST + 1]) if part.strip()]
    found = ((clause, read_again(clause, frame)) for clause in clauses)
    clause, wish = next(((one, wish) for one, wish in found if wish), ("", None))
    rest = ", ".join(one.strip() for one in clauses if one is not clause)
    if wish is None or not rest or len(text) > _LONGEST:
        return None
    said = tokenise(rest)
    codes = wish.codes or tuple(dict.fromkeys(one.code for one in find_codes(said)))
    on = wish.on
    if on is None and wish.before is None:
        day = find_deadline(rest, frame)
        on = None if day is None else _coming(day.reading, frame.today)
    return rest, replace(wish, codes=codes, on=on)


class _Wish:
    """Takes a line apart: whom to remind of which tasks when, and what is left."""

    def __init__(self, message: str, tokens: list[Token], frame: Frame) -> None:
        self._message = message
        self._tokens = tokens
        self._frame = frame
        self._used: set[int] = set()

    def read(self, verb: int, size: int) -> Again | None:
        """Read the line as a wish whose verb begins there; None where it is none."""
        self._use(verb, size)
        for_me = self._is_for_me(verb + size)
        codes = find_codes(self._tokens)
        for one in codes:
            self._use(one.first, one.last + 1 - one.first)
        before = self._days_before()
        on = None if before is not None else self._day()
        is_timed = on is not None or before is not None or self._is_later_today()
        says_again = self._phrase(verb, "once_more") == size
        if self._left() or not (for_me or (says_again and is_timed)):
            return None
        return Again(tuple(dict.fromkeys(one.code for one in codes)), on, before, for_me)

    def _is_for_me(self, at: int) -> bool:
        while size := self._phrase(at, "to"):
            self._use(at, size)
            at += size
        size = phrase_at(self._tokens, at, "words", "myself", "orders")
        if not size or name_or_post(self._message, self._tokens, at):
            return False
        self._use(at, size)
        return True

    def _days_before(self) -> int | None:
        """Read "trước hạn 2 ngày", "trước 1 tuần", "trước hạn"."""
        for place in range(len(self._tokens)):
            size = self._phrase(place, "before_due")
            if not size:
                continue
            behind = place + size
            while behind in self._used:
                behind += 1
            for at in (behind, place - 2):
                days = self._days_at(at)
                if days:
                    self._use(place, size)
                    self._use(at, 2)
                    self._use(at + 2, self._phrase(at + 2, "due"))
                    return days
        return None

    def _day(self) -> date | None:
        """Read the day, "sau 2 ngày" as "2 ngày nữa"; today or what is not sure is none."""
        today = self._frame.today
        for place in range(len(self._tokens)):
            size = self._phrase(place, "after")
            days = self._days_at(place + size) if size else 0
            if days:
                self._use(place, size + 2)
                return today + timedelta(days=days)
        found = find_deadline(self._message, self._frame)
        if found is None:
            return None
        for number, token in enumerate(self._tokens):
            if any(first <= token.start < last for first, last in found.ranges):
                self._use(number, 1)
        return _coming(found.reading, today)

    def _is_later_today(self) -> bool:
        """Whether "2 tiếng nữa", "lát nữa" is said: no day to come."""
        for place in range(len(self._tokens)):
            size = self._phrase(place, "later")
            if not size and self._count(place) is not None:
                hours = self._phrase(place + 1, "hour")
                size = 1 + hours if hours else 0
            if size:
                self._use(place, size)
                return True
        return False

    def _left(self) -> list[str]:
        """List the words that say something else."""
        left: list[str] = []
        place = 0
        while place < len(self._tokens):
            size = 0 if place in self._used else self._phrase(place, "loose")
            text = self._tokens[place].text
            if place not in self._used and not size and any(sign.isalnum() for sign in text):
                left.append(text)
            place += max(1, size)
        return left

    def _count(self, place: int) -> int | None:
        if not 0 <= place < len(self._tokens):
            return None
        token = self._tokens[place]
        if token.kind == "num" and token.text.isdecimal():
            return int(token.text)
        return number_at(self._tokens, place)

    def _days_at(self, place: int) -> int:
        """Give how many days "2 ngày" or "một tuần" at a place are, 0 for neither."""
        count = self._count(place)
        if not count or count > _MOST_DAYS:
            return 0
        if self._phrase(place + 1, "day"):
            return count
        return count * _DAYS_A_WEEK if self._phrase(place + 1, "week") else 0

    def _phrase(self, place: int, key: str) -> int:
        return _phrase(self._tokens, place, key)

    def _use(self, place: int, size: int) -> None:
        self._used |= set(range(place, place + size))


def _phrase(tokens: list[Token], place: int, key: str) -> int:
    return phrase_at(tokens, place, "again", key, "orders")


def _coming(reading: Reading, today: date) -> date | None:
    """Give the first day after today that a reading may mean; None when none of it is sure."""
    if reading.rrule or not (reading.is_certain or reading.status == "assumed"):
        return None
    tomorrow = today + timedelta(days=1)
    meant = [reading.spans, *(one.spans for one in reading.alternatives if not one.rrule)]
    coming = (spans[0] for spans in meant if len(spans) == 1 and spans[0].last > today)
    first = next(coming, None)
    return None if first is None else max(first.first, tomorrow)

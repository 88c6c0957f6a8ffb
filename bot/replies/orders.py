"""Orders typed in chat: handing out work, collecting, a reminder for oneself."""

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from bot.replies.codes import find_codes
from bot.replies.lists import phrase_at
from bot.replies.people import bare_name, is_title, name_or_post
from bot.replies.tables import table
from bot.replies.tokens import Token, settle_tone, tokenise
from plan.deadlines import Found, Frame, Reading, find_deadline
from plan.folding import compose, fold

_LONGEST_PHRASE = 4
_LONGEST = 2_000
_LOOSE_SIGNS = ",.;:-!?\n "
_LOOSE = frozenset(_LOOSE_SIGNS)
# What tells two people of one name apart: "cô Lan (Văn)".
_BESIDE = re.compile(r"\s*(\([^()\n]{1,40}\))")


class OrderKind(StrEnum):
    """What is asked for."""

    GIVE = "give"
    COLLECT = "collect"
    REMIND_ME = "remind_me"
    ASSIGN = "assign"


class OrderReading(Struct, frozen=True):
    """An order: `whom` as typed, one phrase each; `deadline` None when no day was found.

    ASSIGN gives the open task `task` to somebody; the others make a new one from `work`.
    """

    kind: OrderKind
    whom: tuple[str, ...]
    work: str
    deadline: Reading | None = None
    task: str | None = None


def read_order(text: str, frame: Frame) -> OrderReading | None:
    """Read an order, None when the words open with none of its verbs; no day is ever guessed."""
    message = compose(text)[:_LONGEST]
    tokens = tokenise(message)
    start = _skip(tokens, 0, "heads", "before")
    for key, kind in _KINDS:
        size = _phrase_at(tokens, start, "heads", key)
        if size and not _is_another_word(tokens, start, size):
            return _Order(message, tokens, frame).read(start + size, kind)
    return _Order(message, tokens, frame).read_dated_first(start)


def read_wish(text: str, frame: Frame) -> OrderReading | None:
    """Read an order in plain words: "yêu cầu cô Đào nộp báo cáo", "cô Đào nộp báo cáo trước 6/12".

    None unless somebody is named and something is to be done by them; without an opening verb a
    day must be named too. Beside a task's code all of it is needed, and a verb of doing: "bảo cô
    Đào nộp báo cáo V4 trước thứ Sáu". Whether the speaker may order is not asked.
    """
    message = compose(text)[:_LONGEST]
    tokens = tokenise(message)
    if any(_is_word_of(tokens, n, "no_wish") for n in range(len(tokens))):
        return None
    start = _skip(tokens, 0, "heads", "before")
    size = _phrase_at(tokens, start, "heads", "ask")
    opens = size or _phrase_at(tokens, start, "heads", "ask_by_a_day")
    reading = _Order(message, tokens, frame).read(start + opens, OrderKind.GIVE)
    if not (reading.whom and reading.work):
        return None
    is_done = _is_word_of(tokenise(reading.work), 0, "verbs")
    if find_codes(tokens):
        return reading if size and reading.deadline is not None and is_done else None
    is_timed = reading.deadline is not None and reading.deadline.is_certain
    return reading if size or (is_timed and (opens or is_done)) else None


def means_everyone(phrase: str) -> bool:
    """Whether "mọi người", "cả trường" and the like are meant."""
    return _is_all(phrase, "everyone")


def means_own_unit(phrase: str) -> bool:
    """Whether the speaker's own unit is meant: "cả tổ"."""
    return _is_all(phrase, "own_unit")


def _is_all(phrase: str, key: str) -> bool:
    tokens = tokenise(compose(phrase))
    return bool(tokens) and _phrase_at(tokens, 0, "words", key) == len(tokens)


def _is_word_of(tokens: list[Token], place: int, key: str) -> bool:
    return _phrase_at(tokens, place, "words", key) > 0


_KINDS = (
    ("give", OrderKind.GIVE),
    ("collect", OrderKind.COLLECT),
    ("remind", OrderKind.REMIND_ME),
)


class _Order:
    """Reads what stands behind the opening verb."""

    def __init__(self, message: str, tokens: list[Token], frame: Frame) -> None:
        self._message = message
        self._tokens = tokens
        self._frame = frame

    def read(self, at: int, kind: OrderKind) -> OrderReading:
        """Read whom, what and until when."""
        if kind is OrderKind.GIVE:
            given = self._given_task(at)
            if given:
                return given
        if kind is OrderKind.REMIND_ME:
            if self._is_myself(at):
                return self._reading(kind, (), at + 1)
            kind = OrderKind.GIVE
        at = self._skip_to(at)
        whom, after = self._people(at)
        if not whom:
            return self._named_behind(kind, at)
        return self._reading(kind, whom, after)

    def read_dated_first(self, at: int) -> OrderReading | None:
        """Read "thứ Sáu nhắc em nộp sổ": a day, then a reminder for oneself."""
        found, said = self._find_time(at)
        while at < len(self._tokens) and _is_within(self._tokens[at], said):
            at += 1
        size = _phrase_at(self._tokens, at, "heads", "remind") if said else 0
        if found is None or not size or not self._is_myself(at + size):
            return None
        reading = self._reading(OrderKind.REMIND_ME, (), at + size + 1)
        return replace(reading, deadline=found)

    def _skip_to(self, at: int) -> int:
        return _skip(self._tokens, at, "words", "to")

    def _is_myself(self, at: int) -> bool:
        return bool(_phrase_at(self._tokens, at, "words", "myself")) and not name_or_post(
            self._message, self._tokens, at
        )

    def _given_task(self, at: int) -> OrderReading | None:
        """Read "giao V12 cho thầy Hùng" and "giao thầy Hùng V12"."""
        codes = find_codes(self._tokens[at:])
        if len(codes) != 1:
            return None
        code, first, last = codes[0].code, at + codes[0].first, at + codes[0].last
        behind = self._people(self._skip_to(last + 1))
        before = self._people(self._skip_to(at))
        whom, end = behind if first == at else before
        if first != at and whom and _skip(self._tokens, end, "words", "takes_on") < first:
            return None  # "giao cô Lan nộp báo cáo V4": that is to be done, and V4 is not given
        after = end if first == at else last + 1
        rest = self._tokens[_skip(self._tokens, after, "words", "takes_on") :]
        if not whom or _without_edges(self._untimed(rest, end)):
            return None
        return OrderReading(OrderKind.ASSIGN, whom, "", self._find_time(end)[0], code)

    def _people(self, at: int) -> tuple[tuple[str, ...], int]:
        """Read names and posts, joined by commas and "và", and the place after them."""
        whom: list[str] = []
        while True:
            size = _phrase_at(self._tokens, at, "words", "and") if whom else 0
            start = self._skip_to(at + size)
            is_next = not whom or size or is_title(self._tokens, start)
            span = self._many(start) if is_next else None
            if span is None and is_next:
                span = name_or_post(self._message, self._tokens, start)
            if span is None and not whom:
                span = bare_name(self._message, self._tokens, start)
            if span is None:
                return tuple(whom), at
            beside, at = self._beside(span[1])
            whom.append(self._cut(start, span[1]) + beside)

    def _beside(self, end: int) -> tuple[str, int]:
        """Give what stands in brackets behind a name, and the place after it."""
        found = _BESIDE.match(self._message, self._tokens[end - 1].end)
        if found is None:
            return "", end
        after = (n for n, token in enumerate(self._tokens) if token.start >= found.end())
        return f" {found[1]}", next(after, len(self._tokens))

    def _many(self, at: int) -> tuple[int, int] | None:
        """Read "mọi người", "cả tổ": more than any one post."""
        sizes = [_phrase_at(self._tokens, at, "words", key) for key in ("own_unit", "everyone")]
        post = name_or_post(self._message, self._tokens, at)
        size = max(sizes)
        if not size or (post is not None and post[1] > at + size):
            return None
        return at, at + size

    def _named_behind(self, kind: OrderKind, at: int) -> OrderReading:
        """Read "thu kế hoạch của các tổ", "giao mua máy in cho cô Đào": whom behind what."""
        before = "of" if kind is OrderKind.COLLECT else "to"
        for place in range(at, len(self._tokens)):
            size = _phrase_at(self._tokens, place, "words", before)
            whom, end = self._people(place + size) if size else ((), place)
            if whom:
                found, hidden = self._find_time(at)
                work = self._without(at, place, hidden)
                more = self._without(end, len(self._tokens), hidden)
                return OrderReading(kind, whom, f"{work} {more}".strip(), found)
        return self._reading(kind, (), at)

    def _reading(self, kind: OrderKind, whom: tuple[str, ...], at: int) -> OrderReading:
        at = _skip(self._tokens, at, "words", "links")
        found, hidden = self._find_time(at)
        return OrderReading(kind, whom, self._without(at, len(self._tokens), hidden), found)

    def _untimed(self, tokens: list[Token], at: int) -> list[Token]:
        hidden = self._find_time(at)[1]
        return [token for token in tokens if not _is_within(token, hidden)]

    # time

    def _find_time(self, at: int) -> tuple[Reading | None, list[tuple[int, int]]]:
        """Give the deadline behind `at`, and the stretches of the message that say it."""
        if at >= len(self._tokens):
            return None, []
        start = self._tokens[at].start
        text = self._message[start:]
        found = find_deadline(text, self._frame)
        if found is None:
            return None, []
        return self._settled(found, text), [(a + start, b + start) for a, b in found.ranges]

    def _settled(self, found: Found, text: str) -> Reading:
        """Take "chiều mai" at the end of an order as its time, though it may be the meeting's."""
        reading = found.reading
        if reading.status != "partial" or reading.kind != "relative" or len(found.ranges) != 1:
            return reading
        first, last = found.ranges[0]
        if any(sign.isalnum() for sign in text[last:]):
            return reading
        alone = find_deadline(text[first:last], self._frame)
        return alone.reading if alone and alone.reading.is_certain else reading

    # words

    def _without(self, start: int, end: int, hidden: list[tuple[int, int]]) -> str:
        """Give the words between two places, the time taken out and what it leaves hanging."""
        kept = [token for token in self._tokens[start:end] if not _is_within(token, hidden)]
        kept = _without_edges(kept)
        if not kept:
            return ""
        first, last = self._with_signs(kept[0], kept[-1], hidden)
        signs = list(self._message[first:last])
        for low, high in hidden:
            for place in range(max(low, first), min(high, last)):
                signs[place - first] = " "
        return " ".join("".join(signs).split())

    def _with_signs(
        self, first: Token, last: Token, hidden: list[tuple[int, int]]
    ) -> tuple[int, int]:
        """Give the stretch of two tokens with the signs beside it that are no words: emoji."""
        ends = [t.end for t in self._tokens if t.end <= first.start]
        ends += [high for _, high in hidden if high <= first.start]
        starts = [t.start for t in self._tokens if t.start >= last.end]
        starts += [low for low, _ in hidden if low >= last.end]
        low, high = max(ends, default=0), min(starts, default=len(self._message))
        before = self._message[low : first.start].lstrip(_LOOSE_SIGNS)
        after = self._message[last.end : high].rstrip(_LOOSE_SIGNS)
        return first.start - len(before), last.end + len(after)

    def _cut(self, start: int, end: int) -> str:
        first, last = self._tokens[start], self._tokens[end - 1]
        return " ".join(self._message[first.start : last.end].split())


def _is_within(token: Token, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= token.start < last for first, last in ranges)


def _without_edges(tokens: list[Token]) -> list[Token]:
    """Drop signs, and words that led to a time, at both ends."""
    kept = list(tokens)
    while kept:
        size = next(
            (
                n
                for n in range(_LONGEST_PHRASE, 0, -1)
                if n <= len(kept) and _phrase_at(kept, len(kept) - n, "words", "hanging") == n
            ),
            0,
        )
        if not size and kept[-1].text not in _LOOSE:
            break
        del kept[len(kept) - max(size, 1) :]
    while kept and kept[0].text in _LOOSE:
        del kept[0]
    return kept


def _is_another_word(tokens: list[Token], start: int, size: int) -> bool:
    """Whether "thu" without marks is a weekday, or "giao" the first half of "giao an"."""
    if size > 1 or start + 1 >= len(tokens):
        return False
    after = table("orders")["words"]["no_order_after"].get(fold(tokens[start].text), ())
    follower = tokens[start + 1].text
    return any(follower in (settle_tone(word), word) for word in after)


def _skip(tokens: list[Token], at: int, section: str, key: str) -> int:
    while size := _phrase_at(tokens, at, section, key):
        at += size
    return at


def _phrase_at(tokens: list[Token], at: int, section: str, key: str) -> int:
    """Give the length of the longest phrase of orders.toml at a place, 0 for none."""
    return phrase_at(tokens, at, section, key, "orders")

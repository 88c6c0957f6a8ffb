"""Who should take over: the person, unit or post named in a reply."""

from bot.replies.lists import is_word, phrase_at
from bot.replies.tokens import Token
from plan.owners import OwnerDoubt, kind_of, read_owners

_MOST_WORDS = 4
_POSTS = frozenset(("single", "several", "body"))
_NOT_ONE = frozenset((OwnerDoubt.ROLE_GUESSED, OwnerDoubt.UNREAD, OwnerDoubt.NOBODY))

Span = tuple[int, int]


def takes_over(text: str, tokens: list[Token]) -> str | None:
    """Give whom a reply hands the task to ("nhờ cô Lan làm thay" gives "Lan"), or None."""
    for place in range(len(tokens)):
        span = _handed_to(text, tokens, place) or _before_verb(text, tokens, place)
        if span:
            return _cut(text, tokens, *span)
    return None


def _handed_to(text: str, tokens: list[Token], place: int) -> Span | None:
    """Read "chuyển cho thầy Hùng", "để cô Lan làm"."""
    for key, needs_verb in (("over_to", False), ("over_if", True)):
        size = phrase_at(tokens, place, "people", key)
        if not size:
            continue
        span = _named(text, tokens, place + size)
        if span and (not needs_verb or phrase_at(tokens, span[1], "people", "takes")):
            return span
    return None


def _before_verb(text: str, tokens: list[Token], place: int) -> Span | None:
    """Read "cô Lan làm thay", "tổ Toán lo": the name ends where the verb stands."""
    if not phrase_at(tokens, place, "people", "takes_over"):
        return None
    for start in range(max(0, place - _MOST_WORDS), place):
        span = _named(text, tokens, start)
        if span and span[1] == place:
            return span
    return None


def _named(text: str, tokens: list[Token], place: int) -> Span | None:
    """Read a titled name or a post; a bare "thầy" is the one written to."""
    size = phrase_at(tokens, place, "people", "titles")
    if size:
        end = _end_of_name(tokens, place + size)
        if end > place + size:
            return place + size, end
    for end in range(min(place + _MOST_WORDS, len(tokens)), place, -1):
        if _is_post(_cut(text, tokens, place, end)):
            return place, end
    return None


def _end_of_name(tokens: list[Token], start: int) -> int:
    end = start
    while end < len(tokens) and end - start < _MOST_WORDS:
        token = tokens[end]
        if token.kind or not token.text[0].isalpha() or is_word(tokens, end, "people", "stops"):
            break
        end += 1
    return end


def _is_post(said: str) -> bool:
    reading = read_owners(said)
    owner = reading.owners[0]
    return (
        len(reading.owners) == 1
        and not owner.person
        and kind_of(owner.role) in _POSTS
        and not _NOT_ONE & set(reading.doubts)
    )


def _cut(text: str, tokens: list[Token], start: int, end: int) -> str:
    return " ".join(text[tokens[start].start : tokens[end - 1].end].split())

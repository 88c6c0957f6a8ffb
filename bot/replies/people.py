"""Who should take over: the person, unit or post named in a reply."""

from functools import lru_cache

from bot.replies.codes import code_at
from bot.replies.lists import is_word, phrase_at
from bot.replies.tokens import Token
from plan.owners import Owner, OwnerDoubt, Part, is_name_word, kind_of, may_open_owner, read_owners

_MOST_WORDS = 7
_POSTS = frozenset(("single", "several", "body"))
_NOT_ONE = frozenset(
    (
        OwnerDoubt.ROLE_GUESSED,
        OwnerDoubt.UNIT_GUESSED,
        OwnerDoubt.UNREAD,
        OwnerDoubt.NOBODY,
    )
)

Span = tuple[int, int]


def takes_over(text: str, tokens: list[Token]) -> str | None:
    """Give whom a reply hands the task to ("nhờ cô Lan làm thay" gives "Lan"), or None."""
    for place in range(len(tokens)):
        span = _handed_to(text, tokens, place) or _before_verb(text, tokens, place)
        if span:
            return _cut(text, tokens, *span)
    return None


def belongs_to(text: str, tokens: list[Token]) -> str | None:
    """Give whose task it is said to be ("việc này của cô Lan"), or None."""
    for place in range(len(tokens)):
        size = phrase_at(tokens, place, "people", "belongs")
        span = name_or_post(text, tokens, place + size) if size else None
        if span:
            return _cut(text, tokens, *span)
    return None


def _handed_to(text: str, tokens: list[Token], place: int) -> Span | None:
    """Read "chuyển cho thầy Hùng", "để cô Lan làm"."""
    for key, needs_verb in (("over_to", False), ("over_if", True)):
        size = phrase_at(tokens, place, "people", key)
        if not size:
            continue
        verbs = range(place + size + 1, min(place + size + _MOST_WORDS + 2, len(tokens)))
        if needs_verb and not any(phrase_at(tokens, n, "people", "takes") for n in verbs):
            continue
        span = name_or_post(text, tokens, place + size)
        if span and (not needs_verb or phrase_at(tokens, span[1], "people", "takes")):
            return span
    return None


def _before_verb(text: str, tokens: list[Token], place: int) -> Span | None:
    """Read "cô Lan làm thay", "tổ Toán lo": the name ends where the verb stands."""
    if not phrase_at(tokens, place, "people", "takes_over"):
        return None
    for start in range(max(0, place - _MOST_WORDS), place):
        span = name_or_post(text, tokens, start)
        if span and span[1] == place:
            return span
    return None


def name_or_post(message: str, tokens: list[Token], place: int) -> Span | None:
    """Read a titled name (its span without the title) or a post; a bare "thầy" is nobody."""
    size = phrase_at(tokens, place, "people", "titles")
    if size:
        end = _end_of_name(message, tokens, place + size)
        if end > place + size:
            return place + size, end
    if not 0 <= place < len(tokens) or not may_open_owner(tokens[place].text):
        return None
    ends = range(min(place + _MOST_WORDS, len(tokens)), place, -1)
    found = next((end for end in ends if _post(_cut(message, tokens, place, end))), None)
    if found is None:
        return None
    # "kế toán thực hiện" is read like "kế toán": the verb is no part of the post.
    post = _post(_cut(message, tokens, place, found))
    while found - 1 > place and _post(_cut(message, tokens, place, found - 1)) == post:
        found -= 1
    return place, found


def is_title(tokens: list[Token], place: int) -> bool:
    """Whether "thầy", "cô" or the like stands here."""
    return phrase_at(tokens, place, "people", "titles") > 0


def bare_name(message: str, tokens: list[Token], place: int) -> Span | None:
    """Read a name without a title: capitals, and every word a name."""
    end = _end_of_name(message, tokens, place)
    words = [message[token.start : token.end] for token in tokens[place:end]]
    if not words or message.isupper():
        return None
    return (place, end) if all(w.istitle() and is_name_word(w) for w in words) else None


def _end_of_name(message: str, tokens: list[Token], start: int) -> int:
    """Give where a name ends: capitals go on, small letters only with words that are names."""
    end = start
    capital = False
    while end < len(tokens) and end - start < _MOST_WORDS:
        token = tokens[end]
        typed = message[token.start : token.end]
        if token.kind or not typed or not typed[0].isalpha() or code_at(tokens, end):
            break
        if end == start:
            capital = typed[0].isupper() and not message.isupper()
            if not capital and is_word(tokens, end, "people", "stops"):
                break
        elif (capital and not typed.istitle()) or (
            not capital and (not is_name_word(typed) or is_word(tokens, end, "people", "stops"))
        ):
            break
        end += 1
    return end


@lru_cache(maxsize=1_024)
def _post(said: str) -> Owner | None:
    reading = read_owners(said)
    owner = reading.owners[0]
    is_one = len(reading.owners) == 1 and not owner.person and owner.part is Part.LEAD
    if not is_one or kind_of(owner.role) not in _POSTS or _NOT_ONE & set(reading.doubts):
        return None
    return owner


def _cut(text: str, tokens: list[Token], start: int, end: int) -> str:
    return " ".join(text[tokens[start].start : tokens[end - 1].end].split())

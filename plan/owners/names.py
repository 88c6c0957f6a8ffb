"""Persons in an owner cell: titles, surnames, given names."""

from msgspec import Struct

from plan.folding import has_marks
from plan.owners.items import PersonItem
from plan.owners.model import OwnerDoubt
from plan.owners.roles import role_phrases
from plan.owners.tokens import Token, tidy, tokenise
from plan.owners.words import is_spelt, other_phrases, part_phrases, subject_phrases

_MOST_WORDS = 5
_LONGEST_INITIAL = 2
_FULL_NAME = 2


class FoundName(Struct, frozen=True):
    """A name, and the place after it."""

    item: PersonItem
    end: int


def title_end(tokens: list[Token], start: int) -> int:
    """Give the place after a title ("đ/c", "cô", "T."), or `start` when there is none."""
    found = other_phrases("title", "sure").find(tokens, start)
    if found:
        return _skip_dots(tokens, found.end)
    token = tokens[start]
    follower = tokens[start + 1] if start + 1 < len(tokens) else None
    if follower is None:
        return start
    if is_spelt(token, "title", "marked") and follower.is_word:
        plain = not has_marks(token.text) and bool(role_phrases().find(tokens, start + 1))
        return start if plain else start + 1
    after = start + 2
    if (
        follower.text == "."
        and is_spelt(token, "title", "initials")
        and after < len(tokens)
        and tokens[after].is_capital
    ):
        return after
    return start


def degree_end(tokens: list[Token], start: int) -> int:
    """Give the place after a degree ("ThS."), or `start` when there is none."""
    found = other_phrases("title", "degrees").find(tokens, start)
    return _skip_dots(tokens, found.end) if found else start


def _skip_dots(tokens: list[Token], start: int) -> int:
    while start < len(tokens) and tokens[start].text == ".":
        start += 1
    return start


def find_name(text: str, tokens: list[Token], start: int, *, titled: bool) -> FoundName | None:
    """Read the name that begins here; without a title only what looks like one is taken."""
    if start >= len(tokens) or not tokens[start].is_word:
        return None
    end = _end_of_name(tokens, start)
    words = [token for token in tokens[start:end] if token.text != "."]
    if not words or (not titled and not _looks_like_name(words)):
        return None
    name = _written(text[words[0].start : words[-1].end])
    return FoundName(PersonItem(name, _doubts(words, titled=titled)), end)


def _end_of_name(tokens: list[Token], start: int) -> int:
    end, words = start, 0
    for place in range(start, len(tokens)):
        token = tokens[place]
        if token.text == "." and place > start and _is_initial(tokens[place - 1]):
            continue
        if not token.text.isalpha() and "'" not in token.text:
            break
        if words and (words == _MOST_WORDS or _ends_name(tokens, place)):
            break
        words += 1
        end = place + 1
    return end


def _is_initial(token: Token) -> bool:
    return len(token.text) <= _LONGEST_INITIAL or is_spelt(token, "name", "short")


def _ends_name(tokens: list[Token], place: int) -> bool:
    """Whether a role, a unit, a part or a joining word begins here; "Đoàn" may still be a name."""
    for tree in (role_phrases(), part_phrases()):
        found = tree.find(tokens, place)
        if found and (found.words > 1 or _is_no_name(tokens, place)):
            return True
    return (
        bool(other_phrases("other", "and").find(tokens, place))
        or bool(other_phrases("unit", "heads").find(tokens, place) and _is_no_name(tokens, place))
        or _begins_unit(tokens, place)
    )


def _is_no_name(tokens: list[Token], place: int) -> bool:
    """Whether a word after a name is lower-case where the name is not, or an abbreviation."""
    lower = not tokens[place].is_capital and tokens[place - 1].is_capital
    return lower or is_abbreviation(tokens[place])


def _begins_unit(tokens: list[Token], place: int) -> bool:
    head = other_phrases("unit", "heads").find(tokens, place)
    return bool(head and subject_phrases().find(tokens, head.end))


def is_abbreviation(token: Token) -> bool:
    """Whether a word has no vowel, so that nobody bears it as a name."""
    return len(token.text) > 1 and not set("aeiouy") & set(token.folded)


def _looks_like_name(words: list[Token]) -> bool:
    first = words[0]
    if len(words) == 1:
        return first.is_capital and is_spelt(first, "name", "given")
    surname = is_spelt(first, "name", "surnames") or is_spelt(first, "name", "short")
    doubtful = is_spelt(first, "name", "doubtful")
    capitals = all(word.is_capital for word in words)
    if surname and not doubtful:
        return capitals or not any(word.is_capital for word in words)
    if surname:
        return capitals and len(words) > _FULL_NAME
    return capitals and all(is_spelt(word, "name", "given") for word in words)


def _doubts(words: list[Token], *, titled: bool) -> tuple[OwnerDoubt, ...]:
    first = words[0]
    surname = is_spelt(first, "name", "surnames")
    either = titled and len(words) == _FULL_NAME and is_spelt(first, "name", "given")
    if len(words) < _FULL_NAME or not surname or either:
        return (OwnerDoubt.GIVEN_NAME,)
    if not any(has_marks(word.text) for word in words):
        return (OwnerDoubt.NAME_WITHOUT_MARKS,)
    return ()


def _written(text: str) -> str:
    """Give a name one blank between words and, where case carries nothing, name case."""
    words = text.split()
    if all(word.isupper() for word in words) or all(word.islower() for word in words):
        words = [word[:1].upper() + word[1:].lower() for word in words]
    return " ".join(words)


def is_name_word(word: str) -> bool:
    """Whether a single word is a Vietnamese given name or surname."""
    tokens = tokenise(tidy(word))
    if len(tokens) != 1:
        return False
    return any(is_spelt(tokens[0], "name", key) for key in ("given", "surnames"))

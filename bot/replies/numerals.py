"""Numbers in words, as people dictate them: "bảy mươi lăm", "bảy chục", "một trăm"."""

from collections.abc import Mapping
from functools import cache
from itertools import chain

from bot.replies.tables import table
from bot.replies.tokens import Token, settle_tone
from plan.folding import fold

TEN = 10
# What each word of a number is worth, by what its words are: digits, tens, a hundred.
_WORTH: Mapping[str, tuple[int, ...]] = {
    "d": (1,),
    "t": (10,),
    "h": (100,),
    "dt": (10, 0),
    "dh": (100, 0),
    "td": (10, 1),
    "dtd": (10, 0, 1),
    "dd": (10, 1),
}


@cache
def _words() -> Mapping[str, tuple[str, int]]:
    """Give (what it is, its number) by each word of a number, without marks."""
    named = table("words")["amounts"]
    digits = {fold(w): ("d", n) for n, words in enumerate(named["digits"]) for w in words}
    tens = {fold(word): ("t", 1) for word in named["tens"]}
    return digits | tens | {fold(word): ("h", 1) for word in named["hundred"]}


@cache
def _marked() -> frozenset[str]:
    """Give the words of numbers as they are spelt: "từ" is no "tư"."""
    named = table("words")["amounts"]
    spelt = chain(*named["digits"], named["tens"], named["hundred"])
    return frozenset(map(settle_tone, spelt))


def _said(token: Token) -> str:
    """Give a word of a number without marks, empty for what its own marks make another word."""
    bare = fold(token.text)
    is_number = token.text == bare or token.text in _marked()
    return bare if is_number and bare in _words() else ""


@cache
def _after_tens() -> frozenset[str]:
    return frozenset(map(fold, table("words")["amounts"]["after_tens"]))


def number_at(tokens: list[Token], place: int) -> int | None:
    """Read a number up to ten that is one word at a place, if there is one."""
    said = _said(tokens[place]) if 0 <= place < len(tokens) else ""
    sort, number = _words().get(said, ("", 0))
    return {"d": number, "t": TEN}.get(sort)


def number_before(tokens: list[Token], place: int) -> tuple[int | None, int]:
    """Read the number whose words end before `place`: (value, where it begins).

    Without one it begins at `place`; the value is None for what is more than one number, such as
    "bảy tám mươi".
    """
    first = place
    while first and _said(tokens[first - 1]):
        first -= 1
    said = [fold(token.text) for token in tokens[first:place]]
    sorts = "".join(_words()[word][0] for word in said)
    # "bảy lăm" leaves out the tens; "bảy tám" is between the two.
    if sorts not in _WORTH or (sorts == "dd" and said[1] not in _after_tens()):
        return None, first
    return sum(_words()[w][1] * n for w, n in zip(said, _WORTH[sorts], strict=True)), first

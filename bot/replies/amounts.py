"""How much of a task is done: percents, fractions, "một nửa", bare numbers."""

from msgspec import Struct

from bot.replies.lists import exact, is_word, phrase_at, words
from bot.replies.numerals import TEN, number_at, number_before
from bot.replies.tokens import Token

_WHOLE = 100
_LARGEST_WHOLE = 1_500  # pupils of a large school; above it, a year


class Amount(Struct, frozen=True):
    """A share in whole percents, None for one that is no share; `sure` when nothing else fits."""

    percent: int | None
    sure: bool
    first: int
    last: int


def find_amount(tokens: list[Token]) -> Amount | None:
    """Give the share named in a clause; the surest, then the last, counts."""
    found = [
        amount for place in range(len(tokens)) if (amount := _amount_at(tokens, place)) is not None
    ]
    sure = [amount for amount in found if amount.sure]
    return (sure or found)[-1] if found else None


def _amount_at(tokens: list[Token], place: int) -> Amount | None:
    kind = tokens[place].kind
    if kind == "pct":
        return _percent(tokens, place, place, tokens[place].text.rstrip("%"))
    if kind == "frac":
        return _fraction(tokens, place)
    if kind == "num":
        return _number(tokens, place)
    ways = (_percent_in_words, _parts_in_words, _out_of, _bare_in_words, _half)
    return next((amount for way in ways if (amount := way(tokens, place))), None)


def _percent_in_words(tokens: list[Token], place: int) -> Amount | None:
    """Read "bảy mươi phần trăm", by the place of its "phần trăm"."""
    size = phrase_at(tokens, place, "amounts", "percent")
    number, first = number_before(tokens, place)
    if not size or first == place:
        return None
    if number is None:
        return Amount(None, sure=False, first=first, last=place + size - 1)
    return _percent(tokens, first, place + size - 1, str(number))


def _bare_in_words(tokens: list[Token], place: int) -> Amount | None:
    """Read "được tám mươi rồi", by its last word: nothing else is said, and it is no count."""
    number, first = number_before(tokens, place + 1)
    others = [*tokens[:first], *tokens[place + 1 :]]
    if number is None or number < TEN or number > _WHOLE or number_at(tokens, place + 1):
        return None
    if any(t.text not in words("amounts", "beside_bare") and not t.is_break for t in others):
        return None
    return Amount(number, sure=False, first=first, last=place)


def _parts_in_words(tokens: list[Token], place: int) -> Amount | None:
    """Read "hai phần ba", by the place of its "phần"; "một phần năm nay" is no fifth."""
    if not is_word(tokens, place, "amounts", "parts") or place == 0:
        return None
    done = number_at(tokens, place - 1)
    whole = number_at(tokens, place + 1)
    if not done or not whole or is_word(tokens, place + 2, "amounts", "not_whole_after"):
        return None
    return _share(tokens, place - 1, place + 1, (done, whole))


def _out_of(tokens: list[Token], place: int) -> Amount | None:
    """Read "3 trên 5 lớp", "bảy trong tổng số mười", by its "trên"; a span of time is none."""
    if not is_word(tokens, place, "amounts", "over"):
        return None
    size = phrase_at(tokens, place + 1, "amounts", "whole_before")
    last = place + 1 + size
    done, whole = _count_at(tokens, place - 1), _count_at(tokens, last)
    is_share = size or _has_unit(tokens, last) or tokens[place].text == "/"
    is_share = is_share or is_word(tokens, place - 2, "amounts", "share_before")
    if not done or not whole or not is_share:
        return None
    if is_word(tokens, last + 1, "amounts", "not_whole_after"):
        return None
    return _share(tokens, place - 1, last, (done, whole))


def _count_at(tokens: list[Token], place: int) -> int | None:
    if not 0 <= place < len(tokens) or tokens[place].kind != "num":
        return number_at(tokens, place)
    text = tokens[place].text
    return int(text) if text.isdigit() and text.isascii() else None


def _percent(tokens: list[Token], first: int, last: int, text: str) -> Amount:
    share = round(float(text.replace(",", ".")))
    if share > _WHOLE:
        return Amount(None, sure=False, first=first, last=last)
    if is_word(tokens, first - 1, "amounts", "rest_before"):
        return Amount(_WHOLE - share, sure=False, first=first, last=last)
    ranged = first > 1 and tokens[first - 1].text == "-" and tokens[first - 2].kind == "num"
    return Amount(None if ranged else share, sure=not ranged, first=first, last=last)


def _fraction(tokens: list[Token], place: int) -> Amount | None:
    done, whole = (int(side) for side in tokens[place].text.split("/")[:2])
    if is_word(tokens, place - 1, "amounts", "date_before") and not _has_unit(tokens, place):
        return None
    return _share(tokens, place, place, (done, whole))


def _share(tokens: list[Token], first: int, last: int, parts: tuple[int, int]) -> Amount | None:
    done, whole = parts
    if whole == 0 or done > whole or whole > _LARGEST_WHOLE:
        return None
    sure = _has_unit(tokens, last) or is_word(tokens, first - 1, "amounts", "sure_before")
    if done == whole == _WHOLE // 2 and not sure:
        return Amount(_WHOLE // 2, sure=False, first=first, last=last)  # "50/50": half and half
    percent = (200 * done + whole) // (2 * whole)
    return Amount(percent, sure=sure, first=first, last=last)


def _has_unit(tokens: list[Token], place: int) -> bool:
    """Whether a count of something ends here; "5/12 em nộp" has who speaks behind it."""
    size = phrase_at(tokens, place + 1, "lists", "unit_noun")
    is_speaker = is_word(tokens, place + 1, "amounts", "speaker") and any(
        phrase_at(tokens, place + 2, "lists", doing) for doing in ("deliver", "work", "finish")
    )
    return size > 0 and not is_speaker


def _number(tokens: list[Token], place: int) -> Amount | None:
    """Read "70 phần trăm", "2 phần 3", and a number that is the whole message."""
    text = tokens[place].text
    size = phrase_at(tokens, place + 1, "amounts", "percent")
    if size:
        return _percent(tokens, place, place + size, text) if _is_decimal(text) else None
    if not text.isdigit() or not text.isascii():
        return None
    last = place + 2
    whole = _count_at(tokens, last)
    if whole and tokens[last].kind == "num" and is_word(tokens, place + 1, "amounts", "parts"):
        return _share(tokens, place, last, (int(text), whole))
    return _bare(tokens, place)


def _is_decimal(text: str) -> bool:
    whole, _, rest = text.replace(",", ".").partition(".")
    return text.isascii() and len(whole) <= len("100") and "." not in rest


def _bare(tokens: list[Token], place: int) -> Amount | None:
    number = tokens[place].text
    others = [
        token
        for n, token in enumerate(tokens)
        if n != place and token.text not in words("amounts", "beside_bare") and not token.is_break
    ]
    if others or len(number) > len("100") or int(number) > _WHOLE:
        return None
    return Amount(int(number), sure=False, first=place, last=place)


def _half(tokens: list[Token], place: int) -> Amount | None:
    marked = tokens[place].text in exact("amounts", "half_marked")
    if not marked and tokens[place].text not in exact("amounts", "half_bare"):
        return None
    before = tokens[place - 1] if place else None
    one = before is not None and before.text in words("amounts", "half_one")
    if one and place > 1:
        before = tokens[place - 2]
    halved = before is not None and before.text in words("amounts", "half_whole")
    if before and before.text in words("amounts", "not_half_before") and not halved:
        return None
    if is_word(tokens, place + 1, "amounts", "not_half_after"):
        return None
    led = one or (before is not None and before.text in words("amounts", "half_before"))
    if not marked and (not led or _denies(tokens)):
        return None
    first = place - 1 if one else place
    return Amount(
        _WHOLE // 2,
        sure=(marked and (led or len(tokens) > 1)) or (led and not halved),
        first=first,
        last=place,
    )


def _denies(tokens: list[Token]) -> bool:
    return any(is_word(tokens, n, "words_of_end", "negation") for n in range(len(tokens)))

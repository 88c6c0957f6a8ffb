"""Letters of before Unicode: TCVN3 and VNI texts recognised by their syllables and mended."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import islice

from plan.documents.words import load_words

_SAMPLE = 400  # letters of a text that settle how it is coded
_LONG_WORD = 3  # letters
_VOTERS = 2000  # texts of a document that settle how most of it is coded
_HIGH = re.compile("[\u00a1-\u00fe]")
_UNICODE_VIETNAMESE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u01a0-\u01b0\u1ea0-\u1ef9]"
)
_INITIAL = re.compile("(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcd\u0111ghklmnpqrstvx])?")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORDS = re.compile(r"[^\s!-/:-@\[-`{-~0-9]+")
_SMALL_THEN_CAPITAL = re.compile("[^\\W\\d_A-Z][A-Z\u00c0-\u00de]")
# TCVN3 writes the letter u-horn as a soft hyphen, which programs lose: "o-horn + c" has no
# other reading than "u-horn, o-horn + c".
_CAPITALS_ONLY = re.compile(r"[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*")
_LOST_U_HORN = re.compile(
    "(?<![\u01b0\u01af])([\u01a1\u1edb\u1edd\u1edf\u1ee1\u1ee3])(?=c(?!h)|ng|u)"
)


class Letters(StrEnum):
    """How the letters of a text are coded."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


@cache
def _table(letters: Letters) -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = load_words("legacy")[letters]
    longest_first = sorted(pairs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), pairs


def mend(text: str, letters: Letters) -> str:
    """Give the text in Unicode letters."""
    if letters is Letters.UNICODE:
        return text
    pattern, pairs = _table(letters)
    mended = pattern.sub(lambda found: pairs[found[0]], text)
    if letters is Letters.VNI:
        return mended
    mended = _LOST_U_HORN.sub("\u01b0\\1", mended)
    # TCVN3 has no capital letters with tones: a font of capitals shows the small ones so.
    return mended.upper() if _CAPITALS_ONLY.fullmatch(text) else mended


@cache
def _rhymes() -> frozenset[str]:
    return frozenset(load_words("legacy")["rhymes"].split())


def _is_syllable(word: str) -> bool:
    """Say whether a word is spelt as a Vietnamese syllable: initial, rhyme, at most one tone."""
    if len(word) == 1 or _SMALL_THEN_CAPITAL.search(word):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in apart if letter not in _TONES)
    if len(apart) - len(bare) > 1:
        return False
    spelt = unicodedata.normalize("NFC", bare)
    longest = _INITIAL.match(spelt)
    ends = {0, 1, longest.end() if longest else 0}  # "gi" alone is g + i
    return any(spelt[end:] in _rhymes() and _INITIAL.fullmatch(spelt[:end]) for end in ends)


def _score(text: str, written: str) -> int:
    """Count the sound syllables less the unsound among the words that hold a high letter."""
    score = 0
    for word, original in zip(_WORDS.findall(text), _WORDS.findall(written), strict=False):
        if _HIGH.search(original):
            score += 1 if _is_syllable(word) else -1
    return score


def soundness(text: str) -> int:
    """Count the words with marks that are sound syllables less those that are not."""
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    return sum(1 if _is_syllable(word) else -1 for word in words)


def _best(text: str) -> tuple[Letters, bool]:
    """Give the likeliest coding of one text and whether another does as well."""
    sample = text[:_SAMPLE]
    scores = {letters: _score(mend(sample, letters), sample) for letters in Letters}
    best = max(scores, key=scores.__getitem__)
    return best, sum(score == scores[best] for score in scores.values()) > 1


def is_doubtful(text: str) -> bool:
    """Say whether a text could be in legacy letters at all."""
    return bool(_HIGH.search(text)) and not _UNICODE_VIETNAMESE.search(text)


def prevailing(texts: Iterable[str]) -> Letters:
    """Give the coding that most of the texts with marks are in."""
    votes: Counter[Letters] = Counter()
    for text in islice((text for text in texts if not text.isascii()), _VOTERS):
        if not is_doubtful(text):
            votes[Letters.UNICODE] += 1
            continue
        best, is_tie = _best(text)
        votes[best] += not is_tie
    # Unicode comes first among equals.
    return max(Letters, key=lambda letters: votes[letters])


def to_unicode(text: str, usual: Letters) -> str:
    """Mend one text: by its own letters when they are clear, else as the document usually is."""
    if not is_doubtful(text):
        return text
    best, is_tie = _best(text)
    if is_tie:
        return mend(text, usual)
    # In a paper in Unicode a sign or two, such as "b×h", are no letters of another age.
    is_clear = usual is not Letters.UNICODE or _has_long_word(text)
    return mend(text, best) if is_clear else text


def _has_long_word(text: str) -> bool:
    words = (word for word in _WORDS.findall(text[:_SAMPLE]) if _HIGH.search(word))
    return any(len(word) >= _LONG_WORD for word in words)

"""Works that are alike, found among thousands without holding each against each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# So many pairs are all looked at; of more, those that share the words few others have.
EVERY = 10_000
RARE = 40
NEAREST = 8


def near_pairs(new: Sequence[str], known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the places (in new, in known) of folded texts that may be alike."""
    if len(new) * len(known) <= EVERY:
        yield from ((one, other) for one in range(len(new)) for other in range(len(known)))
        return
    holders: dict[str, list[int]] = {}
    for place, text in enumerate(known):
        for word in set(text.split()):
            holders.setdefault(word, []).append(place)
    same: dict[str, list[int]] = {}
    for place, text in enumerate(known):
        same.setdefault(text, []).append(place)
    for place, text in enumerate(new):
        shared: Counter[int] = Counter()
        for word in set(text.split()):
            held = holders.get(word, [])
            if len(held) <= RARE:
                shared.update(held)
        near = dict.fromkeys(other for other, _ in shared.most_common(NEAREST))
        near |= dict.fromkeys(same.get(text, [])[:NEAREST])
        yield from ((place, other) for other in near)


def likeness(one: str, other: str, least: float) -> float:
    """Say how alike two folded texts are by their letters in order, from 0 to 1; 0 below least."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Both are never below the ratio itself, and far cheaper.
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def best_pairs(scored: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    """Give each one at most one other, the likest pairs first, from (likeness, one, other)."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs

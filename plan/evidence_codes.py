"""Official codes of evidence: [H1-1.1-01] by 18/2018, (MC.1.1.01) by 57/2026."""

import re

from msgspec import Struct

from plan.criteria import criteria_sets
from plan.folding import compose

_BOXED = re.compile(
    r"\bH\s?(\d{1,2})\s?[-–.]\s?(\d{1,2})\.(\d{1,2})\s?[-–.]\s?(\d{1,3})\b", re.IGNORECASE
)
_PLAIN = re.compile(r"\bMC\s?[.-]?\s?(\d{1,2})\.(\d{1,2})[.-](\d{1,3})\b", re.IGNORECASE)


class EvidenceCode(Struct, frozen=True, order=True):
    """One code; `criterion` is "1.10", `box` is 0 in a set that has no boxes."""

    criteria_set: str
    criterion: str
    ordinal: int
    box: int = 0

    def __str__(self) -> str:
        """Write it as the circular does."""
        if has_boxes(self.criteria_set):
            return f"[H{self.box}-{self.criterion}-{self.ordinal:02d}]"
        return f"(MC.{self.criterion}.{self.ordinal:02d})"


def has_boxes(criteria_set: str) -> bool:
    """Whether a set's codes name the box: all before 57/2026 do."""
    return not criteria_set.startswith("57/")


def find_codes(text: str, boxed_set: str = "") -> tuple[EvidenceCode, ...]:
    """Give the codes in a text, in their order; `boxed_set` is what [H...] belongs to.

    Every [H...] is of 18/2018 unless told otherwise: 17 and 19/2018 write them the same way.
    """
    newest = criteria_sets()[-1].code
    found: list[tuple[int, EvidenceCode]] = []
    for match in _BOXED.finditer(compose(text)):
        box, standard, criterion, ordinal = (int(part) for part in match.groups())
        code = EvidenceCode(
            boxed_set or criteria_sets()[0].code, f"{standard}.{criterion}", ordinal, box
        )
        found.append((match.start(), code))
    for match in _PLAIN.finditer(compose(text)):
        standard, criterion, ordinal = (int(part) for part in match.groups())
        code = EvidenceCode(newest, f"{standard}.{criterion}", ordinal)
        found.append((match.start(), code))
    return tuple(code for _, code in sorted(found, key=lambda one: one[0]))


def criterion_order(criterion: str) -> tuple[int, ...]:
    """Give what to sort criteria by: 1.2 before 1.10; what is none comes last."""
    parts = criterion.removeprefix("M").split(".")
    return tuple(int(part) for part in parts) if all(p.isdigit() for p in parts) else (99,)

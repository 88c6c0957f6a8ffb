"""Which document is asked for: its kind, its format, the days it is about."""

from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from plan.model import Span


class PaperKind(StrEnum):
    """What can be made of a school's plan."""

    WEEK_PICTURE = "week_picture"
    PROGRESS = "progress"
    HALF_YEAR = "half_year"
    YEAR = "year"
    IMPROVEMENT = "improvement"  # Biểu 2 of 57/2026
    READING = "reading"  # a plan as it was read, beside its own words
    EVIDENCE = "evidence"
    EVIDENCE_ZIP = "evidence_zip"  # every file with the list, a folder a criterion
    CALENDAR = "calendar"
    OWN_DATA = "own_data"  # all that is held about who asks


class Wanted(Struct, frozen=True):
    """One document: `format` is the ending of its file.

    `part` is the standard ("3") or criterion ("3.3") it is limited to, empty for all.
    """

    kind: PaperKind
    format: str
    span: Span
    part: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give what a row keeps."""
        return {
            "kind": str(self.kind),
            "format": self.format,
            "first": self.span.first.isoformat(),
            "last": self.span.last.isoformat(),
            **({"part": self.part} if self.part else {}),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Wanted":
        """Read what `to_json` gave."""
        span = Span(date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"]))
        return cls(PaperKind(kept["kind"]), kept["format"], span, kept.get("part", ""))

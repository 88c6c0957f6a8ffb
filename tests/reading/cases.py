"""Cases of reading times as plain text, and what it is to meet one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plan.calendar import default_calendar
from plan.deadlines import Alternative, Frame, Reading

HERE = Path(__file__).parent
PUBLIC = HERE.parents[1].parent / "shared" / "reading" / "phrases.jsonl"
ASKED = frozenset({"ambiguous", "partial", "none"})

Meaning = tuple[frozenset[tuple[str, str]], tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """One phrase, what it is read against, and what it means in the notation of the files."""

    phrase: str
    wanted: str
    frame: Frame


def frame_of(context: str, school_year: str, today: str) -> Frame:
    calendar = default_calendar(int(school_year[:4]))
    return Frame(calendar, date.fromisoformat(today), "chat" if context == "chat" else "plan")


CHAT = frame_of("chat", "2024-2025", "2024-11-20")
PLAN = frame_of("plan", "2024-2025", "2024-09-05")


def phrase_cases() -> Iterator[Case]:
    frame = PLAN
    for line in (HERE / "deadline_cases.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            frame = frame_of(*line[3:].split())
        elif " => " in line and not line.startswith("#"):
            phrase, wanted = line.split(" => ")
            yield Case(phrase, wanted.strip(), frame)


def sentence_cases() -> Iterator[tuple[str, str, str]]:
    for line in (HERE / "deadline_sentences.txt").read_text("utf-8").splitlines():
        if "=>" in line and not line.startswith("#"):
            sentence, said, wanted = (part.strip() for part in line.split("=>"))
            yield sentence, said, wanted


def public_cases() -> list[tuple[dict[str, Any], Frame]]:
    if not PUBLIC.exists():
        return []
    cases = [json.loads(line) for line in PUBLIC.read_text("utf-8").splitlines() if line.strip()]
    return [
        (each, frame_of(each["context"], each["school_year"], each["today"])) for each in cases
    ]


def verdict(reading: Reading, wanted: str) -> str:
    """Say what is wrong with a reading, "" when nothing is."""
    if wanted == "!":
        return "" if reading.status == "invalid" and not reading.spans else f"acts: {reading}"
    if wanted == "-":
        is_free = not reading.spans and reading.status in {"ok", "none"}
        return "" if is_free else f"dated: {reading}"
    if wanted == "?":
        return "" if reading.status in ASKED else f"not asked: {reading}"
    days, _, at = wanted.partition(" @ ")
    offered = [meaning_of(part) for part in days.split(" | ")]
    first = said(Alternative(reading.spans, reading.rrule))
    if len(offered) == 1:
        is_met = reading.is_certain and first == offered[0] and clock(reading) == at
        return "" if is_met else f"other: {reading}"
    choices = [first, *map(said, reading.alternatives)]
    is_met = (
        reading.status == "ambiguous"
        and first == offered[0]
        and 2 <= len(set(choices)) == len(choices) <= 3
        and all(each is None or each in choices for each in offered)
    )
    return "" if is_met else f"not offered: {reading}"


def meaning_of(text: str) -> Meaning | None:
    """Read "A..B, C..D ~ RULE"; None for "?", any other reading."""
    days, _, rule = text.strip().partition(" ~ ")
    if days == "?":
        return None
    spans = [day.strip().partition("..") for day in days.split(",")]
    return frozenset((first, last or first) for first, _, last in spans), rule_parts(rule)


def rule_parts(rule: str | None) -> tuple[str, ...]:
    """Give the parts of a rule in an order that does not depend on how it was written."""
    parts = (rule or "").replace("INTERVAL=1;", "").split(";")
    named = [part.partition("=") for part in parts if part]
    return tuple(sorted(f"{name}={sorted(value.split(','))}" for name, _, value in named))


def said(reading: Alternative) -> Meaning:
    spans = frozenset((span.first.isoformat(), span.last.isoformat()) for span in reading.spans)
    return spans, rule_parts(reading.rrule)


def clock(reading: Reading) -> str:
    return f"{reading.at:%H:%M}" if reading.at else ""

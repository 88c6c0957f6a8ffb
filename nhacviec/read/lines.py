"""JSON Lines in, JSON Lines out, in the same order, a line at a time."""

import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from plan.errors import NhacViecError


class UnreadableLineError(NhacViecError):
    """A line of the input is no JSON object."""


class BadCaseError(NhacViecError):
    """A field of a case is missing or cannot be read: its name, and what stood there."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name)
        self.name = name
        self.value = value
        self.line = 0


def answer_lines(
    lines: Iterable[str], answer: Callable[[dict[str, Any]], dict[str, Any]], out: TextIO
) -> None:
    """Answer each non-blank line at once, so that a long stream never waits in memory."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise UnreadableLineError(number) from error
        if not isinstance(case, dict):
            raise UnreadableLineError(number)
        try:
            answered = answer(case)
        except BadCaseError as error:
            error.line = number
            raise
        out.write(json.dumps(answered, ensure_ascii=False) + "\n")
        out.flush()

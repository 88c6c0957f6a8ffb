"""The mark of the lunar calendar after a date."""

from plan.deadlines.heads import Parsed
from plan.deadlines.lexing import Line
from plan.deadlines.specs import Lunar
from plan.deadlines.tails import close


def is_lunar(line: Line, index: int) -> bool:
    """Tell whether "âm lịch" stands here, in brackets or not."""
    return line.kinds[index] == "lunar" or (
        line.kinds[index] == "open" and line.kinds[index + 1] == "lunar"
    )


def lunar(line: Line, number: int, month: int, index: int) -> Parsed:
    """Give a lunar day, from the word after its month."""
    end = index
    if is_lunar(line, index):
        is_open = line.kinds[index] == "open"
        end = index + (2 if is_open else 1)
        end += is_open and line.kinds[end] == "close"
    return close(line, end, Lunar(number, month))

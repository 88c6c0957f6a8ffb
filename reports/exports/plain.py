"""Values on their way into a file: what no file format takes is left out."""

import re
from typing import TypeVar, cast

T = TypeVar("T")
# What XML forbids; a task pasted from elsewhere may hold it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cleaned(value: T) -> T:
    """Give plain values without the characters that no document may hold."""
    if isinstance(value, str):
        return cast("T", _FORBIDDEN.sub("", value))
    if isinstance(value, dict):
        return cast("T", {key: cleaned(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return cast("T", [cleaned(inner) for inner in value])
    return value

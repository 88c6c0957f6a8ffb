"""JSON as it is written into the database and read out of it."""

import json
from typing import Any

import orjson


def to_text(value: Any) -> str:
    """Write a value as JSON.

    Half a surrogate pair, which is no text, becomes "?": an update may hold one, and stays whole.

    Raises:
        TypeError: it is nothing that JSON has.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()


def of_text(text: str | bytes) -> Any:
    """Read a value from its JSON, also one with half a surrogate pair, as it was once written."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)

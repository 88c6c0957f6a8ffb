"""The word lists of this room, as data: headers, sections, rosters, legacy letters."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from plan.documents.letters import fold


@cache
def load_words(name: str) -> Any:
    """Read one list by its name, once."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))


@cache
def folded(name: str, key: str) -> frozenset[str]:
    """Give one list of words for comparing: without marks, case or signs."""
    return frozenset(map(fold, load_words(name)[key]))

"""Lines that only the width of a column broke, joined again."""

import re

from plan.documents.sections import is_marked

_CUT_AFTER = re.compile(r"\w[-/]$")  # "2024-" and "2025" on two lines are one word


def flowing(text: str) -> str:
    """Join the lines that only the width of the column broke; a list keeps its lines."""
    joined = ""
    for line in text.split("\n"):
        if not joined:
            joined = line
        elif is_marked(line):
            joined += f"\n{line}"
        else:
            joined += line if _CUT_AFTER.search(joined) else f" {line}"
    return joined

"""A text taken apart: its expressions of time, and the words that are in none of them."""

from msgspec import Struct

from plan.deadlines.folding import fold
from plan.deadlines.grammar import Clause, clause
from plan.deadlines.lexing import Line, lex

# Words that begin no expression of time whatever follows them.
SILENT = frozenset({"word", "comma", "dot", "close", "open", "slash", "quote", "polite"})


class Parts(Struct, frozen=True):
    """The line, its expressions of time in order, and the places of the other words."""

    line: Line
    clauses: tuple[Clause, ...]
    left: tuple[int, ...]


def take_apart(text: str) -> Parts:
    """Find every expression of time in a text, from left to right."""
    line = lex(fold(text))
    clauses: list[Clause] = []
    left: list[int] = []
    kinds = line.kinds
    index = 0
    while index < line.size:
        found = None if kinds[index] in SILENT else clause(line, index)
        if found is None or found.end <= index:
            left.append(index)
            index += 1
        else:
            clauses.append(found)
            index = found.end
    return Parts(line, tuple(clauses), tuple(left))

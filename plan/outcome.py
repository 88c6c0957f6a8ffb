"""What a task came to when its year is closed, and what is still missing of it."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Result(StrEnum):
    """What a task came to."""

    DONE = "done"
    PART = "part"
    NOT = "not"


class Lack(StrEnum):
    """What is not known yet of a task that is closed, in the order it is asked."""

    RESULT = "result"
    PROOF = "proof"
    LEVEL = "level"


# The level of what reaches none of its criterion's levels.
NO_LEVEL = "0"


class Outcome(Struct, frozen=True):
    """What was said of a task. `level` is "1", "2", ... or NO_LEVEL, empty while unknown.

    `has_none` says that somebody told that there is no evidence to show.
    """

    result: Result | None = None
    words: str = ""
    level: str = ""
    has_none: bool = False


NOTHING = Outcome()


def lacks(outcome: Outcome, *, proven: bool, has_levels: bool) -> tuple[Lack, ...]:
    """List what is missing; what was not done at all has nothing to prove and no level."""
    found = [] if outcome.result else [Lack.RESULT]
    if outcome.result is Result.NOT:
        return ()
    if not (proven or outcome.has_none):
        found.append(Lack.PROOF)
    if has_levels and not outcome.level:
        found.append(Lack.LEVEL)
    return tuple(found)


# The plan and the criterion of a task; the criterion is empty where the task has none.
Place = tuple[int | None, str]


def with_shared_levels(said: Mapping[int, tuple[Place, Outcome]]) -> dict[int, Outcome]:
    """Give every task of a criterion the level said of one of them: a criterion has one level."""
    levels = {place: outcome.level for place, outcome in said.values() if outcome.level}
    return {
        task_id: outcome
        if outcome.level or not place[1]
        else replace(outcome, level=levels.get(place, ""))
        for task_id, (place, outcome) in said.items()
    }

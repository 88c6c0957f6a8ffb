"""What each task came to in its year: the result said, the codes of its evidence, the level."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from plan.outcome import NO_LEVEL, NOTHING, Outcome, Result, with_shared_levels
from plan.progress import Standing
from reports.overview import TaskView
from storage import evidence, links, outcomes
from storage.school_day import SchoolDay
from texts.papers import paper_word


class YearResult(Struct, frozen=True):
    """The outcome of one task; `codes` are the official codes of what proves it.

    `pieces` counts what proves it, filed or not; `is_closed` says that the result was told.
    """

    outcome: Outcome
    codes: tuple[str, ...] = ()
    pieces: int = 0
    is_closed: bool = False

    @property
    def result(self) -> str:
        """Say the result with its words, empty while nobody closed the task."""
        said = self.outcome
        name = "" if said.result is None else paper_word(f"results.{said.result}")
        return ", ".join(filter(None, (name, said.words)))

    @property
    def proof(self) -> str:
        """Name what proves it: the codes, else how much waits for one."""
        if self.codes:
            return ", ".join(self.codes)
        return paper_word("results.unfiled", count=self.pieces) if self.pieces else ""

    @property
    def level(self) -> str:
        """Give the level reached, empty while nobody said."""
        if self.outcome.level == NO_LEVEL:
            return paper_word("results.no_level")
        return self.outcome.level


def year_results(day: SchoolDay, views: Sequence[TaskView]) -> Mapping[int, YearResult]:
    """Give what tasks came to, by task; what is done without having been closed is done."""
    said = outcomes.of_tasks(day.tx, day.school_id)
    known = {
        view.task.task_id: (
            (view.task.plan_id, view.task.criterion),
            _known(view, said.get(view.task.task_id, NOTHING)),
        )
        for view in views
    }
    codes = _codes(day, views)
    return {
        task_id: YearResult(
            outcome,
            *codes.get(task_id, ((), 0)),
            is_closed=said.get(task_id, NOTHING).result is not None,
        )
        for task_id, outcome in with_shared_levels(known).items()
    }


def _known(view: TaskView, said: Outcome) -> Outcome:
    is_done = said.result is None and view.standing is Standing.DONE
    return Outcome(Result.DONE, said.words, said.level) if is_done else said


def _codes(day: SchoolDay, views: Sequence[TaskView]) -> dict[int, tuple[tuple[str, ...], int]]:
    """Give the newest code of every piece of a task, and how many pieces there are.

    What proves one of two linked tasks proves the other as well.
    """
    owners = _owners(day, views)
    given = evidence.codes(day.tx, day.school_id)
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    for piece in evidence.standing(day.tx, day.school_id):
        last = given.get(piece.evidence_id, ())[-1:]
        for task_id in owners.get(piece.occurrence_id or 0, ()):
            own, pieces = found.get(task_id, ((), 0))
            found[task_id] = ((*own, *(str(code) for code in last)), pieces + 1)
    return found


def _owners(day: SchoolDay, views: Sequence[TaskView]) -> dict[int, list[int]]:
    """Give the tasks that a piece of each occurrence proves."""
    twins = links.same_times(day.tx, day.school_id)
    found: dict[int, list[int]] = {}
    for view in views:
        for occurrence in view.occurrences:
            number = occurrence.occurrence_id
            for one in (number, *twins.get(number, ())):
                found.setdefault(one, []).append(view.task.task_id)
    return found

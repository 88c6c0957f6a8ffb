"""Holding an edited plan against the one imported before: same, edited, new, missing."""

from collections.abc import Sequence

from msgspec import Struct

from plan.documents import PlanRow
from plan.folding import fold
from plan.likeness import best_pairs, likeness, near_pairs

# Below it two works of one criterion are two different things.
ALIKE = 0.4


class KnownTask(Struct, frozen=True):
    """A task as it was imported: what identifies it, and its fields as they were read."""

    task_id: int
    level: str
    criterion: str
    work: str
    cells: dict[str, str]


class Edit(Struct, frozen=True):
    """A row that is a known task with other cells; `fields` names those that differ.

    `is_sure` is False where the work itself was rewritten, so that it may be another task.
    """

    task_id: int
    row: int
    fields: tuple[str, ...]
    is_sure: bool


class Difference(Struct, frozen=True):
    """What an edited plan would change. Rows are places in the new plan."""

    same: tuple[tuple[int, int], ...]
    edited: tuple[Edit, ...]
    new: tuple[int, ...]
    missing: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.edited or self.new or self.missing)


CELLS = ("work", "time", "owner", "support", "oversee", "conditions", "solution", "budget")


def cells_of(row: PlanRow) -> dict[str, str]:
    """Give the cells two imports are compared by."""
    return {name: getattr(row, name) for name in CELLS}


def compare(known: Sequence[KnownTask], rows: Sequence[PlanRow]) -> Difference:
    """Match rows to tasks (DESIGN, section 1, "Re-import").

    Equal level, criterion and folded work are one task; else the best unmatched row of the same
    criterion is taken for an edit; what is left is new, or missing.
    """
    pairs = _equal(known, rows)
    pairs |= _alike(known, rows, pairs)
    by_id = {task.task_id: task for task in known}
    kept = set(pairs.values())
    same, edited = [], []
    for place, task_id in sorted(pairs.items()):
        task, row = by_id[task_id], rows[place]
        cells = cells_of(row)
        changed = tuple(name for name in CELLS if cells[name] != task.cells.get(name, ""))
        if changed:
            sure = fold(task.work) == fold(row.work)
            edited.append(Edit(task_id, place, changed, sure))
        else:
            same.append((task_id, place))
    return Difference(
        tuple(same),
        tuple(edited),
        tuple(place for place in range(len(rows)) if place not in pairs),
        tuple(task.task_id for task in known if task.task_id not in kept),
    )


def _equal(known: Sequence[KnownTask], rows: Sequence[PlanRow]) -> dict[int, int]:
    waiting: dict[tuple[str, str, str], list[int]] = {}
    for task in known:
        key = (task.level, task.criterion, fold(task.work))
        waiting.setdefault(key, []).append(task.task_id)
    pairs = {}
    for place, row in enumerate(rows):
        same = waiting.get((row.level, row.criterion, fold(row.work)))
        if same:
            pairs[place] = same.pop(0)
    return pairs


def _alike(
    known: Sequence[KnownTask], rows: Sequence[PlanRow], taken: dict[int, int]
) -> dict[int, int]:
    gone = set(taken.values())
    groups: dict[tuple[str, str], tuple[list[KnownTask], list[int]]] = {}
    for task in known:
        if task.task_id not in gone:
            groups.setdefault((task.level, task.criterion), ([], []))[0].append(task)
    for place, row in enumerate(rows):
        if place not in taken and (row.level, row.criterion) in groups:
            groups[row.level, row.criterion][1].append(place)
    scored = []
    for left, places in groups.values():
        works, written = [fold(task.work) for task in left], [fold(rows[p].work) for p in places]
        for one, other in near_pairs(written, works):
            alike = likeness(works[other], written[one], ALIKE)
            if alike >= ALIKE:
                scored.append((alike, places[one], left[other].task_id))
    return best_pairs(scored)

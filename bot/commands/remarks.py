"""What about a plan as read should be looked at before it is accepted."""

from msgspec.structs import replace

from bot.desk import Desk
from followup.import_plan import PlanDraft, plan_frame
from plan.deadlines import Frame
from plan.task_reading import TaskReading
from texts.labels import label
from texts.messages.plans import Remark
from texts.readings import explain

# Said once for the whole plan, not on every row that a semester or a school year stands in.
OF_THE_CALENDAR = "calendar_default"


def remarks_of(desk: Desk, draft: PlanDraft) -> list[Remark]:
    """List the lines that could not be read, then what was taken for granted.

    What is the same for several rows is said once, with the places of all of them.
    """
    document = draft.document
    remarks = [Remark("", unread.text) for unread in document.unread]
    remarks += [
        Remark(label("whole_file"), label(f"notice_{notice.code}", count=notice.count))
        for notice in document.notices
    ]
    places: dict[str, list[str]] = {}
    for task in draft.tasks:
        for said in _said_of(task, plan_frame(desk.day, draft.first_year)):
            places.setdefault(said, []).append(_place(task))
    return [*remarks, *(Remark(", ".join(where), said) for said, where in places.items())]


def _said_of(task: TaskReading, frame: Frame) -> list[str]:
    said = [label(f"doubt_{doubt}") for doubt in task.row.doubts]
    said += [label("blurred", cell=label(f"cell_{name}")) for name in task.row.blurred]
    notes = tuple(note for note in task.time.assumptions if note.code != OF_THE_CALENDAR)
    if task.time.status == "assumed" and notes:
        said.append(explain(replace(task.time, assumptions=notes), frame))
    return said


def uses_default_calendar(draft: PlanDraft) -> bool:
    """Whether some day stands on the calendar of all schools, not on the school's own."""
    return any(
        note.code == OF_THE_CALENDAR for task in draft.tasks for note in task.time.assumptions
    )


def _place(task: TaskReading) -> str:
    return task.row.criterion or task.row.work

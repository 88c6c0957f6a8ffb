"""What about a plan as read should be looked at before it is accepted."""

from bot.desk import Desk
from followup.import_plan import PlanDraft, plan_frame
from plan.deadlines import Reading
from plan.task_reading import TaskReading
from texts.labels import label
from texts.messages.plans import Remark
from texts.readings import explain

# Said once for the whole plan, not on every row that a semester or a school year stands in.
OF_THE_CALENDAR = "calendar_default"


def remarks_of(desk: Desk, draft: PlanDraft) -> list[Remark]:
    """List the lines that could not be read, then what was taken for granted, row by row."""
    document = draft.document
    frame = plan_frame(desk.day, draft.first_year)
    remarks = [Remark("", unread.text) for unread in document.unread]
    remarks += [
        Remark(label("whole_file"), label(f"notice_{notice.code}", count=notice.count))
        for notice in document.notices
    ]
    for task in draft.tasks:
        place = _place(task)
        remarks += [Remark(place, label(f"doubt_{doubt}")) for doubt in task.row.doubts]
        if _is_remarkable(task.time):
            remarks.append(Remark(place, explain(task.time, frame)))
    return remarks


def uses_default_calendar(draft: PlanDraft) -> bool:
    """Whether some day stands on the calendar of all schools, not on the school's own."""
    return any(
        note.code == OF_THE_CALENDAR for task in draft.tasks for note in task.time.assumptions
    )


def _is_remarkable(time: Reading) -> bool:
    return time.status == "assumed" and any(
        note.code != OF_THE_CALENDAR for note in time.assumptions
    )


def _place(task: TaskReading) -> str:
    return task.row.criterion or task.row.work

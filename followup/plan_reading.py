"""A plan's rows as read, kept for what comes next: the preview, the word, the storing."""

from collections import deque

from plan.deadlines import Frame
from plan.documents import Document
from plan.task_reading import TaskReading, read_tasks

# Reading so many rows takes longer than others should wait for.
LONG = 200
_Known = tuple[Document, Frame, tuple[TaskReading, ...]]
_recent: deque[_Known] = deque(maxlen=2)


def read_rows(document: Document, frame: Frame) -> tuple[TaskReading, ...]:
    """Read every row of a plan; the last long ones are not read again.

    Read ahead, outside of any transaction that writes, they cost such a transaction nothing.
    """
    for known, in_frame, tasks in tuple(_recent):
        if known == document and in_frame == frame:
            return tasks
    tasks = read_tasks(document, frame)
    if len(tasks) > LONG:
        _recent.append((document, frame, tasks))
    return tasks

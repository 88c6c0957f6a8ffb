"""What is said of a task when its year is closed, and tasks of two plans that are one work."""

from sqlalchemy import Column, String, Table, UniqueConstraint

from storage.tables.base import key, metadata, of, school, text
from storage.types import Instant

# One row a task and so a school year: what carries on into the next year is a task of its own.
outcomes = Table(
    "outcomes",
    metadata,
    key("outcome_id"),
    school(),
    of("tasks.task_id"),
    # done | part | not; empty while only something else was said.
    Column("result", String(8), nullable=False, default=""),
    text("words"),
    # The level reached ("2"), "0" for none of them, empty while not asked.
    Column("level", String(2), nullable=False, default=""),
    # "none" where somebody said that there is nothing to show.
    Column("proof", String(8), nullable=False, default=""),
    of("members.member_id", null=True, name="said_by"),
    Column("said_at", Instant, nullable=False),
    UniqueConstraint("task_id"),
)

# The later task is the same work as the first: reported once, reminded of once.
task_links = Table(
    "task_links",
    metadata,
    key("link_id"),
    school(),
    of("tasks.task_id"),
    of("tasks.task_id", name="first_id", index=True),
    UniqueConstraint("task_id"),
)

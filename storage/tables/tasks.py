"""Plans, tasks, their dated occurrences and the moments to remind."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from storage.tables.base import index_where, index_while, key, metadata, of, school, text
from storage.types import Id, Instant

plans = Table(
    "plans",
    metadata,
    key("plan_id"),
    school(),
    text("title"),
    Column("first_year", Integer, nullable=False),
    text("criteria_set"),
    text("file_name"),
    Column("file_hash", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    # What was read, row by row, every cell raw; also what could not be read.
    Column("document", JSON, nullable=False),
    of("members.member_id", null=True, name="imported_by"),
    Column("imported_at", Instant, nullable=False),
    # Only plans whose rows are just being stored are in it.
    index_while(("filling",), "ix_plans_filling", "plan_id"),
)

tasks = Table(
    "tasks",
    metadata,
    key("task_id"),
    school(),
    # Empty for what was handed out in chat.
    of("plans.plan_id", null=True, index=True),
    # The number in its code: 12 in V12. Never reused, across plans and years.
    Column("number", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("completion", String(8), nullable=False, default="lead"),
    text("level"),
    text("standard"),
    text("standard_title"),
    text("criterion"),
    text("work"),
    text("folded_work"),
    text("time_text"),
    text("owner_text"),
    text("conditions"),
    text("solution"),
    text("result"),
    Column("budget_amount", Id),
    text("budget_source"),
    # Every cell as written, under its header as written; and tidied, by what it holds.
    Column("raw", JSON, nullable=False, default=dict),
    Column("cells", JSON, nullable=False, default=dict),
    # The first reading of the time: what it was understood as, and what was assumed.
    Column("reading", JSON, nullable=False, default=dict),
    Column("position", Integer, nullable=False, default=0),
    # The one person who closes it, where somebody named one.
    of("members.member_id", null=True, name="contact_id"),
    of("members.member_id", null=True, name="given_by"),
    # Its results wait for a word before they count as done.
    Column("needs_approval", Boolean, nullable=False, default=False),
    # The task of last year that goes on in this one.
    of("tasks.task_id", null=True, name="carried_from"),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("school_id", "number"),
)

assignments = Table(
    "assignments",
    metadata,
    key("assignment_id"),
    school(),
    of("tasks.task_id", index=True),
    Column("part", String(12), nullable=False),
    # Either a role (with its unit, if one is named) or a member.
    Column("role", String(32), nullable=False, default=""),
    text("unit_text"),
    of("members.member_id", null=True),
    # A name as written that nobody of the roster answers to yet.
    text("person_text"),
    Column("count", Integer),
    Column("position", Integer, nullable=False, default=0),
)

occurrences = Table(
    "occurrences",
    metadata,
    key("occurrence_id"),
    school(),
    of("tasks.task_id", index=True),
    Column("first_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_time", Time),
    # A milestone has words of its own; empty for the task's own days.
    text("title"),
    # plain | occasion | recurring | undated | handed_out: which ladder it climbs.
    Column("shape", String(12), nullable=False),
    Column("state", String(10), nullable=False, default="open"),
    Column("closed_at", Instant),
    Column("closed_on", Date),
    # The work of today, beside that of all the years before.
    index_while(("open",), "ix_occurrences_open", "school_id"),
)

parts = Table(
    "parts",
    metadata,
    key("part_id"),
    school(),
    of("occurrences.occurrence_id", index=True),
    of("members.member_id"),
    of("units.unit_id", null=True),
    Column("state", String(8), nullable=False, default="open"),
    Column("done_at", Instant),
)

moments = Table(
    "moments",
    metadata,
    key("moment_id"),
    school(),
    of("occurrences.occurrence_id", index=True),
    # Who asked for it, and is told of it alone. Empty for the rungs of the ladder.
    of("members.member_id", null=True),
    Column("rung", String(16), nullable=False),
    Column("on_day", Date, nullable=False),
    # When the tick should look at it; NULL once it has been looked at.
    Column("next_at", Instant),
    Column("state", String(10), nullable=False, default="waiting"),
    text("reason"),
    # Only what still waits is in it, so the tick costs the same however many moments are past; in
    # the order in which it is taken, for a whole country's moments come at the same midnight.
    index_where("next_at IS NOT NULL", "ix_moments_due", "next_at", "moment_id"),
)

reminders = Table(
    "reminders",
    metadata,
    key("reminder_id"),
    school(),
    of("moments.moment_id", index=True),
    of("members.member_id"),
    of("deliveries.delivery_id", null=True, index=True),
    Column("state", String(12), nullable=False),
    text("reason"),
    # What may never have reached somebody, and what did not: all others are told and done with.
    index_while(("held",), "ix_reminders_held", "member_id"),
    index_while(("unreachable",), "ix_reminders_unreachable", "school_id"),
)

promises = Table(
    "promises",
    metadata,
    key("promise_id"),
    school(),
    Column("kind", String(16), nullable=False),
    Column("next_at", Instant, nullable=False, index=True),
    UniqueConstraint("school_id", "kind"),
)

doubts = Table(
    "doubts",
    metadata,
    key("doubt_id"),
    school(),
    of("plans.plan_id", index=True),
    Column("kind", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("task_ids", JSON, nullable=False),
    # What was offered: candidates, readings.
    Column("subject", JSON, nullable=False, default=dict),
    Column("state", String(10), nullable=False, default="open"),
    Column("answered_at", Instant),
)

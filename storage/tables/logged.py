"""What people said of their tasks, and the history of every change."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import key, metadata, of, school, text
from storage.types import Id, Instant

reports = Table(
    "reports",
    metadata,
    key("report_id"),
    school(),
    of("occurrences.occurrence_id", index=True),
    of("members.member_id"),
    Column("intent", String(12), nullable=False),
    Column("percent", Integer),
    text("words"),
    Column("done_on", Date),
    # A report of somebody who is not the contact is a note: it closes nothing.
    Column("is_note", Boolean, nullable=False, default=False),
    Column("state", String(10), nullable=False, default="logged"),
    Column("reported_at", Instant, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    key("evidence_id"),
    school(),
    of("occurrences.occurrence_id", null=True, index=True),
    of("members.member_id"),
    Column("kind", String(8), nullable=False),
    text("file_name"),
    text("file_hash"),
    Column("size", Integer),
    text("words"),
    text("criterion"),
    # Other criteria it serves as well; it keeps one code.
    Column("also", JSON, nullable=False, default=list),
    # What the official list says of it: its name, its day and number, who issued it, where it is.
    text("title"),
    text("issued"),
    text("issuer"),
    text("place"),
    # What the platform calls files sent together.
    text("album"),
    # Only listed: what must not be stored, or what the school keeps on paper.
    Column("is_index", Boolean, nullable=False, default=False),
    Column("state", String(10), nullable=False, default="waiting"),
    Column("received_at", Instant, nullable=False),
    Column("filed_at", Instant),
)

# The official codes: one of each set of criteria an item has; both stay searchable.
evidence_codes = Table(
    "evidence_codes",
    metadata,
    key("code_id"),
    school(),
    of("evidence.evidence_id", index=True),
    Column("criteria_set", String(24), nullable=False),
    Column("criterion", String(8), nullable=False),
    Column("ordinal", Integer, nullable=False),
    # The box of [H1-1.1-01]; 0 in a set that has none.
    Column("box", Integer, nullable=False, default=0),
    UniqueConstraint("school_id", "criteria_set", "criterion", "ordinal"),
)

# The last number given in each criterion; it only grows, also when an item is withdrawn.
evidence_series = Table(
    "evidence_series",
    metadata,
    key("series_id"),
    school(),
    Column("criteria_set", String(24), nullable=False),
    Column("criterion", String(8), nullable=False),
    Column("last_ordinal", Integer, nullable=False),
    UniqueConstraint("school_id", "criteria_set", "criterion"),
)

# Money spent on a task, in dong.
expenses = Table(
    "expenses",
    metadata,
    key("expense_id"),
    school(),
    of("tasks.task_id", index=True),
    of("members.member_id"),
    Column("amount", Id, nullable=False),
    text("source"),
    text("words"),
    Column("spent_on", Date, nullable=False),
    Column("state", String(10), nullable=False, default="logged"),
    Column("logged_at", Instant, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    key("request_id"),
    school(),
    of("occurrences.occurrence_id", index=True),
    Column("kind", String(10), nullable=False),
    of("members.member_id", name="asked_by"),
    Column("asked_at", Instant, nullable=False),
    Column("new_due_on", Date),
    text("to_whom"),
    of("members.member_id", null=True, name="to_id"),
    text("reason"),
    Column("state", String(10), nullable=False, default="waiting"),
    # When what waits for approval was done, as the asker said.
    Column("done_on", Date),
    of("members.member_id", null=True, name="decided_by"),
    Column("decided_at", Instant),
    text("answer"),
    Column("reminded_at", Instant),
)

questions = Table(
    "questions",
    metadata,
    key("question_id"),
    school(),
    of("tasks.task_id", index=True),
    of("members.member_id", name="asked_by"),
    of("members.member_id", name="asked_of"),
    text("words"),
    text("answer"),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
)

# What somebody did, in one transaction, by one message. Append-only, and so are its changes.
deeds = Table(
    "deeds",
    metadata,
    key("deed_id"),
    of("schools.school_id"),
    Column("name", String(32), nullable=False),
    # Empty for the clock and the operator.
    of("members.member_id", null=True, index=True),
    Column("channel", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    of("deeds.deed_id", null=True, name="undoes"),
    # The newest of a school is looked at before every send.
    Index("ix_deeds_school_id_deed_id", "school_id", "deed_id"),
)

# One row a row changed: the columns that differ, before and after. Undo is computed from them.
changes = Table(
    "changes",
    metadata,
    key("change_id"),
    of("deeds.deed_id", index=True),
    Column("subject", String(24), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    # What happened to one task.
    Index("ix_changes_subject_subject_id", "subject", "subject_id"),
)

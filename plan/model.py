"""The words of the domain as frozen values."""

from datetime import date, datetime, time
from enum import StrEnum

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """A stretch of days, both ends included; what is asked for is due on its last day."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Length in days, both ends counted: a single day is 1."""
        return (self.last - self.first).days + 1


class TaskState(StrEnum):
    """Where a task stands as a row of the plan; whether it is done is asked of its occurrences."""

    ACTIVE = "active"
    # Its time could not be settled: asked about, outside every total, never overdue.
    DOUBTFUL = "doubtful"
    CANCELLED = "cancelled"


class Completion(StrEnum):
    """Who closes an occurrence: the contact alone, or every part of it."""

    LEAD = "lead"
    EACH = "each"


class AssignedAs(StrEnum):
    """What an assignment makes of a role or a person."""

    LEAD = "lead"
    SUPPORT = "support"
    ADVISE = "advise"
    OVERSEE = "oversee"
    # The learner of a training: never reminded.
    BENEFICIARY = "beneficiary"
    # Waits for the principal's answer: nobody is reminded on its account.
    UNCLEAR = "unclear"


class Shape(StrEnum):
    """Which ladder an occurrence climbs."""

    PLAIN = "plain"
    OCCASION = "occasion"
    RECURRING = "recurring"
    UNDATED = "undated"
    HANDED_OUT = "handed_out"


class OccurrenceState(StrEnum):
    """Whether an occurrence still waits for its result."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Intent(StrEnum):
    """What a reply says of a task; meanings in docs/glossary.md and the rules of replies."""

    DONE = "done"
    PROGRESS = "progress"
    NOT_STARTED = "not_started"
    BLOCKED = "blocked"
    POSTPONE = "postpone"
    DECLINE = "decline"
    REASSIGN = "reassign"
    ACK = "ack"
    QUESTION = "question"
    EVIDENCE = "evidence"
    UNCLEAR = "unclear"
    # A pulse of a long task: going as planned, no percent asked.
    ON_TRACK = "on_track"


class School(Struct, frozen=True):
    """The tenant. `started_at` is None until the principal lets the bot write to people."""

    school_id: int
    name: str
    started_at: datetime | None
    settings: dict[str, object]


class Member(Struct, frozen=True):
    """One person in one school, joined or not. `address_word` is empty until it was asked."""

    member_id: int
    school_id: int
    person_id: int | None
    full_name: str
    call_name: str
    address_word: str
    call_hint: str
    unit_id: int | None
    unit: str
    homeroom: str
    digest_at: time | None
    joined_at: datetime | None


class Duty(Struct, frozen=True):
    """A role a member holds in a school year, in a unit or in the whole school."""

    member_id: int
    role: str
    unit_id: int | None
    unit: str


class Task(Struct, frozen=True):
    """One row of a plan (`plan_id`), or one thing handed out in chat (`plan_id` is None).

    `carried_from` is last year's task that goes on in this one.
    """

    task_id: int
    school_id: int
    plan_id: int | None
    number: int
    state: TaskState
    completion: Completion
    level: str
    standard: str
    standard_title: str
    criterion: str
    work: str
    time_text: str
    owner_text: str
    conditions: str
    solution: str
    budget_amount: int | None
    budget_source: str
    contact_id: int | None
    given_by: int | None
    needs_approval: bool = False
    carried_from: int | None = None

    @property
    def code(self) -> str:
        """What people call it: V12 (V for việc)."""
        return f"V{self.number}"


class Assignment(Struct, frozen=True):
    """A role or a member of a task. `unit_text` and `person_text` are as the plan wrote them."""

    assignment_id: int
    task_id: int
    part: AssignedAs
    role: str
    unit_text: str
    member_id: int | None
    person_text: str
    count: int | None


class Occurrence(Struct, frozen=True):
    """One dated span of a task, due at the end of its last day or at `due_time`."""

    occurrence_id: int
    task_id: int
    school_id: int
    first_on: date
    due_on: date
    due_time: time | None
    shape: Shape
    state: OccurrenceState
    closed_on: date | None = None
    # The words of a milestone; empty for the task's own days.
    title: str = ""

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first_on, self.due_on)


class Part(Struct, frozen=True):
    """What one member owes of an occurrence whose task is completed by each."""

    part_id: int
    occurrence_id: int
    member_id: int
    unit: str
    is_done: bool


class ProgressReport(Struct, frozen=True):
    """What somebody logged on an occurrence. A note closes nothing."""

    report_id: int
    occurrence_id: int
    member_id: int
    intent: Intent
    percent: int | None
    words: str
    is_note: bool
    reported_at: datetime

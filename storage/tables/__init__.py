"""Every table, in the glossary's words; a test holds the migrations to them."""

from storage.tables.base import metadata
from storage.tables.channels import (
    addresses,
    bots,
    deliveries,
    inbox,
    lanes,
    prompts,
)
from storage.tables.logged import changes, deeds, evidence, questions, reports, requests
from storage.tables.papers import feeds, papers
from storage.tables.people import (
    calendars,
    consents,
    duties,
    invites,
    join_tries,
    members,
    persons,
    schools,
    units,
)
from storage.tables.tasks import (
    assignments,
    delivery_items,
    doubts,
    moments,
    occurrences,
    parts,
    plans,
    promises,
    reminders,
    tasks,
)

__all__ = [
    "addresses",
    "assignments",
    "bots",
    "calendars",
    "changes",
    "consents",
    "deeds",
    "deliveries",
    "delivery_items",
    "doubts",
    "duties",
    "evidence",
    "feeds",
    "inbox",
    "invites",
    "join_tries",
    "lanes",
    "members",
    "metadata",
    "moments",
    "occurrences",
    "papers",
    "parts",
    "persons",
    "plans",
    "promises",
    "prompts",
    "questions",
    "reminders",
    "reports",
    "requests",
    "schools",
    "tasks",
    "units",
]

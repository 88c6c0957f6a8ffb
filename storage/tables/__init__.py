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
from storage.tables.entries import entries, sessions
from storage.tables.logged import (
    changes,
    deeds,
    evidence,
    evidence_codes,
    evidence_series,
    expenses,
    questions,
    reports,
    requests,
)
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
    stand_ins,
    units,
)
from storage.tables.privacy import data_requests
from storage.tables.province import officers, provinces, visits
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
from storage.tables.web import bot_months, installation, uploads
from storage.tables.year import outcomes, task_links

__all__ = [
    "addresses",
    "assignments",
    "bot_months",
    "bots",
    "calendars",
    "changes",
    "consents",
    "data_requests",
    "deeds",
    "deliveries",
    "delivery_items",
    "doubts",
    "duties",
    "entries",
    "evidence",
    "evidence_codes",
    "evidence_series",
    "expenses",
    "feeds",
    "inbox",
    "installation",
    "invites",
    "join_tries",
    "lanes",
    "members",
    "metadata",
    "moments",
    "occurrences",
    "officers",
    "outcomes",
    "papers",
    "parts",
    "persons",
    "plans",
    "promises",
    "prompts",
    "provinces",
    "questions",
    "reminders",
    "reports",
    "requests",
    "schools",
    "sessions",
    "stand_ins",
    "task_links",
    "tasks",
    "units",
    "uploads",
    "visits",
]

"""Asking for consent once more when its wording changed since somebody agreed."""

from datetime import timedelta

from followup.join import CONSENT_VERSION
from plan.model import Member
from storage import people, prompts
from storage.history import Actor
from storage.school_day import SchoolDay

KIND = "consent_again"
# Who does not answer is asked again after so long; who answered, only for the next wording.
PAUSE = timedelta(days=30)


def is_to_be_asked(day: SchoolDay, member: Member) -> bool:
    """Whether a member agreed to an older wording and was not asked about this one lately."""
    agreed = people.consent_version(day.tx, day.school_id, member.member_id)
    if agreed is None or agreed >= CONSENT_VERSION:
        return False
    asked = prompts.last_asked(day.tx, day.school_id, member.member_id, KIND)
    if asked is None or asked.payload.get("version") != CONSENT_VERSION:
        return True
    return asked.state != "answered" and asked.created_at <= day.now - PAUSE


def agree_again(day: SchoolDay, actor: Actor, member: Member) -> None:
    """Keep that a member agrees to the wording of now."""
    people.add_consent(day.deed("consent", actor), member.member_id, CONSENT_VERSION)


def refuse_again(day: SchoolDay, actor: Actor) -> None:
    """Keep that a member does not: what was agreed before stays as it was."""
    day.deed("consent_refused", actor)

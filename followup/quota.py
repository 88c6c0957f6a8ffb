"""Platforms that allow only so many people and messages: forecast, thrift, notice."""

import calendar
from datetime import datetime
from enum import IntEnum

from msgspec import Struct

from followup.post import notify
from followup.say import Say
from plan.hours import local
from plan.model import Member
from storage import schools, usage
from storage.database import Tx
from storage.school_day import SchoolDay
from storage.usage import Use
from texts.messages.quota import QuotaNear

# From this share of the month's messages on, what can wait waits for the next digest.
SPARING_FROM = 0.8
# The rest is kept for answers and for what is due at once.
RESERVE_FROM = 0.9
# The principal is told at these shares; the last while there are messages left to tell it.
TOLD_AT = (0.8, 0.9, 0.995)
# Before this day of a month there is too little to go by.
FORECAST_FROM = 5


class Thrift(IntEnum):
    """How sparing a bot is with its messages."""

    FREE = 0
    SPARING = 1
    RESERVE = 2


class Standing(Struct, frozen=True):
    """How a bot stands this month; `forecast` is what it will have sent by the month's end."""

    use: Use
    forecast: int

    @property
    def is_short(self) -> bool:
        """Whether the messages will not last, or the places are all taken."""
        over = 0 < self.use.most_messages < self.forecast
        return over or 0 < self.use.most_people <= self.use.people


def month_of(now: datetime) -> str:
    """Give the month of an instant by the clocks of Vietnam: "2024-12"."""
    return f"{local(now):%Y-%m}"


def standings(tx: Tx, now: datetime) -> list[Standing]:
    """Say how every bot with a limit stands."""
    return [Standing(use, _forecast(use.messages, now)) for use in _uses(tx, now)]


def standings_of(day: SchoolDay) -> list[Standing]:
    """Say how the bots stand that a school uses."""
    mine = {None, day.school_id}
    return [one for one in standings(day.tx, day.now) if one.use.school_id in mine]


def _uses(tx: Tx, now: datetime) -> list[Use]:
    return usage.uses_all_schools(tx, month_of(now))


def _forecast(messages: int, now: datetime) -> int:
    today = local(now)
    if today.day < FORECAST_FROM:
        return messages
    days = calendar.monthrange(today.year, today.month)[1]
    return round(messages * days / today.day)


def thrift_of(tx: Tx, bot_ids: set[int], now: datetime) -> dict[int, Thrift]:
    """Say how sparing some bots are; those without a limit are free and not listed."""
    used = usage.messages_all_schools(tx, bot_ids, month_of(now))
    return {bot_id: _thrift(spent, most, now) for bot_id, (spent, most) in used.items()}


def _thrift(spent: int, most: int, now: datetime) -> Thrift:
    if spent >= most * RESERVE_FROM:
        return Thrift.RESERVE
    ahead = _forecast(spent, now) > most and spent >= most / 2
    return Thrift.SPARING if ahead or spent >= most * SPARING_FROM else Thrift.FREE


def spend(tx: Tx, bot_id: int, now: datetime) -> bool:
    """Count a message about to be sent and tell who should know; False when none is left."""
    used = usage.messages_all_schools(tx, {bot_id}, month_of(now)).get(bot_id)
    if used is None:
        return True
    spent, most = used
    if spent >= most:
        return False
    spent = usage.spend_all_schools(tx, bot_id, month_of(now))
    for share in TOLD_AT:
        if spent == int(most * share):
            _tell(tx, bot_id, (spent, most), now)
    return True


def _tell(tx: Tx, bot_id: int, used: tuple[int, int], now: datetime) -> None:
    """Tell the principals whose school uses the bot, once a step and month."""
    spent, most = used
    use = next(use for use in _uses(tx, now) if use.bot_id == bot_id)
    for school in schools.list_all_schools(tx):
        if use.school_id not in {None, school.school_id}:
            continue
        day = SchoolDay(tx, school, now)
        principal = day.staff.principal
        if principal is not None and principal.joined_at is not None:
            message = QuotaNear(principal, use.name, spent, most, _forecast(spent, now))
            notify(day, principal, f"quota:{bot_id}:{month_of(now)}:{spent}", Say(message))


def bot_for(day: SchoolDay, member: Member, contacts: set[int]) -> Use | None:
    """Choose the bot with limited places that somebody is invited to, contacts first.

    `contacts` are the members who answer for something; a place is kept for each of them who has
    not joined yet. None where no bot has limited places; the last bot when all are full.
    """
    limited = [
        use
        for use in _uses(day.tx, day.now)
        if use.most_people and use.school_id in {None, day.school_id}
    ]
    waiting = [m for m in day.staff.members if m.joined_at is None and m.member_id in contacts]
    kept = 0 if member.member_id in contacts else len(waiting)
    for use in limited:
        free = use.most_people - use.people
        if free > kept:
            return use
        kept = max(0, kept - max(0, free))
    return limited[-1] if limited else None

"""Whether what is due goes out: the service, lanes, queues, outcomes, people, the inbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from nhacviec.doctor.findings import Finding, note, ok, trouble
from nhacviec.instance import is_served
from nhacviec.logs import QUOTED
from nhacviec.settings import Settings
from plan.hours import local
from storage import absences, bots, data_requests, health, officer_requests, usage
from storage.database import Database
from storage.health import Ended, QueueState
from storage.restoring import REASON

# Longer than the pauses of a lane whose platform is down, and than the longest ordinary wave.
LATE = timedelta(minutes=10)
# The tick comes at least twice a minute.
UNSEEN = timedelta(minutes=2)
LATELY = timedelta(days=7)
# Digests a second of one bot, beside what is kept for answers; the first lesson is at 07:00.
PACE = 24
LONGEST_WAVE = timedelta(minutes=30)


def examine_sending(database: Database, settings: Settings, now: datetime) -> list[Finding]:
    """Look at everything on its way in and out."""
    queues = database.read(lambda tx: health.queues_all_schools(tx, now))
    unseen = database.read(lambda tx: health.oldest_unseen_all_schools(tx, now))
    is_due = unseen is not None or any(queue.due for queue in queues)
    return [
        *_service(settings, is_due=is_due),
        *_away(database, now),
        *_crowded(database),
        *_lanes(database, now),
        *_queues(queues, now),
        *_reminding(unseen, now),
        *_outcomes(database, now),
        *_people(database),
        *_inbox(database, now),
        *_data_requests(database, now),
    ]


def _data_requests(database: Database, now: datetime) -> Iterator[Finding]:
    """Say how many requests about personal data wait, and whether one is past its last day."""
    today = local(now).date()
    waiting, late = database.read(lambda tx: data_requests.count_open_all_schools(tx, today))
    if late:
        yield trouble("people", "data_requests_late", count=late)
    elif waiting:
        yield note("people", "data_requests_wait", count=waiting)
    above = database.read(lambda tx: officer_requests.count_open_all_schools(tx, today))
    if above[1]:
        yield trouble("people", "officer_requests_late", count=above[1])
    elif above[0]:
        yield note("people", "officer_requests_wait", count=above[0])


def _service(settings: Settings, *, is_due: bool) -> Iterator[Finding]:
    if is_served(settings):
        yield ok("service", "service_runs")
    elif is_due:
        yield trouble("service", "service_stopped_due")
    else:
        yield note("service", "service_stopped")


def _away(database: Database, now: datetime) -> Iterator[Finding]:
    lately = [one for one in database.read(absences.list_all_schools) if one.until > now - LATELY]
    if lately:
        longest = max(one.until - one.since for one in lately)
        values = {"count": len(lately), "longest": longest, "last": lately[-1].until}
        yield note("service", "service_away", **values)


def _crowded(database: Database) -> Iterator[Finding]:
    """Say of each bot how long a morning takes at its platform's pace, once that is too long.

    And how many bots its people need, so that no morning is longer than that.
    """
    for bot in database.read(bots.list_all_schools):
        people = database.read(partial(usage.people_all_schools, bot_id=bot.bot_id))
        wave = timedelta(seconds=people / PACE)
        if wave > LONGEST_WAVE:
            # Whole bots: where one does not do, two share its people.
            needed = -(-wave // LONGEST_WAVE)
            values = {"bot": bot.bot_id, "channel": bot.channel, "people": people, "wave": wave}
            yield note("lane", "lane_crowded", needed=needed, more=needed - 1, **values)


def _lanes(database: Database, now: datetime) -> Iterator[Finding]:
    for lane in database.read(health.lanes_all_schools):
        values = {"bot": lane.bot_id, "channel": lane.channel, "sent": lane.sent_at or "-"}
        if lane.penalty_until is not None and lane.penalty_until > now:
            yield note("lane", "lane_penalty", until=lane.penalty_until, **values)
        elif lane.lease_until is not None and lane.lease_until > now:
            yield ok("lane", "lane_held", owner=lane.owner, **values)
        else:
            yield ok("lane", "lane_free", **values)


def _queues(queues: list[QueueState], now: datetime) -> Iterator[Finding]:
    if not queues:
        yield ok("queue", "queue_empty")
    for queue in queues:
        age = now - queue.oldest_at if queue.oldest_at is not None else timedelta()
        if age > LATE:
            values = {"bot": queue.bot_id, "due": queue.due, "oldest": queue.oldest_at}
            yield trouble("queue", "queue_late", age=age, **values)
            continue
        counts = {"due": queue.due, "begun": queue.begun, "later": queue.later}
        yield ok("queue", "queue_waits", bot=queue.bot_id, **counts)


def _reminding(unseen: datetime | None, now: datetime) -> Iterator[Finding]:
    if unseen is not None and now - unseen > UNSEEN:
        yield trouble("reminding", "reminding_late", oldest=unseen, age=now - unseen)
    else:
        yield ok("reminding", "reminding_fine")


def _outcomes(database: Database, now: datetime) -> Iterator[Finding]:
    ended = database.read(lambda tx: health.ended_badly_all_schools(tx, now - LATELY))
    if not ended:
        yield ok("outcomes", "outcomes_fine")
    for one in ended:
        yield _outcome(one)


def _outcome(one: Ended) -> Finding:
    values: dict[str, object] = {
        "bot": one.bot_id,
        "count": one.count,
        "kind": one.kind,
        # A platform may quote the message it refused.
        "reason": QUOTED.sub("…", one.reason),
        "last": one.last_at,
    }
    if one.state == "UNKNOWN":
        code = "outcome_restored" if one.reason == REASON else "outcome_held"
        return note("outcomes", code, **values)
    if "orbidden" in one.reason:
        return note("outcomes", "outcome_blocked", **values)
    return trouble("outcomes", "outcome_failed", **values)


def _people(database: Database) -> Iterator[Finding]:
    lacking = database.read(health.unreachable_all_schools)
    if not lacking:
        yield ok("people", "people_fine")
    for school, count in lacking:
        yield note("people", "people_unreachable", school=school, count=count)


def _inbox(database: Database, now: datetime) -> Iterator[Finding]:
    state = database.read(health.inbox_all_schools)
    if state.oldest_at is not None and now - state.oldest_at > LATE:
        age = now - state.oldest_at
        yield trouble("inbox", "inbox_late", count=state.waiting, oldest=state.oldest_at, age=age)
    elif state.waiting:
        yield ok("inbox", "inbox_waiting", count=state.waiting)
    else:
        yield ok("inbox", "inbox_fine")
    if state.poison:
        codes = ", ".join(state.poison[-5:])
        yield trouble("inbox", "inbox_poison", count=len(state.poison), codes=codes)

"""Whether the bots of limited platforms have places and messages left."""

from collections.abc import Iterator
from datetime import datetime

from followup.quota import standings
from nhacviec.doctor.findings import Finding, note, ok
from storage.database import Database


def examine_quotas(database: Database, now: datetime) -> Iterator[Finding]:
    """Look at places and at the month's messages, with what they will come to."""
    for standing in database.read(lambda tx: standings(tx, now)):
        use = standing.use
        values: dict[str, object] = {
            "bot": use.bot_id,
            "channel": use.channel,
            "people": use.people,
            "most_people": use.most_people or "∞",
            "messages": use.messages,
            "most_messages": use.most_messages or "∞",
            "forecast": standing.forecast,
        }
        if standing.is_short:
            yield note("quota", "quota_short", **values)
        else:
            yield ok("quota", "quota_fine", **values)

"""Calendars: due days as all-day entries that a phone's calendar takes in or subscribes to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event


def write_ics(calendar: dict[str, Any]) -> bytes:
    """Write {"name", "made_at", "entries": [{"uid", "on", "summary", "description"}]}.

    `uid` stays the same for the same due day, so that taking a file in again changes what was
    there instead of doubling it. Days are ISO text; `made_at` is an ISO instant.
    """
    made = Calendar()
    made.add("prodid", "-//Nhac Viec//VI")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", calendar["name"])
    made.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    stamp = datetime.fromisoformat(calendar["made_at"]).astimezone(UTC)
    for entry in calendar["entries"]:
        made.add_component(_entry(entry, stamp))
    content: bytes = made.to_ical()
    return content


def _entry(entry: dict[str, Any], stamp: datetime) -> Event:
    on = date.fromisoformat(entry["on"])
    event = Event()
    event.add("uid", entry["uid"])
    event.add("dtstamp", stamp)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", entry["summary"])
    if entry["description"]:
        event.add("description", entry["description"])
    # A due day takes nobody's time: it shows beside the day's lessons.
    event.add("transp", "TRANSPARENT")
    return event

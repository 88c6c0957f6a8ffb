"""The hours of a school's day: when to write, when to be quiet, and the clock of Vietnam."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local(at: datetime) -> datetime:
    """Give an instant as the wall clocks of Vietnam show it."""
    return at.astimezone(ZONE)


def instant(day: date, at: time) -> datetime:
    """Give the instant, in UTC, of a wall-clock time in Vietnam."""
    return datetime.combine(day, at, ZONE).astimezone(UTC)


class Hours(Struct, frozen=True):
    """A school's hours. The first lesson is at 07:00, so the digest comes before it."""

    digest_at: time = time(6, 30)
    quiet_from: time = time(20)
    quiet_until: time = time(6)
    weekly_at: time = time(16)

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> "Hours":
        """Take a school's own hours; what is not a time is left at its default."""
        own = {
            name: time.fromisoformat(value)
            for name in ("digest_at", "quiet_from", "quiet_until", "weekly_at")
            if isinstance(value := settings.get(name), str) and is_hour(value)
        }
        return cls(**own)

    @property
    def is_in_order(self) -> bool:
        """Whether there are hours to write in, and what comes by itself comes within them."""
        told = (self.digest_at, self.weekly_at)
        return all(self.quiet_until <= at < self.quiet_from for at in told)

    def allowed(self, at: datetime) -> datetime:
        """Give the first instant from then on that is outside the quiet hours."""
        clock = local(at)
        if clock.time() < self.quiet_until:
            return instant(clock.date(), self.quiet_until)
        if clock.time() >= self.quiet_from:
            return instant(clock.date() + timedelta(days=1), self.quiet_until)
        return at


def is_hour(text: str) -> bool:
    """Whether a text is a time of day such as 06:30."""
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True

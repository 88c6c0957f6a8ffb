"""Column types that every table shares."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# SQLite numbers rows by itself only for a column declared INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


class NaiveTimeError(ValueError):
    """A time without its zone was about to be stored."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored on both databases as whole microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[int | None], datetime | None]:
        """Give what turns microseconds into an aware datetime in UTC, in one call for each."""
        del dialect, coltype
        return _instant

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn an aware datetime into microseconds; a naive one is a mistake of ours."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTimeError(value.isoformat())
        return (value - EPOCH) // _MICROSECOND


def _instant(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(microseconds=value)

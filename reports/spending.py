"""Money spent, as far as it was told in chat."""

from storage.school_day import SchoolDay


def spent_by_source(day: SchoolDay) -> dict[str, int]:
    """Give the dong spent by source as written; nobody can tell of spending yet."""
    del day
    return {}

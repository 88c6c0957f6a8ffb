"""What a school says once for all its documents: its letterhead, its own Word templates."""

from storage import schools
from storage.history import Actor
from storage.school_day import SchoolDay


def set_letterhead(day: SchoolDay, actor: Actor, name: str, value: str) -> None:
    """Keep one part of the letterhead: parent, place or symbol."""
    _set(day, actor, "letterhead", name, value)


def set_template(day: SchoolDay, actor: Actor, name: str, file_hash: str) -> None:
    """Keep the school's own template of a document; an empty hash goes back to ours."""
    _set(day, actor, "templates", name, file_hash)


def _set(day: SchoolDay, actor: Actor, setting: str, name: str, value: str) -> None:
    kept = day.school.settings.get(setting)
    values = {**(kept if isinstance(kept, dict) else {}), name: value}
    schools.set_setting(day.deed(f"set_{setting}", actor), setting, values)

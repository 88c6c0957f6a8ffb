"""Each school's own wording: laid when a process starts, and what is wrong with it in words."""

import structlog

from nhacviec.run import open_database
from nhacviec.settings import Settings, load_settings
from storage import schools
from texts.labels import label
from texts.wording import Laid, lay

FOLDER = "wording"

_log = structlog.get_logger(__name__)


def lay_wording(settings: Settings) -> None:
    """Lay what lies in the data folder; what is refused is told to the log."""
    for one in lay(settings.data_dir / FOLDER):
        if one.why:
            _log.warning(
                "wording_refused",
                school=one.school_id,
                file=one.name,
                why=one.why,
                line=one.line,
                detail=one.detail,
            )


def examine() -> str:
    """Give each school's number, name and files, with what is wrong with those not used."""
    settings = load_settings()
    database = open_database(settings)
    try:
        known = database.read(schools.list_all_schools)
    finally:
        database.close()
    found = lay(settings.data_dir / FOLDER)
    lines = []
    for school in known:
        lines.append(label("wording_school", number=school.school_id, name=school.name))
        lines += [_told(one) for one in found if one.school_id == school.school_id]
    if not found:
        lines.append(label("wording_none", folder=settings.data_dir / FOLDER))
    return "\n".join(lines)


def _told(one: Laid) -> str:
    said = label(one.why or "wording_used", line=one.line, detail=one.detail)
    return f"  {one.name}: {said}"

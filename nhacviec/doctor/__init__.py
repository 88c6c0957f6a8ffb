"""`nhacviec doctor`: how an installation stands, in words, and how to mend what does not."""

import asyncio
import json
from collections.abc import Iterable

from nhacviec.doctor.backups import examine_backups, examine_disk
from nhacviec.doctor.database import examine_database
from nhacviec.doctor.findings import Finding, Level, note, ok, trouble
from nhacviec.doctor.platforms import examine_platforms
from nhacviec.doctor.quotas import examine_quotas
from nhacviec.doctor.sending import examine_sending
from nhacviec.restore import RestoreUnfinishedError, refuse_unfinished
from nhacviec.settings import BadSettingError, Settings, load_settings
from scheduler.clock import SystemClock
from storage import bot_tokens
from texts.doctor import area_words, last_words, level_words

WIDTHS = {"level": 10, "area": 10}


def examine() -> list[Finding]:
    """Look at everything; nothing is made or changed. Each finding stands for itself."""
    try:
        settings = load_settings()
    except BadSettingError as error:
        return [trouble("settings", "setting_bad", name=error.name)]
    now = SystemClock().now()
    database, seen = examine_database(settings, now)
    kept = [] if database is None else database.read(bot_tokens.list_all_schools)
    found = [*_settings(settings, has_kept=bool(kept)), *seen]
    if database is not None:
        try:
            found += examine_sending(database, settings, now)
            found += examine_quotas(database, now)
        finally:
            database.close()
    found += asyncio.run(examine_platforms(settings, kept, now))
    if database is not None:
        found += examine_backups(settings, now)
    return [*found, *examine_disk(settings)]


def _settings(settings: Settings, *, has_kept: bool) -> Iterable[Finding]:
    yield ok("settings", "settings_fine", folder=settings.data_dir)
    if not has_kept and not settings.telegram_tokens and not settings.zalo_tokens:
        yield note("settings", "no_token")
    try:
        refuse_unfinished(settings)
    except RestoreUnfinishedError as error:
        yield trouble("settings", "restore_unfinished", folder=error)


def told(found: list[Finding]) -> str:
    """Say it in lines that read well in a terminal and in a pipe."""
    lines = []
    for one in found:
        level = level_words(one.level).ljust(WIDTHS["level"])
        lines.append(f"{level}  {area_words(one.area).ljust(WIDTHS['area'])}  {one.words}")
        if one.mend:
            lines.append(f"{' ' * (sum(WIDTHS.values()) + 4)}→ {one.mend}")
    return "\n".join([*lines, last_words(len(troubles(found)))])


def as_json(found: list[Finding]) -> str:
    """Say it for machines: whether all is well, and each finding with its code and values."""
    listed = [
        {
            "area": one.area,
            "level": str(one.level),
            "code": one.code,
            "values": {name: str(value) for name, value in one.values.items()},
            "words": one.words,
            "mend": one.mend,
        }
        for one in found
    ]
    whole = {"ok": not troubles(found), "findings": listed}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def troubles(found: list[Finding]) -> list[Finding]:
    """List what somebody has to see to."""
    return [one for one in found if one.level is Level.TROUBLE]

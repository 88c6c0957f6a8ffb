"""All evidence of a school as one .zip, without chat: `nhacviec export-evidence`."""

from pathlib import Path

from followup.file_evidence import set_of
from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import load_settings
from reports.evidence_list import EvidenceRow, evidence_rows
from reports.evidence_zip import write_zip
from scheduler.clock import SystemClock
from storage.database import Tx
from storage.files import FileStore
from storage.school_day import SchoolDay
from texts.labels import label


def export(target: Path, school: str) -> str:
    """Write the .zip; a failure half-way leaves no file of that name. Gives what to print."""
    settings = load_settings()
    files = FileStore(settings.data_dir / "files")
    database = open_database(settings)
    try:
        rows = database.read(lambda tx: _rows(tx, school))
    finally:
        database.close()
    partial = target.with_name(f"{target.name}.part")
    with partial.open("wb") as out:
        written, gone = write_zip(out, rows, lambda digest: files.path_of(digest).open("rb"))
    partial.replace(target)
    return label("cli_evidence_written", listed=len(rows), written=written, gone=gone)


def _rows(tx: Tx, school: str) -> tuple[EvidenceRow, ...]:
    day = SchoolDay(tx, named(tx, school), SystemClock().now())
    return evidence_rows(day, set_of(day).code)

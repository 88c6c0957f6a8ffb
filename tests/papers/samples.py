"""Writes the samples of docs/samples/ from the school of these tests.

python -m tests.papers.samples
"""

import io
import tempfile
from functools import partial
from pathlib import Path

from PIL import Image

from plan.papers import PaperKind
from reports.papers.offered import days_of
from tests.databases import fresh_sqlite
from tests.papers.papers import YEAR, close_the_year, made, school_in_february

FOLDER = Path(__file__).parents[2] / "docs" / "samples"
SAMPLES = {
    "tuan.png": PaperKind.WEEK_PICTURE,
    "bao-cao-tuan.docx": PaperKind.PROGRESS,
    "bao-cao-tuan.pdf": PaperKind.PROGRESS,
    "bao-cao-tuan.xlsx": PaperKind.PROGRESS,
    "so-ket.docx": PaperKind.HALF_YEAR,
    "bieu-2.docx": PaperKind.IMPROVEMENT,
    "bieu-2.pdf": PaperKind.IMPROVEMENT,
    "minh-chung.docx": PaperKind.EVIDENCE,
    "doc-ke-hoach.docx": PaperKind.READING,
    "lich.ics": PaperKind.CALENDAR,
}
# Of the same school once its year is closed.
CLOSED = {"tong-ket.docx": PaperKind.YEAR, "tong-ket.pdf": PaperKind.YEAR}


def lighter(content: bytes) -> bytes:
    """Give a picture with fewer colours, so that the repository stays light."""
    out = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch, fresh_sqlite(Path(scratch)) as database:
        school = school_in_february(database, Path(scratch))
        for name, kind in SAMPLES.items():
            span = school.read(partial(days_of, kind=kind))
            content = made(school, kind, name.partition(".")[2], span)
            (FOLDER / name).write_bytes(lighter(content) if name.endswith("png") else content)
        close_the_year(school)
        for name, kind in CLOSED.items():
            (FOLDER / name).write_bytes(made(school, kind, name.partition(".")[2], YEAR))

"""Writes the samples of docs/samples/ from the school of these tests.

python -m tests.papers.samples
"""

import io
import tempfile
from pathlib import Path

from PIL import Image

from plan.papers import PaperKind
from tests.databases import fresh_sqlite
from tests.papers.papers import made, school_in_february

FOLDER = Path(__file__).parents[2] / "docs" / "samples"
SAMPLES = {
    "tuan.png": PaperKind.WEEK_PICTURE,
    "bao-cao-tuan.docx": PaperKind.PROGRESS,
    "bao-cao-tuan.pdf": PaperKind.PROGRESS,
    "bao-cao-tuan.xlsx": PaperKind.PROGRESS,
    "so-ket.docx": PaperKind.HALF_YEAR,
    "tong-ket.docx": PaperKind.YEAR,
    "bieu-2.docx": PaperKind.IMPROVEMENT,
    "bieu-2.pdf": PaperKind.IMPROVEMENT,
    "minh-chung.docx": PaperKind.EVIDENCE,
    "doc-ke-hoach.docx": PaperKind.READING,
    "lich.ics": PaperKind.CALENDAR,
}


def lighter(content: bytes) -> bytes:
    """Give a picture with fewer colours, so that the repository stays light."""
    out = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch, fresh_sqlite(Path(scratch)) as database:
        school = school_in_february(database, Path(scratch))
        for name, kind in SAMPLES.items():
            content = made(school, kind, name.partition(".")[2])
            (FOLDER / name).write_bytes(lighter(content) if name.endswith("png") else content)

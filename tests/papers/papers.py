"""The school whose documents are compared; short ways to have one made and to read it again."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.table import Table
from icalendar import Calendar

from plan.model import Span
from plan.papers import PaperKind, Wanted
from reports import exports
from reports.papers.gather import Call, call_for
from storage.database import Database
from tests.school import SampleSchool, at

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
WEEK = Span(date(2025, 2, 10), date(2025, 2, 14))
YEAR = Span(date(2024, 8, 29), date(2025, 5, 31))
MONTH = Span(date(2025, 1, 1), date(2025, 1, 31))


def school_in_february(database: Database, folder: Path) -> SampleSchool:
    """Make a school on Friday 2025-02-14: one thing done and proven, one late, one unclear."""
    made = SampleSchool(database, folder, "2024-12-02 09:00")
    made.platform.files["plan"] = (HERE / "ke-hoach.txt").read_bytes()
    file = {"reference": "plan", "name": "ke-hoach.txt"}
    made.says("thầy Nam", "", kind="file", files=[file])
    made.presses("thầy Nam", "Nhận kế hoạch")
    made.says("thầy Nam", "thể thức cơ quan Sở Giáo dục và Đào tạo Sông Xanh")
    made.says("thầy Nam", "thể thức địa danh Sông Xanh")
    made.says("thầy Nam", "thể thức ký hiệu THPTSX")
    made.clock.move_to(at("2025-01-06 08:00"))
    made.says("cô Đào", "xong V1")
    photo = {"reference": "plan", "name": "bien-ban.jpg", "mime": "image/jpeg"}
    made.says("cô Đào", "V1 biên bản kiểm kê", kind="photo", files=[photo])
    made.says("cô Đào", "V3 vướng: thợ chưa đến")
    made.says("cô Đào", "chi V3 3tr")
    made.clock.move_to(at("2025-02-14 16:00"))
    made.says("thầy Nam", "bắt đầu nhắc")
    return made


def close_the_year(school: SampleSchool) -> None:
    """Go on to Monday 2025-05-26 and close the year there: done, begun, not done, not said."""
    school.clock.move_to(at("2025-05-26 08:00"))
    school.says("thầy Nam", "khép năm học")
    school.presses("thầy Nam", "Mức 2")
    school.says("thầy Nam", "xong: đã ban hành quy chế")
    school.says("thầy Nam", "quy chế thi đua, tủ văn thư")
    school.presses("thầy Nam", "Mức 1")
    school.says("thầy Nam", "còn dở, thợ mới lắp 5/12 bóng")
    school.presses("thầy Nam", "Không có minh chứng")
    school.presses("thầy Nam", "Chưa đạt mức 1")
    school.says("thầy Nam", "chưa làm")


def call(school: SampleSchool, kind: PaperKind, ending: str, span: Span = WEEK) -> Call:
    """Gather a document for the principal."""
    wanted = Wanted(kind, ending, span)
    principal = school.member("thầy Nam")
    found = school.read(lambda day: call_for(day, wanted, principal))
    assert found is not None
    return found


def made(school: SampleSchool, kind: PaperKind, ending: str, span: Span = WEEK) -> bytes:
    """Have a document made, by our own template."""
    found = call(school, kind, ending, span)
    args = (found.template, None, *found.args) if found.template else found.args
    result: dict[str, Any] = getattr(exports, found.function)(*args)
    assert "file" in result, result
    content: bytes = result["file"]
    return content


def shown_docx(content: bytes) -> str:
    """Give every paragraph and every cell of a Word document, in their order."""
    document = docx.Document(io.BytesIO(content))
    lines = []
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            lines.append(block.text)
            continue
        for row in block.rows:
            cells = {id(cell._tc): cell.text for cell in row.cells}  # noqa: SLF001 - merged cells repeat
            lines.append(" | ".join(text.replace("\n", " / ") for text in cells.values()))
    return _lines(lines)


def shown_xlsx(content: bytes) -> str:
    """Give every cell of a workbook with its type: n number, d day, s text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = []
    for sheet in book:
        lines.append(f"# {sheet.title} ({sheet.dimensions})")
        lines += [" | ".join(_cell(cell) for cell in row) for row in sheet.iter_rows()]
    return _lines(lines)


def _cell(cell: Any) -> str:
    if cell.value is None:
        return ""
    value = cell.value.date().isoformat() if cell.data_type == "d" else cell.value
    return f"{cell.data_type}:{value}"


def shown_ics(content: bytes) -> str:
    """Give every entry of a calendar."""
    calendar = Calendar.from_ical(content)
    lines = [str(calendar["x-wr-calname"])]
    for event in calendar.walk("VEVENT"):
        first, after = event.decoded("dtstart"), event.decoded("dtend")
        lines.append(f"{first} {after} {event['summary']} | {event.get('description', '')}")
    return _lines(lines)


def _lines(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines) + "\n"


# The same for a year that was closed.
COMPARED_CLOSED = (
    ("tong-ket-khep-nam.docx.txt", PaperKind.YEAR, "docx", YEAR, shown_docx),
    ("bieu-2-khep-nam.docx.txt", PaperKind.IMPROVEMENT, "docx", YEAR, shown_docx),
    ("bieu-2-khep-nam.xlsx.txt", PaperKind.IMPROVEMENT, "xlsx", YEAR, shown_xlsx),
)
# What is compared: its file in golden/, its kind, its format, its days, how it is read.
COMPARED = (
    ("bao-cao-tuan.docx.txt", PaperKind.PROGRESS, "docx", WEEK, shown_docx),
    ("bao-cao-thang-1.docx.txt", PaperKind.PROGRESS, "docx", MONTH, shown_docx),
    ("bao-cao-tuan.xlsx.txt", PaperKind.PROGRESS, "xlsx", WEEK, shown_xlsx),
    ("so-ket.docx.txt", PaperKind.HALF_YEAR, "docx", MONTH, shown_docx),
    ("tong-ket.docx.txt", PaperKind.YEAR, "docx", MONTH, shown_docx),
    ("bieu-2.docx.txt", PaperKind.IMPROVEMENT, "docx", WEEK, shown_docx),
    ("bieu-2.xlsx.txt", PaperKind.IMPROVEMENT, "xlsx", WEEK, shown_xlsx),
    ("minh-chung.docx.txt", PaperKind.EVIDENCE, "docx", WEEK, shown_docx),
    ("minh-chung.xlsx.txt", PaperKind.EVIDENCE, "xlsx", WEEK, shown_xlsx),
    ("doc-ke-hoach.docx.txt", PaperKind.READING, "docx", WEEK, shown_docx),
    ("doc-ke-hoach.xlsx.txt", PaperKind.READING, "xlsx", WEEK, shown_xlsx),
    ("lich.ics.txt", PaperKind.CALENDAR, "ics", WEEK, shown_ics),
)

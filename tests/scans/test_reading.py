"""Pictures of plans read through the child processes, with Tesseract."""

import io
from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from followup.stored_document import document_from
from nhacviec.workshop import Tools, Workshop
from plan.calendar import default_calendar
from plan.deadlines import Frame
from plan.documents import Document, NoticeCode
from plan.task_reading import Ask, read_tasks
from tests.documents import hostile
from tests.documents.pdf import Page
from tests.documents.pdf import pdf_of as text_pdf_of
from tests.scans.drawing import Sheet, jpeg_of, pdf_of, photographed, png_of, turned

TITLES = ["TT", "Nội dung công việc", "Thời gian", "Người thực hiện", "Kinh phí"]
WIDTHS = [110, 800, 480, 400, 300]
TASKS = [
    ("Họp tổ chuyên môn, phân công giáo viên", "9/2024", "TTCM", ""),
    ("Sửa chữa phòng học bộ môn", "Trước 15/10/2024", "Kế toán", "12,5 tr"),
    ("Kiểm tra hồ sơ chuyên môn", "Tháng 12/2024", "Phó Hiệu trưởng", "Không"),
    ("Bổ sung sách tham khảo", "HKI", "Nhân viên thư viện", "20 tr"),
]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    workshop = Workshop(Tools(tesseract=True))
    yield workshop
    workshop.close()


def drawn() -> Image.Image:
    sheet = Sheet()
    sheet.line("KẾ HOẠCH CẢI TIẾN CHẤT LƯỢNG")
    sheet.line("Năm học 2024-2025")
    sheet.table([TITLES, *[[str(n), *task] for n, task in enumerate(TASKS, start=1)]], WIDTHS)
    return sheet.picture


def read(workshop: Workshop, name: str, content: bytes) -> Document:
    return document_from(workshop.read(name, content)["plan"])


def cells(document: Document) -> list[tuple[str, ...]]:
    """The cells without what tesseract is free to lose: spaces, as in "5 tr"."""
    rows = [(row.work, row.time, row.owner, row.budget) for row in document.rows]
    return [tuple("".join(cell.split()) for cell in row) for row in rows]


KNOWN_TIMES = {(task[0], task[1]) for task in TASKS}
FRAME = Frame(default_calendar(2024), date(2024, 9, 5), "plan")
EXPECTED = [tuple("".join(cell.split()) for cell in task) for task in TASKS]


pytestmark = pytest.mark.debian("tesseract-ocr-vie")


def test_a_photo_taken_at_an_angle_reads_cell_for_cell(workshop: Workshop) -> None:
    document = read(workshop, "anh.jpg", jpeg_of(photographed(drawn())))
    assert cells(document) == EXPECTED
    assert document.school_years == ("2024-2025",)
    assert [(note.code, note.count) for note in document.notices] == [
        (NoticeCode.FROM_PICTURES, 1)
    ]


def test_a_scanned_pdf_page_by_page_one_of_them_lying_on_its_side(workshop: Workshop) -> None:
    second = Sheet()
    second.table([TITLES, ["5", "Tổng kết năm học", "5/2025", "Hiệu trưởng", ""]], WIDTHS)
    document = read(workshop, "scan.pdf", pdf_of([turned(drawn(), 0.8), second.picture]))
    assert [row.work for row in document.rows] == [
        *(task[0] for task in TASKS),
        "Tổng kết năm học",
    ]
    assert [row.sheet for row in document.rows] == ["1"] * 4 + ["2"]


def test_what_is_smeared_is_blurred_not_guessed(workshop: Workshop) -> None:
    picture = drawn()
    left, top, right, bottom = 1045, 262, 1230, 490  # the times, but for their last signs
    smeared = picture.crop((left, top, right, bottom)).reduce(7)
    picture.paste(smeared.resize((right - left, bottom - top)), (left, top))
    document = read(workshop, "nhoe.png", png_of(picture))
    taken = [t for t in read_tasks(document, FRAME) if t.spans]
    assert [t.row.time for t in taken if (t.row.work, t.row.time) not in KNOWN_TIMES] == []
    assert [t for t in read_tasks(document, FRAME) if Ask.TIME in t.asks]


def test_a_pdf_of_words_and_pictures_is_read_whole(workshop: Workshop) -> None:
    words = Page()
    words.table([TITLES, ["1", "Khai giảng", "5/9/2024", "BGH", ""]], [40, 200, 90, 100, 80])
    scanned = Sheet()
    scanned.table([TITLES, ["2", "Hội nghị viên chức", "10/2024", "HT", ""]], WIDTHS)
    both = _joined(text_pdf_of([words]), pdf_of([scanned.picture]))
    document = read(workshop, "hai.pdf", both)
    assert [row.work for row in document.rows] == ["Khai giảng", "Hội nghị viên chức"]


def _joined(first: bytes, second: bytes) -> bytes:
    made = pypdfium2.PdfDocument(first)
    made.import_pages(pypdfium2.PdfDocument(second))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [hostile.vast_picture_pdf(), b"%PDF-1.7\n" + bytes(900)])
def test_a_pdf_that_means_harm_ends_its_child_alone(workshop: Workshop, content: bytes) -> None:
    fault = workshop.read("a.pdf", content)["fault"]
    assert fault in {"hostile", "broken", "unclear_picture"}
    assert workshop.read("ke-hoach.txt", "TT\tNội dung\tHạn\n1\tHọp\t5/9\n".encode())["plan"]


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("L", (1654, 2339), 255),
        Image.effect_noise((1654, 1200), 90),
    ],
    ids=["empty", "noise"],
)
def test_a_picture_without_a_plan_says_so(workshop: Workshop, picture: Image.Image) -> None:
    assert workshop.read("anh.png", png_of(picture))["fault"] == "unclear_picture"

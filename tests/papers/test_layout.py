"""What Nghị định 30/2020 asks of a page, measured in the files themselves."""

import io

import openpyxl
import pdfplumber
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table

from plan.papers import PaperKind
from reports import exports
from tests.papers.papers import call, made
from tests.school import SampleSchool

PAPERS = (
    PaperKind.PROGRESS,
    PaperKind.HALF_YEAR,
    PaperKind.IMPROVEMENT,
    PaperKind.EVIDENCE,
    PaperKind.READING,
)
TONES = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ"
LETTERS = f"{TONES} {TONES.upper()}"
MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize("kind", PAPERS)
def test_word_pages(sample: SampleSchool, kind: PaperKind) -> None:
    document = Document(io.BytesIO(made(sample, kind, "docx")))
    (page,) = document.sections
    sides = [side for side in (page.page_width, page.page_height) if side]
    assert {round(side.mm) for side in sides} == {210, 297}
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [20, 20, 30, 15]
    # The number stands on every page but the first, in the middle of the top.
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml  # noqa: SLF001 - a field has no other name in python-docx
    assert "PAGE" not in page.first_page_header._element.xml  # noqa: SLF001 - likewise
    assert page.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert document.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.parametrize("kind", PAPERS)
def test_pdf_pages(sample: SampleSchool, kind: PaperKind) -> None:
    with pdfplumber.open(io.BytesIO(made(sample, kind, "pdf"))) as document:
        for number, page in enumerate(document.pages, 1):
            assert {round(page.width), round(page.height)} == {595, 842}
            top = [w["text"] for w in page.extract_words() if w["bottom"] < 20 * MILLIMETRE]
            assert top == ([] if number == 1 else [str(number)])
            written = [c for c in page.chars if c["text"].strip()]
            assert min(c["x0"] for c in written) >= 30 * MILLIMETRE - 1
            assert max(c["x1"] for c in written) <= page.width - 15 * MILLIMETRE + 1
            fonts = {c["fontname"].partition("+")[2].partition("-")[0] for c in page.chars}
            assert fonts == {"LiberationSerif"}
        first = document.pages[0].extract_text()
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
        assert "Độc lập - Tự do - Hạnh phúc" in first
        assert "Sông Xanh, ngày 14 tháng 02 năm 2025" in first


def test_every_font_of_a_pdf_is_in_it(sample: SampleSchool) -> None:
    with pdfplumber.open(io.BytesIO(made(sample, PaperKind.PROGRESS, "pdf"))) as document:
        numbers = [number for xref in document.doc.xrefs for number in xref.get_objids()]
        objects = [document.doc.getobj(number) for number in numbers]
    described = [one for one in objects if isinstance(one, dict) and "FontBBox" in one]
    assert len(described) >= 3
    assert all("FontFile2" in one or "FontFile3" in one for one in described)


def report(sample: SampleSchool) -> dict[str, object]:
    _, context = call(sample, PaperKind.PROGRESS, "pdf").args
    assert isinstance(context, dict)
    return context


@pytest.mark.parametrize("field", ["trich_yeu", "thoi_ky", "nguoi_ky", "kinh_phi_chung"])
def test_all_vietnamese_letters_are_set(sample: SampleSchool, field: str) -> None:
    made_pdf = exports.make_pdf("bao-cao", report(sample) | {field: LETTERS})["file"]
    with pdfplumber.open(io.BytesIO(made_pdf)) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    assert set(LETTERS.split()) <= set(text.split())


def test_a_workbook_filters_and_keeps_its_heading(sample: SampleSchool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(sample, PaperKind.PROGRESS, "xlsx")))
    sheet = book["Tất cả việc"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet["I2"].number_format == "dd/mm/yyyy"
    assert sheet["Q2"].number_format == "#,##0"
    assert sheet["F3"].quotePrefix


def test_no_sign_that_a_file_cannot_hold_breaks_it(sample: SampleSchool) -> None:
    context = report(sample) | {"trich_yeu": "a\x00b\x0bc\ud800d <b>&</b> {{ x }} #let"}
    with pdfplumber.open(io.BytesIO(exports.make_pdf("bao-cao", context)["file"])) as document:
        assert "abcd <b>&</b> {{ x }} #let" in document.pages[0].extract_text()


@pytest.mark.parametrize("kind", [PaperKind.IMPROVEMENT, PaperKind.READING])
def test_no_signature_stands_on_a_page_alone(sample: SampleSchool, kind: PaperKind) -> None:
    with pdfplumber.open(io.BytesIO(made(sample, kind, "pdf"))) as pages:
        signed = pages.pages[-1].extract_text()
    assert "Nguyễn Hoài Nam" in signed
    assert "Mở rộng thư viện" in signed
    assert "Chọn nhà cung cấp sách" in signed
    blocks = list(Document(io.BytesIO(made(sample, kind, "docx"))).iter_inner_content())
    table = next(block for block in blocks[-2::-1] if isinstance(block, Table))
    held = [row.cells[2].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert held[-3:] == [None, True, True]

"""A machine without the programs: the message says which packages, or how to save the file."""

import pytest

from nhacviec.workshop import Tools, Workshop
from tests.documents import hostile
from tests.scans.drawing import Sheet, pdf_of, png_of
from texts.messages.plans import DocumentProblem
from texts.render import plain, render, somebody


@pytest.fixture(scope="module")
def bare() -> Workshop:
    return Workshop(Tools())


def said(bare: Workshop, name: str, content: bytes) -> str:
    read = bare.read(name, content)
    return plain(render(DocumentProblem(somebody(), read["fault"], name, "")))


def test_pictures_name_the_packages(bare: Workshop) -> None:
    sheet = Sheet()
    for name, content in (("a.png", png_of(sheet.picture)), ("a.pdf", pdf_of([sheet.picture]))):
        assert "tesseract-ocr-vie" in said(bare, name, content)


def test_an_old_document_says_how_to_save_it(bare: Workshop) -> None:
    words = said(bare, "a.doc", hostile.compound("WordDocument"))
    assert "F12" in words
    assert ".docx" in words

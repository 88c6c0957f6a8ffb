"""Documents that mean harm, or that no reader can take: refused at once, in the child."""

import time
from collections.abc import Callable, Iterator

import pytest

from nhacviec.sandbox import Limits, Sandbox
from plan.documents import DocumentError, DocumentFault, read_document
from tests.documents import hostile
from tests.documents.pdf import Page, pdf_of

SECONDS, MEBIBYTES = 2.0, 200


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    # The limit of 200 MB holds because the child may not even ask for more.
    assert Limits().memory_bytes <= (MEBIBYTES + 8) << 20
    with Sandbox() as sandbox:
        yield sandbox


def refusal(sandbox: Sandbox, content: bytes) -> tuple[str, object]:
    started = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        sandbox.run("read_document", "plan", content)
    assert time.monotonic() - started < SECONDS
    return caught.value.code.value, caught.value.values.get("what")


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (hostile.zip_bomb, "size"),
        (hostile.zip_of_many_parts, "parts"),
        (hostile.rows_of_sheet, "rows"),
        (hostile.rows_of_document, "rows"),
        (hostile.far_cell, "rows"),
        (hostile.far_merge, "rows"),
        (hostile.wide_span, "rows"),
        (lambda: hostile.nested(50), "nesting"),
        (lambda: hostile.nested(500), "nesting"),
        (hostile.entities, "entities"),
        (hostile.outside_entity, "entities"),
        (lambda: hostile.outside_entity("utf-16"), "entities"),
        (hostile.inflating_pdf, "memory"),
        (lambda: pdf_of([Page()], contents=(b"0 0 m 1 1 l S " * 200_000, "")), "pages"),
        (lambda: pdf_of([Page()] * 200), "pages"),
        (lambda: hostile.many_tasks_docx(10_000), "rows"),
        (lambda: hostile.many_tasks_xlsx(10_000), "rows"),
        (lambda: b"a b c\n" * 1_000_000, "size"),
        (lambda: b"\n".join([b"a"] * 60_000), "rows"),
        (lambda: b"TT\tNoi dung\tThoi gian\n" + b"1\tHop\t5/9\n" * 9_000, "rows"),
    ],
)
def test_hostile(sandbox: Sandbox, make: Callable[[], bytes], what: str) -> None:
    assert refusal(sandbox, make()) == (DocumentFault.HOSTILE, what)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (hostile.empty_docx(), "empty"),
        (hostile.empty_xlsx(), "empty"),
        (hostile.compound("EncryptedPackage"), "encrypted"),
        (hostile.encrypted_part(), "encrypted"),
        (pdf_of([Page()], encrypt=True), "encrypted"),
        (hostile.macros(), "macros"),
        (hostile.lying_bomb(), "broken"),
        (hostile.deep_elements(), "broken"),
        (hostile.empty_docx()[:-300], "broken"),
        (hostile.empty_xlsx()[:1500], "broken"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4, "broken"),
        (hostile.compound("WordDocument"), "old_doc"),
        (hostile.compound("Workbook"), "old_doc"),
        (hostile.compound("WordDocument", "_VBA_PROJECT"), "macros"),
        (hostile.locked_doc(), "encrypted"),
        (hostile.locked_xls(), "encrypted"),
        (hostile.open_document("text"), "old_doc"),
        (hostile.open_document("text", locked=True), "encrypted"),
        (hostile.vast_picture_pdf(), "scanned_pdf"),
        (rb"{\rtf1\ansi K\u7871? ho\u7841?ch}", "old_doc"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "picture"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture"),
        (b"MZ" + bytes(100), "kind_unknown"),
        (b"\x7fELF" + bytes(100), "kind_unknown"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "kind_unknown"),
        (bytes(range(256)) * 20, "kind_unknown"),
        ("Kính gửi các thầy cô, mai họp lúc 14 giờ.".encode(), "not_a_plan"),
    ],
)
def test_no_plan_at_all(sandbox: Sandbox, content: bytes, code: str) -> None:
    assert refusal(sandbox, content)[0] == code


def test_hundred_megabytes_never_reach_the_child() -> None:
    with Sandbox() as sandbox:
        started = time.monotonic()
        with pytest.raises(DocumentError) as caught:
            sandbox.run("read_document", "plan.txt", b"a" * (100 << 20))
        assert caught.value.code == DocumentFault.TOO_LARGE
        assert time.monotonic() - started < SECONDS
        assert not sandbox.is_running


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.doc", hostile.compound("WordDocument"), "doc"),
        ("a.xls", hostile.compound("Workbook"), "xls"),
        ("a.rtf", rb"{\rtf1\ansi}", "rtf"),
        ("a.odt", hostile.open_document("text"), "odt"),
        ("a.ods", hostile.open_document("spreadsheet"), "ods"),
        ("a.doc", b"<html><table></table></html>", "html"),
        ("a.xls", b"<html><table></table></html>", "html_sheet"),
    ],
)
def test_an_old_file_says_which_it_is(name: str, content: bytes, kind: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(name, content)
    assert (caught.value.code, caught.value.values) == (DocumentFault.OLD_DOC, {"kind": kind})


def test_scanned_pdf_says_how_many_pages() -> None:
    page = Page()
    page.picture()
    with Sandbox() as sandbox, pytest.raises(DocumentError) as caught:
        sandbox.run("read_document", "scan.pdf", pdf_of([page, page]))
    assert (caught.value.code, caught.value.values) == (DocumentFault.SCANNED_PDF, {"pages": 2})

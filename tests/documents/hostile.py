"""Documents that mean harm, or that no reader can take."""

import io
import zipfile
import zlib
from functools import cache

import docx
import openpyxl

from tests.documents.build import saved
from tests.documents.pdf import Page, pdf_of

TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_START = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def empty_docx() -> bytes:
    return saved(docx.Document())


def empty_xlsx() -> bytes:
    return saved(openpyxl.Workbook())


def with_part(package: bytes, name: str, text: bytes) -> bytes:
    """Give a package with one part put in place of its own."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, text)
    return made.getvalue()


def body(inner: str) -> bytes:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode()


def zip_bomb() -> bytes:
    return with_part(empty_docx(), DOCUMENT, b" " * (90 << 20))


def zip_of_many_parts() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(DOCUMENT, body(""))
        for number in range(2500):
            package.writestr(f"word/{number}.xml", b"")
    return made.getvalue()


def lying_bomb() -> bytes:
    """A part that unpacks to far more than the package says."""
    bomb = zip_bomb()
    return bomb.replace((90 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def rows_of_sheet() -> bytes:
    rows = b"<row/>" * 1_000_000
    return with_part(empty_xlsx(), SHEET, SHEET_START + rows + b"</sheetData></worksheet>")


def rows_of_document() -> bytes:
    return with_part(empty_docx(), DOCUMENT, body(f"<w:tbl>{'<w:tr/>' * 1_000_000}</w:tbl>"))


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet()
    sheet["A1"] = "TT"
    sheet["XFD1048576"] = "x"
    return saved(book)


def far_merge() -> bytes:
    sheet = SHEET_START + b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    merge = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    return with_part(empty_xlsx(), SHEET, sheet + merge)


def wide_span() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    return with_part(empty_docx(), DOCUMENT, body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))


def nested(depth: int) -> bytes:
    inner = "<w:p/>"
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    return with_part(empty_docx(), DOCUMENT, body(inner))


def deep_elements() -> bytes:
    return with_part(empty_docx(), DOCUMENT, body("<w:ins>" * 5000 + "</w:ins>" * 5000))


def entities() -> bytes:
    lines = ['<!DOCTYPE d [<!ENTITY a0 "kế hoạch">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    text = "".join(lines) + "]>" + body("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>").decode()
    return with_part(empty_docx(), DOCUMENT, text.encode())


def outside_entity(encoding: str = "utf-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        + body("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>").decode()
    )
    return with_part(empty_docx(), DOCUMENT, text.encode(encoding))


def macros() -> bytes:
    return with_part(empty_docx(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def compound(*streams: str) -> bytes:
    names = b"".join(stream.encode("utf-16-le") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + names


def many_tasks_docx(rows: int) -> bytes:
    """A plan of so many rows, each a task."""
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in ("1", "A", "9"))
    return with_part(
        empty_docx(), DOCUMENT, body(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>")
    )


def many_tasks_xlsx(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (("TT", "Nội dung", "Thời gian"), *[(1, "Họp", "9/2024")] * rows):
        sheet.append(row)
    return saved(book)


def locked_doc() -> bytes:
    """A .doc whose stream begins where streams begin and says that it is encrypted."""
    stream = b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01" + bytes(500)
    return compound("WordDocument")[:512].ljust(512, b"\0") + stream + compound("WordDocument")


def locked_xls() -> bytes:
    stream = b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00\x36\x00" + bytes(500)
    return compound("Workbook")[:512].ljust(512, b"\0") + stream + compound("Workbook")


def open_document(kind: str, *, locked: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", "<a/>")
        manifest = "<manifest:encryption-data/>" if locked else ""
        package.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


@cache
def vast_picture_pdf() -> bytes:
    """A page whose picture unpacks to 450 MB."""
    side = 60_000
    packed = zlib.compress(zlib.compress(bytes(side * side // 8), 1), 9)
    page = Page()
    page.picture()
    plain = pdf_of([page])
    start = plain.index(b"<< /Length 1 /Type /XObject")
    end = plain.index(b"endobj", start)
    head = (
        f"<< /Length {len(packed)} /Type /XObject /Subtype /Image /Width {side} /Height {side}"
        " /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter [/FlateDecode /FlateDecode] >>"
    ).encode()
    return plain[:start] + head + b" stream\n" + packed + b"\nendstream\n" + plain[end:]


def encrypted_part() -> bytes:
    package = bytearray(empty_docx())
    at = package.find(b"PK\x01\x02")
    while at >= 0:
        package[at + 8] |= 1
        at = package.find(b"PK\x01\x02", at + 4)
    return bytes(package)


@cache
def inflating_pdf() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(300 << 20), 1), 9)
    filters = "/Filter [/FlateDecode /FlateDecode]"
    return pdf_of([Page()], contents=(packed, filters))

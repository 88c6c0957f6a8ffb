"""Old office files converted by LibreOffice; nothing is read or fetched on their behalf."""

import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from followup.stored_document import document_from
from nhacviec.workshop import Tools, Workshop
from tests.documents import hostile

pytestmark = pytest.mark.debian("libreoffice-writer")

MARK = "7A9D20C1"  # nothing real: what a document must not get to see
ROWS = [("1", "Họp tổ chuyên môn", "9/2024", "TTCM"), ("2", "Dự giờ", "Tháng 10/2024", "PHT")]
TEXT = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TEXT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes who comes: (address, paths asked for)."""
    seen: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def open_document(outside: str, file: Path) -> bytes:
    """An .odt with a plan, and with links to a server and to a file of this machine."""
    cells = [
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"
        for row in [("TT", "Nội dung", "Thời gian", "Người thực hiện"), *ROWS]
        for text in row
    ]
    rows = "".join(
        f"<table:table-row>{''.join(cells[at : at + 4])}</table:table-row>"
        for at in range(0, len(cells), 4)
    )
    linked = "".join(
        f'<text:section text:name="s{n}"><text:section-source xlink:type="simple" '
        f'xlink:href="{address}"/><text:p>-</text:p></text:section>'
        for n, address in enumerate((file.as_uri(), f"{outside}/a.odt"))
    )
    picture = (
        f'<text:p><draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">'
        f'<draw:image xlink:href="{outside}/a.png" xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad"/></draw:frame></text:p>'
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.2"><office:body><office:text>'
        f"<text:p>KẾ HOẠCH NĂM HỌC 2024-2025</text:p><table:table>"
        f'<table:table-column table:number-columns-repeated="4"/>{rows}</table:table>'
        f"{linked}{picture}</office:text></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", TEXT)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", MANIFEST)
    return made.getvalue()


def test_a_plan_comes_through_and_nothing_else(
    visits: tuple[str, list[str]], tmp_path: Path
) -> None:
    outside, seen = visits
    private = tmp_path / "private.txt"
    private.write_text(MARK, encoding="utf-8")
    workshop = Workshop(Tools(libreoffice=True))
    read = workshop.read("ke-hoach.odt", open_document(outside, private))
    broken = workshop.read("ke-hoach.doc", hostile.compound("WordDocument"))
    workshop.close()
    rows = document_from(read["plan"]).rows
    assert [(row.number, row.work, row.time, row.owner) for row in rows] == ROWS
    assert MARK not in str(read)
    assert seen == []
    assert broken["fault"] in {"broken", "empty", "not_a_plan"}


def test_a_sheet_of_html_named_xls_reads_as_one() -> None:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for row in [("TT", "Nội dung", "Thời gian", "Người thực hiện"), *ROWS]
    )
    page = f"<html><meta charset='utf-8'><body><table>{rows}</table></body></html>"
    workshop = Workshop(Tools(libreoffice=True))
    read = workshop.read("ke-hoach.xls", page.encode())
    workshop.close()
    assert [row.work for row in document_from(read["plan"]).rows] == [row[1] for row in ROWS]

"""Laws that hold for every document: refused by name or read whole, never anything else."""

import contextlib
import csv
import io
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan.documents import (
    Document,
    DocumentError,
    read_document,
    read_document_text,
    read_roster,
    read_roster_text,
)
from plan.documents.legacy import Letters, mend, prevailing, to_unicode
from plan.documents.letters import fold, tidy
from tests.documents.build import docx_of, text_of
from tests.documents.hostile import empty_docx, empty_xlsx
from tests.documents.pdf import Page, pdf_of

LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.sampled_from(
    [
        "",
        " ",
        "1",
        "II",
        "nt",
        "-",
        "----",
        "Tiêu chuẩn 2",
        "Tiêu chí 2.1",
        "Mức 4",
        "Tháng 9",
        "Tuần 2",
        "Tổng cộng",
        "Nơi nhận:",
        "HIỆU TRƯỞNG",
        "Họp tổ\n- bàn\n- ghi",
        "5/9\n6/9",
        "10 tr",
        "GV, HT",
        "Lê Văn Bưởi",
    ]
)
LETTERS = "aăâbcdđeêhiklmnoôơtuưvyÁĐỆỌặếịộụự\u0301\u00a0 .,;:/()-+•0123456789²×"
CELLS = WORDS | st.text(alphabet=LETTERS, max_size=12)
NUMBERS = st.sampled_from(["", "1", "2.", "II", "-", "a)"])
ROWS = st.tuples(NUMBERS, CELLS, CELLS, CELLS)
TABLES = st.lists(ROWS, max_size=12)
KNOWN = ("Tiêu ch", "II")  # a standard or criterion is kept as its number only
HEADER = ["TT", "Nội dung", "Thời gian", "Người thực hiện"]


def refused_or_read(name: str, content: bytes) -> Document | None:
    codes: list[str] = []  # a refusal is told by its code, which must be plain to write down
    for read in (read_document, read_roster):
        try:
            result = read(name, content)
        except DocumentError as error:
            codes.append(json.dumps({error.code: error.values}))
        else:
            if isinstance(result, Document):
                return result
    return None


@LAW
@given(st.binary(max_size=2000))
def test_any_bytes(content: bytes) -> None:
    refused_or_read("a", content)


@LAW
@given(st.text(max_size=500))
def test_any_text(text: str) -> None:
    for read in (read_document_text, read_roster_text):
        with contextlib.suppress(DocumentError):
            read(text)


PLAN = [HEADER, ["1", "Họp", "5/9", "HT"]]
SEEDS = (empty_docx(), empty_xlsx(), pdf_of([Page()]), docx_of(PLAN))


@LAW
@given(st.sampled_from(SEEDS), st.data())
def test_any_damage(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 20))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    refused_or_read("a", bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
    refused_or_read("a", bytes(damaged))


@LAW
@given(TABLES)
def test_nothing_written_in_a_table_is_dropped(rows: list[tuple[str, ...]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([HEADER, *rows])
    document = refused_or_read("a.csv", written.getvalue().encode())
    if document is None:
        return
    kept = [
        *(cell for row in document.rows for cell in row.raw.values()),
        *(heading for row in document.rows for heading in row.section),
        *(row.level_written for row in document.rows),
        *(row.standard for row in document.rows),
        *(row.standard_title for row in document.rows),
        *(item.text for item in (*document.unread, *document.set_aside)),
        *document.context,
    ]
    everything = fold(" ".join(kept))
    for row in rows:
        for cell in row:
            if not cell.startswith(KNOWN) and not fold(cell).isdigit():
                assert fold(tidy(cell)) in everything


@LAW
@given(TABLES)
def test_text_and_document_say_the_same(rows: list[tuple[str, ...]]) -> None:
    flat = [[cell.replace("\n", " ").replace('"', "") for cell in row] for row in rows]
    from_text = refused_or_read("a.txt", text_of([HEADER, *flat]))
    from_word = refused_or_read("a.docx", docx_of([HEADER, *flat]))
    if from_text is not None and from_word is not None:
        assert [(row.work, row.time) for row in from_text.rows] == [
            (row.work, row.time) for row in from_word.rows
        ]


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_vietnamese_in_unicode_is_never_mended(text: str) -> None:
    vietnamese = f"{text} được"
    assert to_unicode(vietnamese, prevailing([vietnamese])) == vietnamese
    assert mend(text, Letters.UNICODE) == text

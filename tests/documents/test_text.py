"""A table as text: each way to part cells, rows broken over lines, quotes, code pages."""

import unicodedata

import pytest

from plan.documents import (
    Document,
    DocumentError,
    Doubt,
    NoticeCode,
    Why,
    read_document,
    read_document_text,
)
from plan.documents.words import load_words
from tests.documents.build import SAMPLE, docx_of_text

HEAD = "STT\tNội dung\tThời hạn\tNgười phụ trách\n"


def works(text: str) -> list[str]:
    return [row.work for row in read_document_text(text).rows]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "1\tHọp tổ\t5/9\tTTCM\n2\tThi\t12/2024\tPHT",
        "|TT|Nội dung|Hạn|Phụ trách|\n|-|-|-|--|\n|1| Họp tổ | 5/9|TTCM|\n|2|Thi|12/2024|PHT|",
        "STT;Nội dung;Thời hạn;Người phụ trách\n1;Họp tổ;5/9;TTCM\n2;Thi;12/2024;PHT",
        'STT,Nội dung,Thời hạn,Người phụ trách\n1,"Họp tổ",5/9,TTCM\n2,Thi,12/2024,"PHT"',
        "TT  Nội dung  Hạn  Phụ trách\n1   Họp tổ   5/9    TTCM\n2   Thi     12/2024  PHT",
        "stt\tnoi dung\tthoi han\tnguoi phu trach\n1\tHọp tổ\t5/9\tTTCM\n2\tThi\t12/2024\tPHT",
        "Kính gửi thầy cô\n\n"
        + HEAD
        + "\n1\tHọp tổ\t5/9\tTTCM\n\n2\tThi\t12/2024\tPHT\n\nTrân trọng",
    ],
)
def test_each_way_to_part_cells(text: str) -> None:
    rows = read_document_text(text).rows
    assert [(row.number, row.work, row.time, row.owner) for row in rows] == [
        ("1", "Họp tổ", "5/9", "TTCM"),
        ("2", "Thi", "12/2024", "PHT"),
    ]


def test_a_cell_broken_over_lines_is_joined() -> None:
    text = HEAD + "1\tTổ chức khai giảng:\n- Trang trí sân\n- Mời khách\t5/9\tBGH\n2\tThi\t\tPHT"
    first, second = read_document_text(text).rows
    assert first.work == "Tổ chức khai giảng:\n- Trang trí sân\n- Mời khách"
    assert first.items == ("Trang trí sân", "Mời khách")
    assert (first.time, first.owner, second.line) == ("5/9", "BGH", 5)


def test_a_quoted_cell_keeps_its_lines_and_a_lone_quote_is_a_ditto() -> None:
    text = HEAD + '1\t"Họp tổ\nbàn ""việc lớn"""\t5/9\tTTCM\n2\t"Xuân" và hè\t"\t"\n'
    first, second = read_document_text(text).rows
    assert first.work == 'Họp tổ\nbàn "việc lớn"'
    assert second.work == '"Xuân" và hè'
    assert (second.line, second.time, second.owner) == (4, "5/9", "TTCM")


def test_short_rows_stay_rows() -> None:
    assert works(HEAD + "Tháng 9\n1\tHọp tổ\t5/9\nTháng 10\n2\tThi\n3\tDự giờ\t1/10\tHT") == [
        "Họp tổ",
        "Thi",
        "Dự giờ",
    ]


def test_more_cells_than_titles_are_not_guessed_at() -> None:
    document = read_document_text(
        "STT,Nội dung,Hạn,Phụ trách\n1,Họp tổ, bàn kế hoạch,5/9,TTCM\n2,Thi,12/2024,PHT"
    )
    assert [row.work for row in document.rows] == ["Thi"]
    assert [(item.text, item.why) for item in document.unread] == [
        ("1 | Họp tổ | bàn kế hoạch | 5/9 | TTCM", Why.TOO_MANY_CELLS)
    ]


def test_a_column_without_a_title_is_kept_and_doubted() -> None:
    row = read_document_text("STT\tNội dung\tHạn\t\n1\tHọp\t5/9\tgấp").rows[0]
    assert row.raw == {"STT": "1", "Nội dung": "Họp", "Hạn": "5/9", "#4": "gấp"}
    assert row.doubts == (Doubt.EXTRA_CELLS,)


def test_columns_of_one_title_keep_apart() -> None:
    raw = read_document_text("STT\tNội dung\tHạn\tHạn\n1\tHọp\t5/9\t6/9").rows[0].raw
    assert raw == {"STT": "1", "Nội dung": "Họp", "Hạn": "5/9", "Hạn (2)": "6/9"}


@pytest.mark.parametrize(
    ("head", "missing"),
    [("STT\tNội dung\tGhi chú", "time,owner"), ("STT\tThời gian\tNgười phụ trách", "work")],
)
def test_missing_columns_are_named(head: str, missing: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document_text(f"{head}\n1\ta\tb")
    assert caught.value.code == "columns_missing"
    assert caught.value.values == {"missing": missing, "found": head.replace("\t", ", ")}


def test_an_unfilled_form_has_no_tasks() -> None:
    with pytest.raises(DocumentError, match="no_tasks"):
        read_document_text(HEAD + "1\t\t\t\n2\t\t\t")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_code_pages_of_unicode(encoding: str) -> None:
    content = (HEAD + "1\tHọp tổ\t5/9\tTTCM\n").encode(encoding)
    assert read_document("a.tsv", content).rows[0].work == "Họp tổ"


def test_decomposed_letters_and_invisible_marks_are_tidied_but_raw_is_not() -> None:
    text = HEAD + "1\tHọp\u00a0tổ  chuyên\u00ad môn\u200b\t5/9\tTTCM\n"
    apart = unicodedata.normalize("NFD", text)
    row = read_document_text(apart).rows[0]
    assert row.work == "Họp tổ chuyên môn"
    assert row.raw["Nội dung"] == apart.split("\n")[1].split("\t")[1]


@pytest.fixture(scope="module")
def sample() -> str:
    return (SAMPLE / "ke-hoach-cai-tien.txt").read_text(encoding="utf-8")


def in_letters(text: str, letters: str) -> str:
    """Write a text as programs before Unicode did."""
    codes: dict[str, str] = {}
    for code, letter in load_words("legacy")[letters].items():
        codes.setdefault(letter, code)
    return "".join(codes.get(letter, codes.get(letter.lower(), letter)) for letter in text)


def folded(document: Document) -> list[tuple[str, ...]]:
    """Give the cells without case: TCVN3 has no capitals with tones."""
    return [
        (row.criterion, row.work.lower(), row.time.lower(), row.owner.lower(), row.budget)
        for row in document.rows
    ]


@pytest.mark.parametrize("letters", ["tcvn3", "vni"])
@pytest.mark.parametrize("form", ["latin-1", "utf-8", "docx"])
def test_legacy_letters(sample: str, letters: str, form: str) -> None:
    written = in_letters(sample, letters)
    content = docx_of_text(written) if form == "docx" else written.encode(form, "replace")
    document = read_document("ke-hoach", content)
    assert folded(document) == folded(read_document_text(sample))
    assert document.title == "KẾ HOẠCH CẢI TIẾN CHẤT LƯỢNG GIÁO DỤC"
    assert [(note.code, note.detail) for note in document.notices] == [
        (NoticeCode.LEGACY_LETTERS, letters)
    ]


def test_vietnamese_code_page_of_windows(sample: str) -> None:
    def coded(letter: str) -> bytes:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        shape = "".join(mark for mark in marks if mark not in tones)
        return (unicodedata.normalize("NFC", base + shape) + tones).encode("cp1258")

    content = b"".join(map(coded, sample))
    assert folded(read_document("a.txt", content)) == folded(read_document_text(sample))


def test_phone_numbers_are_covered_wherever_they_stand() -> None:
    document = read_document_text(
        "Liên hệ cô Mận 0912.345.678\n" + HEAD + "1\tGọi +84 912 345 678\t5/9\tHT (0912345678)\n"
    )
    row = document.rows[0]
    everything = " ".join([*document.context, row.work, row.owner, *row.raw.values()])
    assert "345" not in everything
    assert everything.count("••••••") == 5


def test_amounts_and_dates_are_no_phone_numbers() -> None:
    text = "TT\tNội dung\tHạn\tKinh phí\n1\tMua 0123 bộ\t05/09/2024-31/05/2025\t1.000.000.000đ\n"
    row = read_document_text(text).rows[0]
    assert (row.time, row.budget) == ("05/09/2024-31/05/2025", "1.000.000.000đ")

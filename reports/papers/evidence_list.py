"""The official list of evidence: number, code, name, where it is, a note."""

from collections.abc import Mapping

from plan.evidence_codes import EvidenceCode
from plan.hours import local
from plan.papers import Wanted
from reports.papers.letterhead import head_of
from reports.papers.paper import Paper
from reports.papers.tables import Column, Kind, Table, Value, numbered
from storage import evidence
from storage.evidence import ListedEvidence
from storage.school_day import SchoolDay
from texts.papers import paper_word

COLUMNS = (
    Column("tt", Kind.NUMBER, 6),
    Column("ma_minh_chung", width=20),
    Column("ten_minh_chung", width=60),
    Column("noi_luu", width=48),
    Column("ghi_chu", width=34),
)
SHEET_COLUMNS = (
    *COLUMNS[:2],
    Column("tieu_chi", width=10),
    *COLUMNS[2:],
    Column("ngay_nhan", Kind.DAY, 14),
)


def evidence_paper(day: SchoolDay, wanted: Wanted) -> Paper:
    """List what was sent as evidence and not withdrawn, ordered by criterion."""
    del wanted
    found = evidence.list_standing(day.tx, day.school_id)
    codes = evidence.codes(day.tx, day.school_id)
    ordered = sorted(found, key=lambda one: (_order(one), codes.get(one.evidence_id, ())))
    rows = numbered([_row(one, codes.get(one.evidence_id, ())) for one in ordered])
    return Paper(
        template="minh-chung",
        fields={
            **head_of(day, ""),
            "ten_loai": paper_word("titles.list"),
            "trich_yeu": paper_word("titles.evidence"),
            "thoi_ky": paper_word("titles.as_of", today=f"{day.today:%d/%m/%Y}"),
        },
        tables=(Table("minh_chung", COLUMNS, rows),),
        sheets=(Table("minh_chung", SHEET_COLUMNS, rows),),
    )


def _order(one: ListedEvidence) -> tuple[int, ...]:
    """Sort criterion 1.10 after 1.9; what has none comes last."""
    numbers = tuple(int(part) for part in one.criterion.lstrip("M").split(".") if part.isdigit())
    return numbers or (99,)


def _row(one: ListedEvidence, codes: tuple[EvidenceCode, ...]) -> Mapping[str, Value]:
    written = " ".join(str(code) for code in codes)
    issued = ", ".join(part for part in (one.issued, one.issuer) if part)
    name = one.title or one.words or one.work or one.file_name
    return {
        "ma_minh_chung": written or paper_word("evidence.uncoded"),
        "tieu_chi": one.criterion,
        "ten_minh_chung": f"{name} ({issued})" if issued else name,
        "noi_luu": _place(one),
        "ghi_chu": paper_word("evidence.of_task", code=one.code) if one.code else "",
        "ngay_nhan": local(one.received_at).date(),
    }


def _place(one: ListedEvidence) -> str:
    """Say the format and where it is kept."""
    if one.place or one.is_index:
        return one.place
    if not one.file_hash:
        return paper_word("evidence.words")
    ending = one.file_name.rpartition(".")[2].upper() if "." in one.file_name else one.kind
    return paper_word("evidence.kept", format=ending, name=one.file_name or one.file_hash[:12])

"""What proves a result: photos, files, links, words; and the official codes they are given."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, bindparam, func, select

from plan.evidence_codes import EvidenceCode
from storage import history, links
from storage.database import Tx, insert_once
from storage.history import Deed
from storage.many import among
from storage.tables import evidence, evidence_codes, evidence_series, occurrences, tasks

# Written once: it runs whenever somebody looks at tasks.
_PIECES = (
    select(evidence.c.occurrence_id, func.count().label("pieces"))
    .where(
        evidence.c.school_id == bindparam("school"),
        among(evidence.c.occurrence_id, "numbers"),
        evidence.c.state != "withdrawn",
    )
    .group_by(evidence.c.occurrence_id)
)


class Evidence(Struct, frozen=True):
    """One piece. `state` is waiting (to be filed), filed or withdrawn.

    `kind` is photo, file, link, words or listed (known from the school's own list); `is_index`
    says that nothing is stored beside the entry. `also` are other criteria it serves.
    """

    evidence_id: int
    occurrence_id: int | None
    member_id: int
    kind: str
    file_name: str
    file_hash: str
    size: int | None
    words: str
    criterion: str
    also: tuple[str, ...]
    title: str
    issued: str
    issuer: str
    place: str
    album: str
    is_index: bool
    state: str
    received_at: datetime
    filed_at: datetime | None

    @property
    def name(self) -> str:
        """What a list calls it: its title, else its words or its file's name."""
        return self.title or self.words or self.file_name


class ListedEvidence(Struct, frozen=True):
    """One piece as a list shows it; `code` and `work` are its task's, empty where it has none."""

    evidence_id: int
    kind: str
    file_name: str
    file_hash: str
    words: str
    criterion: str
    code: str
    work: str
    received_at: datetime
    member_id: int
    task_id: int | None
    title: str = ""
    issued: str = ""
    issuer: str = ""
    place: str = ""
    is_index: bool = False


def add(deed: Deed, member_id: int, **values: Any) -> int:
    """Store a piece of evidence; it waits to be filed."""
    return history.add(deed, evidence, member_id=member_id, received_at=deed.at, **values)


def change(deed: Deed, evidence_id: int, **values: Any) -> bool:
    """Change what is known of a piece; False when nothing differs."""
    return history.change(deed, evidence, evidence_id, **values)


def get(tx: Tx, school_id: int, evidence_id: int) -> Evidence | None:
    """Give one piece."""
    row = tx.execute(_all(school_id).where(evidence.c.evidence_id == evidence_id)).first()
    return None if row is None else _evidence(row)


def standing(tx: Tx, school_id: int, state: str = "") -> list[Evidence]:
    """List what was not withdrawn, of one state or of all, the oldest first."""
    query = _standing(school_id)
    if state:
        query = query.where(evidence.c.state == state)
    return [_evidence(row) for row in tx.execute(query.order_by(evidence.c.evidence_id))]


def of_album(tx: Tx, school_id: int, member_id: int, album: str) -> Evidence | None:
    """Give the first piece of what a member sent together."""
    row = tx.execute(
        _standing(school_id)
        .where(evidence.c.member_id == member_id, evidence.c.album == album)
        .order_by(evidence.c.evidence_id)
        .limit(1)
    ).first()
    return None if row is None else _evidence(row)


def count(tx: Tx, school_id: int, occurrence_ids: Iterable[int]) -> dict[int, int]:
    """Count the evidence of each occurrence, with that of the same time of linked tasks."""
    wanted = set(occurrence_ids)
    twins = links.same_times(tx, school_id)
    asked = wanted.union(*(twins.get(one, ()) for one in wanted))
    rows = tx.execute(_PIECES, {"school": school_id, "numbers": asked})
    own = {row.occurrence_id: int(row.pieces) for row in rows}
    counted = {one: sum(own.get(each, 0) for each in (one, *twins.get(one, ()))) for one in wanted}
    return {one: pieces for one, pieces in counted.items() if pieces}


def hashes_all_schools(tx: Tx) -> set[str]:
    """List the files that pieces of evidence refer to, by their hashes."""
    rows = tx.execute(select(evidence.c.file_hash).distinct().where(evidence.c.file_hash != ""))
    return set(rows.scalars())


def held_all_schools(tx: Tx, file_hashes: Iterable[str]) -> set[str]:
    """Give which of some files pieces of evidence refer to."""
    rows = tx.execute(
        select(evidence.c.file_hash).where(evidence.c.file_hash.in_(set(file_hashes))).distinct()
    )
    return set(rows.scalars())


def list_standing(tx: Tx, school_id: int) -> list[ListedEvidence]:
    """List every piece that was not withdrawn, with its task, in the order of arrival."""
    rows = tx.execute(
        select(
            evidence,
            tasks.c.task_id,
            tasks.c.number,
            tasks.c.work,
            tasks.c.criterion.label("of_task"),
        )
        .outerjoin(occurrences, occurrences.c.occurrence_id == evidence.c.occurrence_id)
        .outerjoin(tasks, tasks.c.task_id == occurrences.c.task_id)
        .where(evidence.c.school_id == school_id, evidence.c.state != "withdrawn")
        .order_by(evidence.c.evidence_id)
    )
    return [
        ListedEvidence(
            row.evidence_id,
            row.kind,
            row.file_name,
            row.file_hash,
            row.words,
            row.criterion or row.of_task or "",
            "" if row.number is None else f"V{row.number}",
            row.work or "",
            row.received_at,
            row.member_id,
            row.task_id,
            row.title,
            row.issued,
            row.issuer,
            row.place,
            row.is_index,
        )
        for row in rows
    ]


def next_code(deed: Deed, evidence_id: int, code: EvidenceCode) -> EvidenceCode:
    """Give a piece the next number of a criterion (`code` without its ordinal), once and for all.

    The number is never given again, also when the piece is withdrawn or filed elsewhere.
    """
    row = insert_once(deed.tx, evidence_series).values(
        school_id=deed.school_id,
        criteria_set=code.criteria_set,
        criterion=code.criterion,
        last_ordinal=1,
    )
    taken = row.on_conflict_do_update(
        index_elements=["school_id", "criteria_set", "criterion"],
        set_={"last_ordinal": evidence_series.c.last_ordinal + 1},
    ).returning(evidence_series.c.last_ordinal)
    given = EvidenceCode(
        code.criteria_set, code.criterion, int(deed.tx.execute(taken).scalar_one()), code.box
    )
    _keep_code(deed, evidence_id, given)
    return given


def keep_code(deed: Deed, evidence_id: int, code: EvidenceCode) -> bool:
    """Keep a code the school gave before; numbering goes on after it. False when it is taken."""
    if code in codes_by_text(deed.tx, deed.school_id, [code]):
        return False
    row = insert_once(deed.tx, evidence_series).values(
        school_id=deed.school_id,
        criteria_set=code.criteria_set,
        criterion=code.criterion,
        last_ordinal=code.ordinal,
    )
    deed.tx.execute(
        row.on_conflict_do_update(
            index_elements=["school_id", "criteria_set", "criterion"],
            set_={"last_ordinal": code.ordinal},
            where=evidence_series.c.last_ordinal < code.ordinal,
        )
    )
    _keep_code(deed, evidence_id, code)
    return True


def _keep_code(deed: Deed, evidence_id: int, code: EvidenceCode) -> None:
    history.add(
        deed,
        evidence_codes,
        evidence_id=evidence_id,
        criteria_set=code.criteria_set,
        criterion=code.criterion,
        ordinal=code.ordinal,
        box=code.box,
    )


def codes(tx: Tx, school_id: int) -> dict[int, tuple[EvidenceCode, ...]]:
    """Give every code, by the piece it belongs to, the oldest first."""
    found: dict[int, tuple[EvidenceCode, ...]] = {}
    rows = tx.execute(
        select(evidence_codes)
        .where(evidence_codes.c.school_id == school_id)
        .order_by(evidence_codes.c.code_id)
    )
    for row in rows:
        found[row.evidence_id] = (*found.get(row.evidence_id, ()), _code(row))
    return found


def codes_by_text(
    tx: Tx, school_id: int, wanted: Iterable[EvidenceCode]
) -> dict[EvidenceCode, int]:
    """Find the pieces that codes name, whatever box they are said to be in."""
    numbers = {(code.criteria_set, code.criterion, code.ordinal): code for code in wanted}
    found: dict[EvidenceCode, int] = {}
    for evidence_id, given in codes(tx, school_id).items():
        for code in given:
            asked = numbers.get((code.criteria_set, code.criterion, code.ordinal))
            if asked is not None:
                found[asked] = evidence_id
    return found


def _all(school_id: int) -> "Select[Any]":
    return select(evidence).where(evidence.c.school_id == school_id)


def _standing(school_id: int) -> "Select[Any]":
    return _all(school_id).where(evidence.c.state != "withdrawn")


def _code(row: Any) -> EvidenceCode:
    return EvidenceCode(row.criteria_set, row.criterion, row.ordinal, row.box)


def _evidence(row: Any) -> Evidence:
    return Evidence(
        row.evidence_id,
        row.occurrence_id,
        row.member_id,
        row.kind,
        row.file_name,
        row.file_hash,
        row.size,
        row.words,
        row.criterion,
        tuple(row.also),
        row.title,
        row.issued,
        row.issuer,
        row.place,
        row.album,
        row.is_index,
        row.state,
        row.received_at,
        row.filed_at,
    )

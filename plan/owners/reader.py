"""The reading of an owner cell, and of one duty title as a staff roster writes it."""

from collections.abc import Iterable

from plan.folding import fold
from plan.owners.assemble import Assembler, Assembly, Draft
from plan.owners.chunks import Chunker
from plan.owners.model import Owner, OwnerDoubt, OwnersReading, Part
from plan.owners.roles import (
    DEPUTY,
    EVERYONE,
    SAME_AS_ABOVE,
    UNKNOWN,
    is_public,
    is_single,
    kind_of,
    role_phrases,
)
from plan.owners.tidying import clean, says_ditto, says_nobody
from plan.owners.words import other_phrases

_NOBODY = Owner(UNKNOWN)
_ALL_STAFF = frozenset(("CBQL", "GV", "NV"))


def read_owners(cell: str) -> OwnersReading:
    """Say who a cell names, each with a part, and whether the principal must be asked first."""
    if says_nobody(cell):
        return OwnersReading((_NOBODY,), must_confirm=True, doubts=(OwnerDoubt.NOBODY,))
    if says_ditto(cell):
        return OwnersReading((Owner(SAME_AS_ABOVE),), must_confirm=False)
    assembly = Assembler(Chunker(clean(cell)).chunk()).assemble()
    owners = _owners(assembly)
    doubts = tuple(dict.fromkeys((*assembly.doubts, *_doubts(owners))))
    return OwnersReading(owners, bool(doubts), doubts, tuple(assembly.unread))


def may_open_owner(word: str) -> bool:
    """Whether an owner may begin with this word: a quick no before a whole reading."""
    folded = fold(word)
    return role_phrases().opens(folded) or other_phrases("other", "fillers").opens(folded)


def find_roles(text: str) -> tuple[tuple[str, str], ...]:
    """Give every duty named in a roster's cell as (role code, unit), persons left out.

    Nothing where a word was not understood, or where a post could be another one's ("Bí thư").
    """
    reading = read_owners(text)
    if reading.unread:
        return ()
    guessed = OwnerDoubt.ROLE_GUESSED in reading.doubts
    return tuple(
        dict.fromkeys(
            (owner.role, owner.unit)
            for owner in reading.owners
            if _is_duty(owner.role) and (not guessed or kind_of(owner.role) == "several")
        )
    )


def _is_duty(role: str) -> bool:
    return role not in ("", UNKNOWN, SAME_AS_ABOVE)


def find_role(text: str) -> tuple[str, str] | None:
    """Give the one duty of a roster's cell ("Tổ trưởng tổ Toán - Tin") as (role code, unit)."""
    found = find_roles(text)
    return found[0] if len(found) == 1 else None


def _owners(assembly: Assembly) -> tuple[Owner, ...]:
    drafts = assembly.drafts
    owners = [_owner(draft, drafts) for draft in drafts] or [_NOBODY]
    named = [owner for owner in owners if owner.role != UNKNOWN or owner.count]
    unknown = [owner for owner in owners if owner.role == UNKNOWN and not owner.count]
    kept = {id(owner) for owner in (*named, *unknown[:1])}
    return tuple(dict.fromkeys(owner for owner in owners if id(owner) in kept))


def _owner(draft: Draft, drafts: Iterable[Draft]) -> Owner:
    count = draft.count
    if draft.person or (is_single(draft.role) and count is None):
        count = 1
    if _means_all_deputies(draft, drafts):
        count = None
    return Owner(draft.role, draft.part, count, draft.person, draft.unit)


def _means_all_deputies(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Among others of the same part, or after "các", the word stands for every deputy."""
    if draft.role != DEPUTY or draft.person or draft.count is not None:
        return False
    return draft.several or any(o is not draft and o.part is draft.part for o in drafts)


def _doubts(owners: tuple[Owner, ...]) -> Iterable[OwnerDoubt]:
    for owner in owners:
        if owner.role == UNKNOWN:
            yield OwnerDoubt.NOBODY
        if owner.role == EVERYONE:
            yield OwnerDoubt.EVERYONE
        if owner.role == DEPUTY and owner.count == 1 and not owner.person:
            yield OwnerDoubt.WHICH_DEPUTY
        if owner.part is Part.LEAD and is_public(owner.role):
            yield OwnerDoubt.PUBLIC_BODY
    if {owner.role for owner in owners} >= _ALL_STAFF:
        yield OwnerDoubt.EVERYONE
    leads = [owner for owner in owners if owner.part is Part.LEAD]
    if not leads:
        yield OwnerDoubt.NO_LEAD
    elif all(kind_of(owner.role) == "learner" for owner in leads):
        yield OwnerDoubt.LEARNER_ONLY

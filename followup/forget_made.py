"""Removing files once no row of any school needs them: what was made, and what was let go."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from storage import evidence, papers, plans, provinces, schools
from storage.database import Tx
from storage.papers import Made

# A document is made again by one tap; the address of a file ends seven days after it was sent.
KEPT = timedelta(days=30)
# An archive of all evidence is as large as the evidence itself.
ARCHIVE_KEPT = timedelta(days=8)
AT_ONCE = 200


class Forgotten(Struct, frozen=True):
    """Files that no row refers to any more, each with the instant it must be older than."""

    files: tuple[tuple[str, datetime], ...]
    count: int


def forget_made_all_schools(tx: Tx, now: datetime) -> Forgotten:
    """Take back what was made long ago; gives the files that may be deleted now.

    What somebody sent in as evidence or as a plan stays, though it was made here once.
    """
    old = papers.made_before_all_schools(tx, (now - KEPT, now - ARCHIVE_KEPT), AT_ONCE)
    papers.forget_all_schools(tx, [one.paper_id for one in old])
    before = {one.file_hash: _before(one, now) for one in old}
    above = provinces.forget_files_all_schools(tx, now - KEPT)
    before |= dict.fromkeys(above, now - KEPT)
    gone = {digest: before[digest] for digest in free_of_all_schools(tx, before)}
    return Forgotten(tuple(gone.items()), len(old))


def free_of_all_schools(tx: Tx, hashes: Iterable[str]) -> set[str]:
    """Give which of some files no row of any school refers to.

    The same bytes are kept once: a letter of the province may be evidence at a hundred schools.
    """
    asked = set(hashes)
    if not asked:
        return set()
    held = evidence.held_all_schools(tx, asked) | plans.hashes_all_schools(tx, asked)
    held |= papers.hashes_all_schools(tx, asked) | provinces.files_all_schools(tx, asked)
    return asked - held - _templates(tx)


def _templates(tx: Tx) -> set[str]:
    """List the files that schools brought as templates of their own."""
    kept = [school.settings.get("templates") for school in schools.list_all_schools(tx)]
    return {str(digest) for own in kept if isinstance(own, dict) for digest in own.values()}


def _before(one: Made, now: datetime) -> datetime:
    return now - (ARCHIVE_KEPT if one.is_archive else KEPT)

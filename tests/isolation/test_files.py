"""The same bytes sent in at two schools are kept once; letting go of them at one leaves them."""

from pathlib import Path

import pytest

from storage import evidence
from storage.database import Database
from storage.files import FileStore
from tests.isolation.three import PHOTO, Three

SHARED = PHOTO + b"van ban cua So gui moi truong"


@pytest.fixture
def three(database: Database, tmp_path: Path) -> Three:
    made = Three(database, tmp_path)
    made.platform.files["so"] = SHARED
    named = {"reference": "so", "name": "cong-van.jpg", "mime": "image/jpeg"}
    for mark in ("Aquila", "Borealis"):
        with made.of(mark):
            made.says("cô Đào", "V4 ảnh", kind="photo", files=[named])
    return made


def files_of(three: Three) -> dict[str, str]:
    found = three.read(lambda day: evidence.standing(day.tx, day.school_id))
    return {piece.file_name: piece.file_hash for piece in found}


def test_a_file_only_listed_at_one_school_stays_at_the_other(three: Three) -> None:
    store = FileStore(three.files)
    with three.of("Borealis"):
        kept = files_of(three)["cong-van.jpg"]
    for mark in ("Aquila", "Borealis"):
        with three.of("Borealis"):
            assert mark == "Borealis" or store.read(kept) == SHARED
        with three.of(mark):
            three.says("cô Mai", "xếp minh chứng")
            three.says("cô Mai", "danh mục 1.6")
            assert files_of(three)["cong-van.jpg"] == ""
            # Until the last school lets go of it.
            assert store.path_of(kept).exists() is (mark == "Aquila")

"""Evidence: refused, kept, filed under numbers never given twice, found, exported."""

import hashlib
import io
import zipfile
from functools import partial
from pathlib import Path

import pytest

from plan.evidence_codes import find_codes
from reports.evidence_list import evidence_rows
from reports.evidence_zip import safe_name, write_zip
from storage import evidence
from storage.evidence import Evidence
from storage.files import FileStore
from storage.history import Actor
from storage.school_day import SchoolDay
from tests.school import SampleSchool

OLD, NEW = "18/2018/TT-BGDĐT", "57/2026/TT-BGDĐT"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def send(school: SampleSchool, who: str, text: str, content: bytes, **file: str) -> list[str]:
    reference = f"f{len(school.platform.files)}"
    school.platform.files[reference] = content
    attached = {"reference": reference, "name": file.get("name", "anh.png"), "mime": "image/png"}
    more: dict[str, object] = {"album": file["album"]} if "album" in file else {}
    said = school.says(who, text, kind="photo", files=[attached], **more)
    return [prompt.text for prompt in said]


def standing(school: SampleSchool) -> list[Evidence]:
    return school.read(lambda day: evidence.standing(day.tx, day.school_id))


def codes(school: SampleSchool) -> list[str]:
    return school.read(lambda day: [row.code for row in evidence_rows(day, OLD)])


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("cai-dat.exe", b"MZ" + bytes(600), "tệp chương trình"),
        ("anh.png", b"MZ" + bytes(600), "tệp chương trình"),
        ("bao-cao.js", b"alert(1)", "tệp chương trình"),
        ("minh-chung.zip", zipped(), "tệp nén"),
        ("anh.jpg", b"Rar!\x1a\x07" + bytes(600), "tệp nén"),
        ("so-lieu.7z", b"7z\xbc\xaf\x27\x1c" + bytes(600), "tệp nén"),
    ],
)
def test_programs_and_archives_are_refused_and_not_kept(
    name: str, content: bytes, wanted: str, school: SampleSchool, tmp_path: Path
) -> None:
    (said,) = send(school, "cô Đào", "V4", content, name=name)
    assert wanted in said
    assert "chưa ghi gì" in said
    assert standing(school) == []
    digest = hashlib.sha256(content).hexdigest()
    assert not FileStore(tmp_path / "files").path_of(digest).exists()


def test_a_file_over_the_limit_is_refused(school: SampleSchool) -> None:
    (said,) = send(school, "cô Đào", "V4", PICTURE + bytes(21 * 1024 * 1024))
    assert "20 MB" in said
    assert standing(school) == []


def test_an_album_goes_where_its_first_picture_goes(school: SampleSchool) -> None:
    (said,) = send(school, "cô Đào", "V4 dán mã", PICTURE, album="a1")
    assert "V4 có 1 minh chứng" in said.replace("<b>", "").replace("</b>", "")
    assert send(school, "cô Đào", "", PICTURE + b"2", album="a1") == []
    assert send(school, "cô Đào", "", PICTURE + b"3", album="a1") == []
    kept = standing(school)
    assert len(kept) == 3
    assert len({piece.occurrence_id for piece in kept}) == 1
    school.says("cô Đào", "hoàn tác")
    assert standing(school) == []


def test_an_album_without_a_word_waits_for_one_answer(school: SampleSchool) -> None:
    (asked,) = send(school, "cô Đào", "", PICTURE, album="a2")
    assert "việc nào" in asked
    assert send(school, "cô Đào", "", PICTURE + b"2", album="a2") == []
    answered = school.says("cô Đào", "1")
    assert "2 minh chứng" in answered[0].text
    assert len(standing(school)) == 2


def test_a_criterion_that_does_not_exist_is_said_and_nothing_is_lost(
    school: SampleSchool,
) -> None:
    (said,) = send(school, "cô Đào", "V4 minh chứng tiêu chí 9.9", PICTURE)
    assert "không có tiêu chí 9.9" in said
    (piece,) = standing(school)
    assert piece.state == "waiting"
    assert piece.criterion == ""


def test_what_belongs_to_no_task_is_asked_about(school: SampleSchool) -> None:
    (asked,) = send(school, "cô Mai", "", PICTURE)
    assert "chưa rõ thuộc việc nào" in asked
    assert "Chưa rõ «đâu đó»" in school.says("cô Mai", "đâu đó")[0].text
    assert "tiêu chí 3.3" in school.says("cô Mai", "tiêu chí 3.3")[0].text
    (piece,) = standing(school)
    assert piece.criterion == "3.3"


def test_numbers_are_never_given_twice(school: SampleSchool) -> None:
    for number in range(3):
        send(school, "cô Đào", f"V4 ảnh {number}", PICTURE + bytes([number]))
    school.says("cô Mai", "xếp minh chứng")
    school.presses("cô Mai", "Xếp 1.6")
    assert codes(school) == ["[H1-1.6-01]"]
    school.says("cô Mai", "hoàn tác")
    assert codes(school) == []
    for _ in range(3):
        school.says("cô Mai", "xếp minh chứng")
        school.presses("cô Mai", "Xếp 1.6")
    assert codes(school) == ["[H1-1.6-02]", "[H1-1.6-03]", "[H1-1.6-04]"]


def test_one_piece_serves_several_criteria_under_one_code(school: SampleSchool) -> None:
    send(school, "cô Đào", "V4 ảnh", PICTURE)
    school.says("cô Mai", "xếp minh chứng")
    (said,) = school.says("cô Mai", "1.6, 3.5 và 1.10")
    assert "[H1-1.6-01]" in said.text
    for criterion in ("1.6", "3.5", "1.10"):
        rows = school.read(partial(evidence_rows, criteria_set=OLD, criterion=criterion))
        assert [row.code for row in rows] == ["[H1-1.6-01]"]
    assert len(school.read(lambda day: evidence_rows(day, OLD))) == 1


def test_what_must_not_be_stored_is_deleted(school: SampleSchool, tmp_path: Path) -> None:
    send(school, "cô Đào", "V4 hồ sơ viên chức", PICTURE)
    (piece,) = standing(school)
    place = FileStore(tmp_path / "files").path_of(piece.file_hash)
    assert place.exists()
    school.says("cô Mai", "xếp minh chứng")
    (said,) = school.says("cô Mai", "danh mục 1.7")
    assert "chỉ ghi danh mục" in said.text
    assert not place.exists()
    (piece,) = standing(school)
    assert piece.is_index
    assert piece.file_hash == ""
    assert "chưa ghi gì để bỏ" in school.says("cô Mai", "hoàn tác")[0].text


def test_a_schools_own_list_goes_on_with_its_numbers(school: SampleSchool) -> None:
    listed = (Path(__file__).parents[1] / "conversations" / "danh-muc-minh-chung.txt").read_bytes()
    school.platform.files["l"] = listed
    file = {"reference": "l", "name": "danh-muc.txt"}
    (asked,) = school.says("cô Mai", "", kind="file", files=[file])
    assert "4 dòng có mã" in asked.text
    (kept,) = school.presses("cô Mai", "Nhập danh mục")
    assert "thêm 3" in kept.text
    assert "[H1-1.6-02]" in kept.text
    send(school, "cô Đào", "V4 ảnh", PICTURE)
    school.says("cô Mai", "xếp minh chứng")
    school.presses("cô Mai", "Xếp 1.6")
    assert codes(school)[:3] == ["[H1-1.6-01]", "[H1-1.6-02]", "[H1-1.6-03]"]
    school.says("cô Mai", "", kind="file", files=[file])
    assert "3 mã đã có" in school.presses("cô Mai", "Nhập danh mục")[0].text


def test_everything_as_one_zip_with_names_safe_everywhere(
    school: SampleSchool, tmp_path: Path
) -> None:
    send(school, "cô Đào", "V4 =2+2 ../../a:b*c", PICTURE, name="x.png")
    school.says("cô Mai", "xếp minh chứng")
    school.presses("cô Mai", "Xếp 1.6")
    rows = school.read(lambda day: evidence_rows(day, OLD))
    files = FileStore(tmp_path / "files")
    with (tmp_path / "out.zip").open("wb") as out:
        assert write_zip(out, rows, lambda d: files.path_of(d).open("rb")) == (1, 0)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        listed, stored = archive.namelist()
        assert stored == "Tieu-chuan-1/Tieu-chi-1.6/H1-1.6-01 =2+2 .. .. a b c.png"
        assert archive.read(stored) == PICTURE
        text = archive.read(listed).decode("utf-8-sig")
    assert "'=2+2" in text
    files.forget(rows[0].file_hash)
    with (tmp_path / "again.zip").open("wb") as out:
        assert write_zip(out, rows, lambda d: files.path_of(d).open("rb")) == (0, 1)


@pytest.mark.parametrize(
    ("name", "wanted"), [("con", "_con"), ("a/b\\c", "a b c"), ("...", "_"), ("x\x00y. ", "x y")]
)
def test_safe_names(name: str, wanted: str) -> None:
    assert safe_name(name, 80) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[H1-1.1-01]", [f"{OLD} [H1-1.1-01]"]),
        ("h3 - 3.10 - 7", [f"{OLD} [H3-3.10-07]"]),
        ("H1.1.1.01", [f"{OLD} [H1-1.1-01]"]),
        ("(MC.1.1.01) và mc 4.2.12", [f"{NEW} (MC.1.1.01)", f"{NEW} (MC.4.2.12)"]),
        ("THCS 1.1", []),
    ],
)
def test_codes_as_people_write_them(text: str, wanted: list[str]) -> None:
    assert [f"{code.criteria_set} {code}" for code in find_codes(text)] == wanted


def test_both_codes_find_the_piece(school: SampleSchool) -> None:
    send(school, "cô Đào", "V4 ảnh", PICTURE)
    (piece,) = standing(school)

    def both(day: SchoolDay) -> None:
        deed = day.deed("file_evidence", Actor(piece.member_id, "fake"))
        for text in ("[H1-1.6-05]", "(MC.1.3.02)"):
            assert evidence.keep_code(deed, piece.evidence_id, find_codes(text)[0])
        assert not evidence.keep_code(deed, piece.evidence_id, find_codes("[H1-1.6-05]")[0])

    school.do(both)
    for text in ("H1-1.6-05", "MC.1.3.02"):
        (said,) = school.says("cô Mai", f"tìm minh chứng {text}")
        assert "[H1-1.6-05] (MC.1.3.02)" in said.text

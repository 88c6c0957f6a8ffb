"""A plan that holds what it should not: pupils are pointed out."""

from pathlib import Path

from nhacviec.sample import PLAN, sample_file
from storage.database import Database
from tests.school import SampleSchool


def with_pupils() -> bytes:
    listed = "\n".join(f"{n}\tNguyễn Văn An\t{n:02d}/03/2009\t10A1" for n in range(1, 6))
    return sample_file(PLAN).read_bytes() + f"\n\nDanh sách học sinh\n{listed}\n".encode()


def test_a_list_of_pupils_in_a_plan_is_pointed_out(database: Database, tmp_path: Path) -> None:
    school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    school.platform.files["kem"] = with_pupils()
    file = {"reference": "kem", "name": "ke-hoach-kem-hoc-sinh.txt"}
    said = school.says("thầy Nam", "", kind="file", files=[file])
    assert any("như tên học sinh" in prompt.text for prompt in said), said


def test_evidence_that_says_it_lists_pupils_is_pointed_out(school: SampleSchool) -> None:
    school.says("thầy Nam", "giao cô Hà nộp báo cáo hạn 5/12")
    school.presses("thầy Nam", "Giao")
    code = school.told("cô Hà")[-1].split("<b>")[1].split("</b>")[0]
    for name, is_said in (("danh-sach-hoc-sinh-10A1.pdf", True), ("bien-ban-hop.pdf", False)):
        school.platform.files[name] = b"%PDF-1.4 invented"
        file = {"reference": name, "name": name}
        said = school.says("cô Hà", code, kind="file", files=[file])
        assert ("học sinh" in said[-1].text) is is_said, said[-1]


def test_evidence_with_a_list_of_pupils_is_pointed_out_to_sender_and_office(
    school: SampleSchool,
) -> None:
    school.says("thầy Nam", "giao cô Hà nộp báo cáo hạn 5/12")
    school.presses("thầy Nam", "Giao")
    code = school.told("cô Hà")[-1].split("<b>")[1].split("</b>")[0]
    pupils = "\n".join(f"{n}\tNguyễn Văn An\t{n:02d}/03/2009\t10A1" for n in range(1, 6))
    school.platform.files["kem"] = f"Kết quả kiểm tra\n{pupils}\n".encode()
    file = {"reference": "kem", "name": "ket-qua.txt"}
    said = school.says("cô Hà", code, kind="file", files=[file])
    warned = [prompt.text for prompt in said if "như tên học sinh" in prompt.text]
    assert len(warned) == 1
    assert "5 dòng" in warned[0]
    office = [text for text in school.told("thầy Nam") if "như tên học sinh" in text]
    assert len(office) == 1
    assert "cô Hà" in office[0]
    assert "Nguyễn Văn An" not in office[0]


def test_evidence_without_pupils_is_taken_in_silence(school: SampleSchool) -> None:
    before = len(school.told("thầy Nam"))
    minutes = "Biên bản họp\nThành phần: đủ\nKết luận: nộp trước 5/12"
    school.platform.files["gon"] = minutes.encode()
    file = {"reference": "gon", "name": "bien-ban.txt"}
    said = school.says("cô Hà", "V1", kind="file", files=[file])
    assert not any("học sinh" in prompt.text for prompt in said)
    assert len(school.told("thầy Nam")) == before

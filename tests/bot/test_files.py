"""Files that are no plan: said what is wrong, kept as evidence when that is what they are."""

from tests.school import SampleSchool

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def test_a_picture_by_the_office_can_be_evidence(school: SampleSchool) -> None:
    school.platform.files["p"] = PICTURE
    file = {"reference": "p", "name": "bien-ban.png", "mime": "image/png"}
    (said,) = school.says("thầy Nam", "", kind="file", files=[file])
    assert "ảnh chụp" in said.text
    (asked,) = school.presses("thầy Nam", "Là minh chứng")
    assert "việc nào" in asked.text
    (kept,) = school.says("thầy Nam", "", kind="choice", choice=asked.choices[0].key)
    assert "minh chứng" in kept.text


def test_a_file_over_the_limit_says_so(school: SampleSchool) -> None:
    school.platform.too_big.add("p")
    file = {"reference": "p", "name": "ke-hoach.docx"}
    for name in ("thầy Nam", "cô Hà"):
        (said,) = school.says(name, "", kind="file", files=[file])
        assert "20 MB" in said.text


def test_two_teachers_are_two(school: SampleSchool) -> None:
    asked = school.says("thầy Nam", "hỏi tiếp")
    for _ in range(10):
        if "2 người" in asked[0].text:
            break
        asked = school.presses("thầy Nam", "Để sau")
    (said,) = school.says("thầy Nam", "thầy Tuấn")
    assert "chưa ghi gì" in said.text
    (said,) = school.says("thầy Nam", "thầy Tuấn, thầy Tuấn")
    assert "chưa ghi gì" in said.text
    (said,) = school.says("thầy Nam", "thầy Tuấn, cô Mai")
    assert "chưa ghi gì" not in said.text

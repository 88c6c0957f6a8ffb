"""Decisions in the words people use, on what waits; other lines decide nothing."""

import pytest

from tests.school import SampleSchool


@pytest.fixture
def asking(school: SampleSchool) -> SampleSchool:
    """Have V4 wait for the principal, asked to be put off from 31/1 to 10/2/2025."""
    school.says("cô Đào", "V4 xin lùi đến 10/2/2025")
    school.presses("cô Đào", "Đúng")
    return school


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("thầy duyệt", "10/02/2025"),
        ("thầy duyệt V4 nhé", "10/02/2025"),
        ("ok cho lùi", "10/02/2025"),
        ("đồng ý cho cô Đào lùi", "10/02/2025"),
        ("cho cô Đào", "10/02/2025"),
        ("V4 ok", "10/02/2025"),
        ("V4 được rồi cô", "10/02/2025"),
        ("thay thong nhat", "10/02/2025"),
        ("cho đến 5/2", "05/02/2025"),
        ("cho phép cô Đào lùi V4 đến hết tháng 2", "28/02/2025"),
        ("đồng ý nhưng chỉ đến 5/2 thôi", "05/02/2025"),
        ("duyệt hết", "10/02/2025"),
        ("/dongy V4", "10/02/2025"),
    ],
)
def test_a_request_is_granted(asking: SampleSchool, said: str, on: str) -> None:
    (kept,) = asking.says("thầy Nam", said)
    assert kept.text.startswith("Đã ghi: đồng ý đề nghị về V4, hạn mới")
    assert on in kept.text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("thầy không đồng ý V4", ""),
        ("không cho, sắp kiểm tra rồi", "sắp kiểm tra rồi"),
        ("thầy chưa đồng ý vì còn kịp", "vì còn kịp"),
        ("từ chối cô Đào", ""),
        ("V4 không duyệt", ""),
        ("không V4 vì còn kịp", "vì còn kịp"),
        ("bác bỏ", ""),
    ],
)
def test_a_request_is_refused(asking: SampleSchool, said: str, reason: str) -> None:
    (kept,) = asking.says("thầy Nam", said)
    assert kept.text.startswith("Đã ghi: chưa đồng ý đề nghị về V4")
    told = asking.told("cô Đào")[-1]
    assert f"«{reason}»" in told if reason else "«" not in told


@pytest.mark.parametrize(
    "said",
    [
        "duyệt V4 chưa",
        "duyệt V4 không?",
        "đã duyệt V4 chưa",
        "cô Đào có được lùi không",
        "duyệt V12",
        "cho cô Yến lùi",
        "V4 vướng chưa duyệt kinh phí",
        "thầy duyệt kinh phí V4 rồi",
        "V6 xong rồi",
        "V12 ok",
        "đồng ý nhưng chỉ thêm 2 ngày",
        "duyệt V4, V12 thì không",
        "mai duyệt V4",
        "tuần sau thầy duyệt",
        "được, thứ Sáu",
        "ok đến 20/6",
        "ok",
    ],
)
def test_another_line_decides_nothing(asking: SampleSchool, said: str) -> None:
    # Between the request and this line something else was asked of him: "ok" answers that.
    asking.says("thầy Nam", "bỏ V7")
    before = len(asking.told("cô Đào"))
    asking.says("thầy Nam", said)
    assert len(asking.told("cô Đào")) == before
    (shown,) = asking.says("thầy Nam", "chờ quyết")
    assert "lùi đến thứ Hai 10/02/2025" in shown.text


def test_who_has_nothing_to_decide_reports(asking: SampleSchool) -> None:
    (said,) = asking.says("cô Yến", "ok cho lùi V12")
    assert "xin lùi đến ngày nào" in said.text


class TestSeveral:
    @pytest.fixture
    def two(self, asking: SampleSchool) -> SampleSchool:
        """Have V12 wait beside V4."""
        asking.says("cô Yến", "V12 xin lùi đến 20/1/2026")
        asking.presses("cô Yến", "Đúng")
        return asking

    def test_who_is_named_is_meant(self, two: SampleSchool) -> None:
        (kept,) = two.says("thầy Nam", "cho cô Yến lùi nhé")
        assert "đề nghị về V12, hạn mới thứ Ba 20/01/2026" in kept.text

    def test_codes_are_granted_together(self, two: SampleSchool) -> None:
        (kept,) = two.says("thầy Nam", "duyệt V4 và V12")
        assert kept.text.startswith("Đã ghi: đồng ý V4, V12")

    @pytest.mark.parametrize(
        "said",
        [
            "thầy duyệt",
            "duyệt V4, không duyệt V12",
            "V4 ok còn V12 không đồng ý",
            "duyệt V4, V12 thì thôi",
        ],
    )
    def test_which_is_granted_is_looked_at(self, two: SampleSchool, said: str) -> None:
        (shown,) = two.says("thầy Nam", said)
        assert "quyết: 2" in shown.text

    def test_which_is_refused_is_asked(self, two: SampleSchool) -> None:
        (shown,) = two.says("thầy Nam", "thầy không đồng ý")
        assert shown.text.startswith("Có 2 đề nghị đang chờ")


class TestHandingOn:
    @pytest.fixture
    def declined(self, school: SampleSchool) -> SampleSchool:
        """Have V4 declined by who has it."""
        school.says("cô Đào", "V4 em xin không nhận")
        school.presses("cô Đào", "Đúng")
        return school

    @pytest.mark.parametrize(
        "said",
        ["đồng ý, giao cho cô Yến", "cho cô Yến làm thay", "thầy đồng ý giao V4 cho cô Yến"],
    )
    def test_it_is_granted_by_naming_who_does_it(self, declined: SampleSchool, said: str) -> None:
        (kept,) = declined.says("thầy Nam", said)
        assert "đồng ý đề nghị về V4, giao cô Yến, đã báo cô Đào" in kept.text
        assert "thầy Nam giao việc <b>V4</b>" in declined.told("cô Yến")[-1]

    def test_giving_it_to_another_grants_it(self, declined: SampleSchool) -> None:
        declined.says("thầy Nam", "giao V4 cho cô Yến")
        assert "cho cô Đào không nhận <b>V4</b>" in declined.told("cô Đào")[-1]
        (none,) = declined.says("thầy Nam", "chờ quyết")
        assert none.text.startswith("Hiện không có đề nghị nào")
        declined.says("thầy Nam", "hoàn tác")
        assert "đang chờ quyết lại" in declined.told("cô Đào")[-1]
        (again,) = declined.says("thầy Nam", "chờ quyết")
        assert "không nhận <b>V4</b>" in again.text

    def test_whoever_was_proposed_or_another(self, school: SampleSchool) -> None:
        school.says("cô Đào", "nhờ cô Yến làm thay em V4")
        school.presses("cô Đào", "Đúng")
        (kept,) = school.says("thầy Nam", "đồng ý nhưng giao thầy Tài")
        assert "giao thầy Tài" in kept.text
        assert "giao việc <b>V4</b>" in school.told("thầy Tài")[-1]

"""From a tap to a file in chat: made once, apart, in the child; lost by nobody."""

import io
from pathlib import Path

import docx
import pytest

from followup.open_feed import open_feed
from followup.ports import Prompt
from nhacviec.feed import feed
from reports import exports
from storage.history import Actor
from tests.papers.papers import shown_docx, shown_ics
from tests.school import SampleSchool
from tests.workshops import shared_workshop

REPORT = Path("texts/vi/papers/bao-cao.docx")


@pytest.fixture
def making(school: SampleSchool) -> SampleSchool:
    """Give the school with a workshop that makes."""
    school.engine.makes_papers(shared_workshop().make)
    return school


def content(school: SampleSchool, prompt: Prompt) -> bytes:
    (file,) = prompt.attachments
    return school.files.joinpath(file.reference).read_bytes()


def template(*words: str) -> bytes:
    document = docx.Document()
    for line in words:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sends_template(school: SampleSchool, name: str, data: bytes, words: str) -> list[Prompt]:
    school.platform.files["mau"] = data
    file = {"reference": "mau", "name": name}
    return school.says("thầy Nam", words, kind="file", files=[file])


def test_a_tap_brings_the_document(making: SampleSchool) -> None:
    making.says("thầy Nam", "văn bản")
    ordered, ready = making.presses("thầy Nam", "Tuần .docx")
    assert "Đang làm" in ordered.text
    assert ready.attachments[0].name == "bao-cao-10-02-2025-den-14-02-2025.docx"
    assert "BÁO CÁO" in shown_docx(content(making, ready))


def test_the_friday_summary_goes_under_its_picture(making: SampleSchool) -> None:
    making.forward("2025-02-21 16:00")
    weekly = [p for _, p in making.platform.sent if p.text.startswith("<b>Tuần 17/02")]
    (prompt,) = weekly
    (file,) = prompt.attachments
    assert file.mime == "image/png"
    assert content(making, prompt).startswith(b"\x89PNG")
    assert len(prompt.text) < 1024


def test_without_a_picture_the_words_still_go(school: SampleSchool) -> None:
    school.forward("2025-02-21 16:00")
    weekly = [p for _, p in school.platform.sent if p.text.startswith("<b>Tuần 17/02")]
    assert [p.attachments for p in weekly] == [()]


def test_what_could_not_be_made_is_said(school: SampleSchool) -> None:
    _, said = school.says("thầy Nam", "ảnh tuần")
    assert "Chưa làm được" in said.text
    assert "số liệu vẫn còn nguyên" in said.text


def test_what_was_taken_and_left_is_made_again(making: SampleSchool) -> None:
    calls: list[str] = []

    def dies(function: str, *args: object) -> dict[str, object]:
        del args
        calls.append(function)
        raise SystemExit(1)

    making.engine.makes_papers(dies)
    with pytest.raises(SystemExit):
        making.says("thầy Nam", "ảnh tuần")
    assert calls == ["make_picture"]
    making.engine.makes_papers(shared_workshop().make)
    making.wait(minutes=3)
    sent = [p for _, p in making.platform.sent if p.attachments]
    assert len(sent) == 1


def test_a_school_replaces_a_template(making: SampleSchool) -> None:
    own = template(
        "{{ ten_truong }} xin báo cáo", "{% for v in viec_can_xu_ly %}{{ v.ma }} {% endfor %}"
    )
    _, ready = sends_template(making, "mau.docx", own, "mẫu báo cáo")
    assert shown_docx(content(making, ready)) == "TRƯỜNG MẪU xin báo cáo\nV2 V3\n"
    assert "Mẫu của trường" not in ready.text


BROKEN = (
    (template("{{ ten_truongg }}"), ("field", "ten_truongg")),
    (template("{{ ten_truong"), ("sign", "{{ ten_truong")),
    (template("{% for v in viec_xong %}{{ v.ma }}"), ("sign", "{{ v.ma }}")),
    (template("{{ ten_truong.__class__.__mro__ }}"), ("field", "__class__")),
    (b"PK\x03\x04 not a document", ("file", "")),
)


@pytest.mark.parametrize(("data", "fault"), BROKEN)
def test_what_is_broken_in_a_template_is_named(data: bytes, fault: tuple[str, str]) -> None:
    context = {"ten_truong": "X", "viec_xong": []}
    told = exports.make_docx("bao-cao", data, context)
    assert (told["fault"], told["detail"]) == fault


def test_in_place_of_a_broken_template_ours_is_used(making: SampleSchool) -> None:
    _, ready = sends_template(making, "mau.docx", template("{{ ten_truongg }}"), "mẫu báo cáo")
    assert "ô «ten_truongg»" in ready.text
    assert "theo mẫu chung" in ready.text
    assert "I. Kết quả chung" in shown_docx(content(making, ready))


def test_a_template_that_is_no_word_file_is_refused(making: SampleSchool) -> None:
    (refused,) = sends_template(making, "mau.pdf", b"%PDF-1.7", "mẫu báo cáo")
    assert ".docx" in refused.text


def test_our_own_template_is_accepted_as_a_schools(making: SampleSchool) -> None:
    _, ready = sends_template(making, "bao-cao.docx", REPORT.read_bytes(), "mẫu báo cáo")
    assert "Mẫu của trường" not in ready.text


def test_a_teacher_gets_the_own_calendar_only(making: SampleSchool) -> None:
    _, ready = making.says("cô Đào", "lịch")
    shown = shown_ics(content(making, ready))
    assert "V3 Lắp đèn" in shown
    assert "V2" not in shown


def test_a_feed_is_known_by_its_secret_alone(making: SampleSchool) -> None:
    member = making.member("cô Đào")
    actor = Actor(member.member_id, "fake")
    make, now = shared_workshop().make, making.clock.now()
    first = making.do(lambda day: open_feed(day, actor, member))
    assert len(first) >= 43
    shown = feed(making.database, first, now, make)
    assert shown is not None
    assert "V3 Lắp đèn" in shown_ics(shown)
    second = making.do(lambda day: open_feed(day, actor, member))
    assert feed(making.database, first, now, make) is None
    assert feed(making.database, second, now, make) is not None
    assert feed(making.database, second + "x", now, make) is None


def test_a_template_of_both_reviews_serves_the_year_until_it_has_its_own(
    making: SampleSchool,
) -> None:
    both = template("Cả hai: {% for v in ket_qua_tung_viec %}{{ v.ma }} {{ v.han }} {% endfor %}")
    sends_template(making, "mau.docx", both, "mẫu sơ kết")
    making.says("thầy Nam", "văn bản")
    _, ready = making.presses("thầy Nam", "Tổng kết .docx")
    assert shown_docx(content(making, ready)).startswith("Cả hai: V1 31/12/2024")
    own = template("Cuối năm: {% for v in ket_qua_tung_viec %}{{ v.muc_do }}{% endfor %}")
    _, ready = sends_template(making, "mau.docx", own, "mẫu tổng kết")
    assert shown_docx(content(making, ready)).startswith("Cuối năm:")

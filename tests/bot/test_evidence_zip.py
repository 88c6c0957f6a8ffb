"""All evidence as one archive from chat: in the chat, by an address, or part by part."""

import io
import zipfile
from pathlib import Path

import pytest

from bot import papers as making
from followup.ports import Prompt
from tests.bot.test_evidence import PICTURE, send
from tests.school import SampleSchool


@pytest.fixture
def filed(school: SampleSchool) -> SampleSchool:
    """Give a school with two pieces filed, under 1.6 and 3.3, and one that waits."""
    school.imports_the_sample_plan()
    send(school, "cô Đào", "V4 biên bản kiểm kê", PICTURE)
    send(school, "cô Đào", "V4 ảnh phòng máy", PICTURE + b"1")
    send(school, "cô Đào", "V4 ảnh sân trường", PICTURE + b"2")
    school.says("cô Mai", "xếp minh chứng")
    school.says("cô Mai", "1.6")
    school.says("cô Mai", "xếp minh chứng")
    school.says("cô Mai", "3.3")
    return school


def names(school: SampleSchool, prompt: Prompt) -> list[str]:
    (file,) = prompt.attachments
    content = school.files.joinpath(file.reference).read_bytes()
    return sorted(zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_one_line_brings_every_file_in_its_folder(filed: SampleSchool) -> None:
    ordered, ready = filed.says("cô Mai", "xuất minh chứng")
    assert "Đang làm" in ordered.text
    listed, *folders = names(filed, ready)
    folders.append(listed)
    assert sorted(name.partition("/")[0] for name in folders) == [
        "Tieu-chuan-1",
        "Tieu-chuan-3",
        "danh-muc-minh-chung.csv",
    ]
    assert "Còn 1 minh chứng chờ xếp" in ready.text
    assert ready.attachments[0].mime == "application/zip"


def test_one_standard_or_criterion_alone(filed: SampleSchool) -> None:
    _, ready = filed.says("cô Mai", "xuất minh chứng tiêu chuẩn 3")
    assert [name.partition("/")[0] for name in names(filed, ready)] == [
        "Tieu-chuan-3",
        "danh-muc-minh-chung.csv",
    ]
    assert ready.attachments[0].name == "minh-chung-2024-2025-3.zip"
    _, ready = filed.says("cô Mai", "xuất minh chứng 1.6")
    assert "Tieu-chuan-1" in names(filed, ready)[0]


def test_nothing_filed_is_said_and_what_to_do(filed: SampleSchool) -> None:
    _, said = filed.says("cô Mai", "xuất minh chứng 5")
    assert "Chưa có minh chứng nào được xếp mã" in said.text
    (said,) = filed.says("cô Hà", "xuất minh chứng")
    assert "người phụ trách" in said.text


def test_what_is_too_much_for_one_file_is_said(
    filed: SampleSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_BYTES", 10)
    _, said = filed.says("cô Mai", "xuất minh chứng")
    assert "từng tiêu chuẩn" in said.text
    assert not said.attachments


def test_a_file_that_is_gone_is_counted(filed: SampleSchool) -> None:
    held = [path for path in Path(filed.files).glob("??/*") if path.read_bytes() == PICTURE]
    held[0].unlink()
    _, ready = filed.says("cô Mai", "xuất minh chứng")
    assert "1 tệp không còn trong kho" in ready.text

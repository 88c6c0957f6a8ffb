"""A school's own wording takes the place of the standard, and does no harm when it is broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.school import SampleSchool
from tests.texts.samples import samples
from texts.messages.joining import Stranger
from texts.messages.staff import HourSet
from texts.render import render, somebody
from texts.wording import lay, own_words


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "wording" / "1").mkdir(parents=True)
    yield tmp_path / "wording"
    lay(tmp_path / "nothing")


def laid(folder: Path, name: str, text: str | bytes) -> tuple[str, str, int]:
    place = folder / "1" / name
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    (one,) = lay(folder)
    place.unlink()
    return one.why, one.detail, one.line


def test_what_a_school_words_itself_is_used_for_it_alone(folder: Path) -> None:
    (folder / "1" / "stranger.j2").write_text("Xin chào,\n   đây là trường Sông Xanh.\n", "utf-8")
    lay(folder)
    assert own_words(1, Stranger()) == "Xin chào,\nđây là trường Sông Xanh."
    assert own_words(2, Stranger()) is None
    assert own_words(None, Stranger()) is None
    assert own_words(1, next(samples(HourSet))) is None


def test_a_broken_one_is_refused_with_its_line(folder: Path) -> None:
    assert laid(folder, "stranger.j2", "Chào\n{% if %}")[0::2] == ("wording_broken", 2)
    assert laid(folder, "stranger.j2", "Chào {{ ten }}")[:2] == ("wording_name", "ten")
    assert laid(folder, "khong_co.j2", "Chào")[0] == "wording_unknown"
    assert laid(folder, "_macros.j2", "Chào")[0] == "wording_unknown"
    assert laid(folder, "stranger.j2", b"\xff\xfe")[0] == "wording_unreadable"
    assert laid(folder, "stranger.j2", "a" * 20_001)[0] == "wording_large"
    assert laid(folder, "hour_set.j2", "{{ who|call }} {{ hour|khong }}")[0] == "wording_broken"


def test_one_that_fails_on_a_message_gives_way_to_the_standard(folder: Path) -> None:
    (folder / "1" / "hour_set.j2").write_text("{{ hour.khong_co.gi_ca }}", "utf-8")
    lay(folder)
    assert own_words(1, next(samples(HourSet))) is None


def test_a_template_reaches_nothing_but_its_message(folder: Path) -> None:
    trick = "{{ who.__class__.__mro__[1].__subclasses__() }}"
    (folder / "1" / "hour_set.j2").write_text(trick, "utf-8")
    lay(folder)
    assert own_words(1, next(samples(HourSet))) is None


def test_what_people_wrote_is_escaped_in_it_too(folder: Path) -> None:
    (folder / "1" / "hour_set.j2").write_text("{{ hour }}", "utf-8")
    lay(folder)
    assert own_words(1, HourSet(somebody(), "<b>x", ok=True)) == "&lt;b&gt;x"


def test_a_digest_and_an_answer_are_worded_by_it(
    folder: Path, database: Database, tmp_path: Path
) -> None:
    school = SampleSchool(database, tmp_path, "2024-12-02 09:00")
    own = folder / str(school.school_id)
    own.mkdir(exist_ok=True)
    (own / "hour_set.j2").write_text("Giờ nhắc của trường mình: {{ hour }}.", "utf-8")
    lay(folder)
    (said,) = school.says("cô Hà", "giờ 07:15")
    assert said.text == "Giờ nhắc của trường mình: 07:15."
    assert "Giờ nhắc của trường mình" not in render(next(samples(HourSet)))

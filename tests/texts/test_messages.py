"""Every message has its template, and every rendered one speaks as voice.md says."""

import re
import unicodedata
from pathlib import Path
from textwrap import wrap

import pytest
from jinja2 import meta

from tests.conversations.player import FOLDER
from tests.texts.samples import kinds, samples
from texts.messages.base import Message
from texts.render import environment, plain, render, template_name

VI = Path(__file__).parents[2] / "texts" / "vi"
NEVER = ("bạn", "yêu cầu", "phải", "cảnh báo", "vi phạm", "đôn đốc", "chưa làm xong", "!", "⚠")
LINES, WIDTH = 12, 40
# A date has its weekday, a range its "Tuần"; a count such as 12/12 is no date.
WEEKDAY_OR_COUNT = (
    r"(thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật|Tuần|-|từ|tham gia|nộp|thành|xong|đủ|giai đoạn)$"
)
# Longer by their nature: the paragraph a school posts, and the consent that the law wants whole.
LONGER = {"SchoolCode", "Consent"}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_fields_and_template_agree(kind: type[Message]) -> None:
    source = (VI / template_name(kind)).read_text("utf-8")
    used = meta.find_undeclared_variables(environment().parse(source)) - {"label", "m"}
    assert used == set(kind.__struct_fields__)


def test_every_template_belongs_to_a_message() -> None:
    templates = {place.name for place in VI.glob("*.j2") if not place.name.startswith("_")}
    assert templates == {template_name(kind) for kind in kinds()}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_message_keeps_the_voice(kind: type[Message]) -> None:
    for message in samples(kind):
        faults = faults_of(plain(render(message)), longer=kind.__name__ in LONGER)
        assert not faults, f"{faults}: {render(message)}"


@pytest.mark.parametrize("name", sorted(p.name for p in FOLDER.glob("*.txt")))
def test_what_was_said_in_the_transcripts_keeps_the_voice(name: str) -> None:
    for said in said_in((FOLDER / name).read_text("utf-8")):
        assert not faults_of(said, longer=True), said


def said_in(transcript: str) -> list[str]:
    """Give what the bot said: the indented lines under each header, without the buttons."""
    blocks: list[list[str]] = []
    for line in transcript.splitlines():
        if "→" in line and not line.startswith(" "):
            blocks.append([])
        elif line.startswith("  ") and not line.startswith("  [") and blocks:
            blocks[-1].append(line.strip())
    return ["\n".join(block) for block in blocks]


def faults_of(text: str, *, longer: bool = False) -> list[str]:
    """List what in a text the voice forbids."""
    own = re.sub(r"«[^»]*»", "", text)
    found = [word for word in NEVER if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", own.lower())]
    if own.count(" ạ") > 1:
        found.append("ạ twice")
    if unicodedata.normalize("NFC", text) != text:
        found.append("not NFC")
    for day in re.finditer(r"(?<![\d/-])\d\d/\d\d(?:/\d{4})?(?![\d/])", own):
        before = own[: day.start()].rstrip()
        if not re.search(WEEKDAY_OR_COUNT, before):
            found.append(f"{day[0]} without its weekday")
    lines = [part for line in text.splitlines() for part in wrap(line, WIDTH) or [""]]
    if not longer and len(lines) > LINES:
        found.append(f"{len(lines)} lines")
    return found

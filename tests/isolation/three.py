"""Three schools with the same names and codes; only a mark in what each wrote tells them apart."""

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from nhacviec.sample import PLAN, chat_of, open_sample, sample_file
from storage import tables
from storage.database import Database, Tx
from tests.house.test_house import NO_SCHOOL
from tests.school import SampleSchool

MARKS = ("Aquila", "Borealis", "Cygnus")
PHOTO = b"\xff\xd8\xff\xe0 "
WITH_SCHOOL = {t.name for t in tables.metadata.sorted_tables if "school_id" in t.columns}
_TABLE = re.compile(r"\b(?:FROM|JOIN|UPDATE)\s+(\w+)", re.IGNORECASE)


class Three(SampleSchool):
    """The three; what is said and looked at is for the one chosen."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder, "2024-12-02 09:00")
        more = [database.write(partial(self._opened, number)) for number in (1, 2)]
        self.numbers = (self.school_id, *more)
        for mark in MARKS:
            with self.of(mark):
                self._fill(mark)

    def _opened(self, number: int, tx: Tx) -> int:
        # A name is a school's own; everything in it may be called the same.
        return open_sample(tx, f"Trường mẫu {number}", self.bot.bot_id, self.clock.now())

    @contextmanager
    def of(self, mark: str) -> Iterator["Three"]:
        """Speak for the school of a mark."""
        before = self.school_id
        self.school_id = self.numbers[MARKS.index(mark)]
        yield self
        self.school_id = before

    def _fill(self, mark: str) -> None:
        self.platform.files[mark] = marked_plan(mark)
        sent = {"kind": "file", "files": [{"reference": mark, "name": PLAN}]}
        self.says("thầy Nam", "", **sent)
        self.presses("thầy Nam", "Nhận kế hoạch")
        self.presses("thầy Nam", "Để sau")
        self.says("thầy Nam", "bắt đầu nhắc")
        photo = f"{mark}-anh"
        self.platform.files[photo] = PHOTO + mark.encode()
        named = {"reference": photo, "name": f"{mark}.jpg", "mime": "image/jpeg"}
        self.says("cô Đào", f"V4 ảnh {mark}", kind="photo", files=[named])
        self.says("cô Mai", "xếp minh chứng")
        self.says("cô Mai", "1.6")
        self.says("cô Đào", f"V4 vướng: chờ {mark}")
        self.says("cô Đào", f"chi V4 8tr nguồn {mark}")
        self.says("cô Đào", f"V4 làm theo mẫu {mark} nào ạ?")
        self.says("cô Đào", f"xin lùi V4 đến 28/2/2025 vì {mark}")
        self.presses("cô Đào", "Đúng")

    def keys_of(self, mark: str) -> set[str]:
        """Give every button that the people of a school were sent."""
        with self.of(mark):
            members = self.read(lambda day: day.staff.members)
        chats = {chat_of(member.member_id) for member in members}
        return {c.key for chat, said in self.platform.sent if chat in chats for c in said.choices}


def marked_plan(mark: str) -> bytes:
    """Give the sample plan with a mark in the words of each task."""
    lines = sample_file(PLAN).read_text("utf-8").splitlines()
    for place, line in enumerate(lines):
        cells = line.split("\t")
        if len(cells) > 3 and cells[1].startswith("Tiêu chí "):
            cells[2] = f"{mark} {cells[2]}"
            lines[place] = "\t".join(cells)
    return "\n".join(lines).encode()


def others(mark: str) -> tuple[str, ...]:
    """Give the marks that must not show."""
    return tuple(one for one in MARKS if one != mark)


@contextmanager
def statements_without_school(database: Database) -> Iterator[set[str]]:
    """Collect the functions of storage/ whose statements reach a school's rows without a school.

    A name that ends in _all_schools, and the modules of the installation, say so themselves.
    """
    found: set[str] = set()

    def look(*said: Any) -> None:
        statement = str(said[2])
        reached = WITH_SCHOOL & set(_TABLE.findall(statement))
        _, _, where = statement.partition("WHERE")
        if reached and "school_id" not in where:
            found.update(_function(statement))

    event.listen(database.engine, "before_cursor_execute", look)
    yield found
    event.remove(database.engine, "before_cursor_execute", look)


def _function(statement: str) -> Iterator[str]:
    """Name the function of storage/ that runs it; nothing when it says that it looks at all."""
    names = [
        (Path(frame.filename).stem, frame.name)
        for frame in reversed(traceback.extract_stack())
        if Path(frame.filename).parent.name == "storage"
        and Path(frame.filename).stem != "database"
    ]
    names = [(room, name) for room, name in names if room != "database"]
    told = any(name.endswith("_all_schools") or room in NO_SCHOOL for room, name in names)
    if not told:
        room, name = names[0] if names else ("", "elsewhere")
        yield f"{room}.{name}: {statement[:200]}"

"""The disk fills up while a morning goes out; once there is room again nothing is lost."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from followup.ask_upload import ask_upload
from nhacviec.pages import Pages as PagesOf
from nhacviec.settings import Settings
from nhacviec.site import make_site
from storage import bots, evidence
from storage.database import Database
from storage.files import FileStore
from storage.school_day import SchoolDay
from tests.databases import fresh_sqlite
from tests.faults.ground import Ground, passes
from tests.loopback import Loopback
from tests.rights.test_province import joins, says
from tests.school import SampleSchool
from tests.telegram_server import TelegramServer
from tests.workshops import shared_workshop
from web.app import application

MEGABYTE = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of a few megabytes; only root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    place = tmp_path / "small"
    place.mkdir()
    size = ["-o", "size=6m"]
    made = subprocess.run(  # noqa: S603 - our own folder
        ["/bin/mount", "-t", "tmpfs", *size, "tmpfs", str(place)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount a small file system")
    yield place
    subprocess.run(["/bin/umount", "-l", str(place)], check=True)  # noqa: S603 - as above


PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(7 * MEGABYTE)


def sends_photo(school: SampleSchool, words: str) -> str:
    """Let cô Đào send a photo that is larger than the disk; gives what she is answered."""
    school.platform.files["anh"] = PHOTO
    files = [{"reference": "anh", "name": "anh.jpg"}]
    return "\n".join(one.text for one in school.says("cô Đào", words, kind="photo", files=files))


def pieces(school: SampleSchool) -> int:
    return school.read(lambda day: len(evidence.standing(day.tx, day.school_id)))


def test_a_file_that_the_disk_has_no_room_for(
    database: Database, small_disk: Path, tmp_path: Path
) -> None:
    school = SampleSchool(database, small_disk, "2024-12-20 07:00")
    school.imports_the_sample_plan()
    assert "hết chỗ chứa" in sends_photo(school, "V4")
    assert pieces(school) == 0
    assert not list(small_disk.rglob("tmp*")), "what was begun is cleared away"
    # Whoever sends no file notices nothing.
    assert "V4" in school.says("cô Đào", "việc")[0].text
    (tmp_path / "room").mkdir()
    school.files.rename(small_disk / "before")
    school.files.symlink_to(tmp_path / "room")
    assert "hết chỗ chứa" not in sends_photo(school, "V4")
    assert pieces(school) == 1


def test_what_an_officer_asks_for_is_noted_while_the_disk_is_full(
    database: Database, small_disk: Path
) -> None:
    school = SampleSchool(database, small_disk, "2024-12-20 07:00")
    school.engine.makes_papers(shared_workshop().make)
    joins(school)
    full = small_disk / "full"
    with suppress(OSError):
        full.write_bytes(PHOTO)
    assert "Chưa làm được tệp" in says(school, "/dulieu")
    full.unlink()
    assert "tệp này" in says(school, "/dulieu")


def test_a_file_handed_in_on_the_page_while_the_disk_is_full(
    database: Database, small_disk: Path, tmp_path: Path
) -> None:
    school = SampleSchool(database, small_disk, "2024-12-20 07:00")
    settings = Settings.model_validate({"NHACVIEC_DATA_DIR": small_disk})
    beside = PagesOf(settings, database, school.clock, "", lambda: None)
    workshop = shared_workshop()
    site = make_site(
        school.engine, (FileStore(school.files), workshop.make, workshop.read), "", lambda: None
    )
    who = school.member("cô Đào")

    def asked(day: SchoolDay) -> str:
        address = bots.open_address(day.tx, day.school_id, who.member_id)
        assert address is not None
        return ask_upload(day, who, address, "V4").token

    token = school.do(asked)
    files = {"file": ("anh.jpg", PHOTO, "image/jpeg")}
    with (
        Loopback(application(asyncio.run(beside.routes(site)))) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        answer = client.post(f"/u/{token}", files=files)
        assert (answer.status_code, "hết chỗ chứa" in answer.text) == (507, True)
        (tmp_path / "room").mkdir()
        school.files.rename(small_disk / "before")
        school.files.symlink_to(tmp_path / "room")
        again = client.post(f"/u/{token}", files=files)
        assert (again.status_code, "Đã nhận tệp" in again.text) == (200, True)
        assert client.post(f"/u/{token}", files=files).status_code == 404


@pytest.mark.timeout(300)
def test_a_full_disk(server: TelegramServer, small_disk: Path) -> None:
    with fresh_sqlite(small_disk) as database:
        ground = Ground(server, database, small_disk, people=90)
        try:
            ground.service.start()
            ground.waits(lambda: ground.states()["SENT"] > 5)
            filler = small_disk / "filler"
            with filler.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"\0" * (MEGABYTE // 16))
                except OSError:
                    pass
            passes(4)
            filler.unlink()
            ground.people[0].says("việc của tôi")
            ground.settles()
            assert ground.service.ends() == 0
        finally:
            ground.service.kill()
        ground.law(most_held=5)

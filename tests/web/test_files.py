"""Files by signed addresses: fetched while they last, by nobody who made one up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from followup.file_links import LASTING, FileLinks
from followup.ports import Attachment
from storage.files import FileStore, place_of
from tests.loopback import Loopback
from tests.school import at
from web.app import application
from web.files import files

NOW = at("2024-12-02 09:00")
PNG = b"\x89PNG a picture"


class Served:
    def __init__(self, folder: Path) -> None:
        self.now = NOW
        store = FileStore(folder / "files")
        self.picture = Attachment(place_of(store.keep(PNG)), "tuần 49.png", "image/png")
        self.page = Attachment(place_of(store.keep(b"<script>")), "x.html", "text/html")
        (folder / "secret.txt").write_text("mật")
        links = FileLinks("", b"k" * 32)
        route = files("/nv", links, folder / "files", self._now)
        self.loopback = Loopback(application([route]))

    def _now(self) -> datetime:
        return self.now

    @property
    def links(self) -> FileLinks:
        return FileLinks(f"{self.loopback.url}/nv", b"k" * 32)

    def get(self, url: str) -> httpx.Response:
        with httpx.Client(trust_env=False) as client:
            return client.get(url)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    with made.loopback:
        yield made


def test_a_picture_is_shown_and_anything_else_is_saved(served: Served) -> None:
    answer = served.get(served.links.address_of(served.picture, NOW))
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = served.get(served.links.address_of(served.page, NOW))
    assert page.headers["content-disposition"].startswith("attachment")


def test_an_address_ends(served: Served) -> None:
    address = served.links.address_of(served.picture, NOW)
    served.now = NOW + LASTING - timedelta(hours=2)
    assert served.get(address).status_code == 200
    served.now = NOW + LASTING
    assert served.get(address).status_code == 404


def test_nobody_makes_one_up(served: Served) -> None:
    address = served.links.address_of(served.picture, NOW)
    other = FileLinks(f"{served.loopback.url}/nv", b"q" * 32).address_of(served.picture, NOW)
    outside = Attachment("../secret.txt", "secret.txt", "text/plain")
    gone = Attachment("ab/khong-co", "x.png", "image/png")
    head, _, tail = address.partition("/f/")
    bad = [
        other,
        served.links.address_of(outside, NOW),
        served.links.address_of(gone, NOW),
        f"{head}/f/{tail[:10]}{'A' if tail[10] != 'A' else 'B'}{tail[11:]}",
        f"{head}/f/{tail.split('.')[0]}/x.png",
        f"{head}/f/..%2f..%2fsecret.txt/x",
        f"{head}/f/%00/x",
        f"{head}/f/./x",
    ]
    assert [served.get(url).status_code for url in bad] == [404] * len(bad)


def test_without_a_public_address_there_is_none() -> None:
    assert FileLinks("", b"k").address_of(Attachment("a", "b"), NOW) == ""

"""The sample school's pages over real HTTP, and browsers that are in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from followup.enter import offer_entry
from nhacviec.site import make_site
from storage.database import Database
from storage.files import FileStore
from storage.history import Actor
from tests.loopback import Loopback
from tests.school import SampleSchool
from tests.workshops import shared_workshop
from web.app import application
from web.forms import CSRF
from web.site import ReadSigned, Site
from web.site_routes import site_routes


class Pages:
    """A sample school whose pages are served; its clock stands still."""

    def __init__(self, school: SampleSchool, site: Site, url: str) -> None:
        self.school = school
        self.site = site
        self.url = url
        self._opened: list[Browser] = []

    def close(self) -> None:
        for browser in self._opened:
            browser.client.close()

    def link(self, name: str) -> str:
        """Give the secret of a new link of somebody."""
        who = self.school.member(name)
        return self.school.do(lambda day: offer_entry(day, Actor(who.member_id, "fake"), who))

    def browser(self, name: str = "") -> "Browser":
        """Give a browser, in as somebody when a name is given."""
        made = Browser(self.url)
        self._opened.append(made)
        if name:
            answer = made.post_alone("/vao", ma=self.link(name))
            assert answer.status_code == 303
        return made


class Browser:
    """Keeps cookies, and sends what a browser sends beside a form."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, trust_env=False)
        self._own = {"origin": url, "sec-fetch-site": "same-origin"}

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def proof(self, path: str = "/") -> str:
        """Find the proof that the forms of a page carry."""
        return self.get(path).text.split(f'name="{CSRF}" value="')[1].split('"')[0]

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of our own page."""
        return self.post_alone(path, **{CSRF: self.proof(), **fields})

    def post_alone(self, path: str, *, files: Any = None, **fields: str) -> httpx.Response:
        """Send a form without the proof."""
        return self.client.post(path, data=fields, files=files, headers=self._own)


@contextmanager
def served(
    database: Database,
    folder: Path,
    start: str = "2024-12-20 07:00",
    *,
    read_signed: ReadSigned = lambda _text, _now: None,
    changed: Callable[[], None] = lambda: None,
) -> Iterator[Pages]:
    """Serve the sample school with its plan imported."""
    school = SampleSchool(database, folder, start)
    school.imports_the_sample_plan()
    workshop = shared_workshop()
    school.engine.makes_papers(workshop.make)
    tools = (FileStore(school.files), workshop.make, workshop.read)
    site = make_site(school.engine, tools, "http://127.0.0.1", changed, read_signed)
    with Loopback(application(site_routes(site))) as server:
        pages = Pages(school, site, server.url)
        yield pages
        pages.close()

"""Nothing of one school shows in another: commands, buttons, pages, files, documents, exports."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pdfplumber
import pytest
from sqlalchemy import select
from starlette.routing import Route

from bot.dispatch import Answered
from bot.table import COMMANDS
from followup.file_evidence import set_of
from nhacviec.site import make_site
from plan.rights import Kind, Role, table
from reports.evidence_list import evidence_rows
from reports.papers.offered import OFFERED
from storage import history, tables, tasks
from storage.database import Database
from storage.files import FileStore
from tests.isolation.three import MARKS, Three, others, statements_without_school
from tests.loopback import Loopback
from tests.rights.test_played import Table
from tests.web.pages import Browser, Pages
from tests.workshops import shared_workshop
from texts.messages.replies import NotYours
from texts.render import render
from web.app import application
from web.site_routes import site_routes

# What commands are asked about: the same in every school.
ABOUT = ("", "V4", "3.1", "cô Đào")
# Numbers of rows: every row that a page of a school may be about has one of them.
ROWS = range(1, 70)
PLACE = re.compile(r"{(\w+)}")


@pytest.fixture
def three(database: Database, tmp_path: Path) -> Three:
    return Three(database, tmp_path)


def test_no_command_shows_another_school(three: Three) -> None:
    seen = ""
    with statements_without_school(three.database) as without:
        for mark in MARKS:
            with three.of(mark):
                played = Table(three)
                for name in ("thầy Nam", "cô Đào"):
                    said = "\n".join(everything(played, name))
                    assert not [other for other in others(mark) if other in said]
                    seen += said
    assert all(seen.count(mark) > 50 for mark in MARKS)
    assert not without


def test_a_statement_without_a_school_is_noticed(database: Database) -> None:
    with statements_without_school(database) as without:
        database.read(lambda tx: tx.execute(select(tables.tasks)).all())
        database.read(lambda tx: tasks.list_live(tx, 1))
    assert [found.partition(":")[0] for found in without] == [".elsewhere"]


def everything(played: Table, name: str) -> Iterator[str]:
    for command in COMMANDS:
        for about in ABOUT:
            for one in played.types(name, f"/{command.name} {about}".strip()):
                yield shown(one)


def shown(one: Answered) -> str:
    """Give all that a person sees of an answer: its words, its buttons, its files."""
    labels = [option.label for row in one.say.rows for option in row]
    files = [f"{file.name} {file.reference}" for file in one.say.attachments]
    return "\n".join([render(one.say.message), *labels, *files])


def test_no_button_of_another_school_does_anything(three: Three) -> None:
    foreign = {key for mark in MARKS[1:] for key in three.keys_of(mark)}
    own = three.keys_of(MARKS[0])
    assert len(foreign) > len(own) > 10
    assert not foreign & own
    played = Table(three)
    for key in sorted(foreign):
        for name in ("thầy Nam", "cô Đào"):
            (said,) = played.presses_key(name, key)
            assert isinstance(said.say.message, NotYours)


def test_a_code_means_the_own_schools_task(three: Three) -> None:
    before = newest(three)
    with three.of("Borealis"):
        three.says("cô Đào", "xong V4")
        three.says("thầy Nam", "bỏ chi V4")
    after = newest(three)
    assert [a > b for a, b in zip(after, before, strict=True)] == [False, True, False]


def newest(three: Three) -> list[int]:
    found = three.database.read(lambda tx: history.newest_deeds_all_schools(tx, three.numbers))
    return [found[number] for number in three.numbers]


@contextmanager
def served(three: Three) -> Iterator[Pages]:
    workshop = shared_workshop()
    three.engine.makes_papers(workshop.make)
    tools = (FileStore(three.files), workshop.make, workshop.read)
    site = make_site(three.engine, tools, "http://127.0.0.1", lambda: None)
    with Loopback(application(site_routes(site))) as server:
        pages = Pages(three, site, server.url)
        yield pages
        pages.close()


def test_no_page_shows_another_school_and_no_form_changes_it(three: Three) -> None:
    with served(three) as pages, three.of("Borealis"):
        browser = pages.browser("thầy Nam")
        routes = [route for route in site_routes(pages.site) if isinstance(route, Route)]
        assert "Borealis" in browser.get("/").text
        before = newest(three)
        with statements_without_school(three.database) as without:
            for route in routes:
                look(browser, route)
        assert not without
    after = newest(three)
    assert (after[0], after[2]) == (before[0], before[2])


def look(browser: Browser, route: Route) -> None:
    """Ask for a route with every number, as a page and as a form."""
    for method in sorted((route.methods or set()) - {"HEAD"}):
        row = table()[Kind.PAGE][f"{method} {route.path}"]
        if row.keys() & {Role.STRANGER, Role.OFFICER} or route.path in {"/moi", "/ra", "/ra-het"}:
            continue
        if "{kind}" in route.path:
            continue
        for number in ROWS if "{" in route.path else (0,):
            where = PLACE.sub(str(number), route.path)
            if method == "GET":
                show_nothing_of_others(browser.get(where).content)
            else:
                proof = browser.proof("/cho-quyet")
                answer = browser.post_alone(where, dau=proof, y="agree", loi="x", den="30/3/2025")
                show_nothing_of_others(answer.content)


def show_nothing_of_others(content: bytes) -> None:
    assert not [other for other in others("Borealis") if other.encode() in content]


def test_no_document_calendar_or_export_holds_another_school(three: Three) -> None:
    with served(three) as pages, three.of("Borealis"):
        browser = pages.browser("thầy Nam")
        whole = ""
        for kind, endings in OFFERED.items():
            for ending in set(endings) - {"png"}:
                answer = browser.get(f"/van-ban/{kind}.{ending}?tu=1/9/2024&den=31/5/2025")
                whole += words_of(answer, ending) if answer.status_code == 200 else ""
        opened = browser.post("/lich").text
        feed = re.findall(r"(/lich/[\w-]+\.ics)", opened)[0]
        whole += browser.get(feed).text.replace("\r\n ", "")
        assert whole.count("Borealis") > 50
        assert not [other for other in others("Borealis") if other in whole]
        rows = three.read(lambda day: evidence_rows(day, set_of(day).code))
        assert [other for other in MARKS if other in repr(rows)] == ["Borealis"]


def words_of(answer: httpx.Response, ending: str) -> str:
    """Give the words of a document, whatever its format."""
    if ending == "pdf":
        with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    if ending == "ics":
        return answer.text.replace("\r\n ", "")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        parts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    return re.sub(r"<[^>]+>", "", "".join(parts))

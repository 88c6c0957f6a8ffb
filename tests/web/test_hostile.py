"""Who is slow, large or elsewhere: nobody else waits, nothing is half done, each is told."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from storage.database import Database
from tests.loopback import Loopback
from tests.web.pages import Pages, served
from web import forms
from web.app import application
from web.rooted import rooted
from web.site_routes import site_routes
from web.uploads import Desk, HandedIn, uploads


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def begun(pages: Pages, request: str) -> socket.socket:
    """Begin a request over a socket of its own, and say no more."""
    host, port = pages.url.removeprefix("http://").split(":")
    opened = socket.create_connection((host, int(port)), timeout=10)
    opened.sendall(request.replace("\n", "\r\n").encode())
    return opened


def post_of(cookie: str, length: int) -> str:
    return (
        f"POST /ra HTTP/1.1\nHost: 127.0.0.1\nCookie: nhacviec={cookie}\n"
        f"Content-Type: application/x-www-form-urlencoded\nContent-Length: {length}\n\ndau="
    )


def test_those_who_dawdle_hold_up_nobody(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = pages.browser("thầy Nam")
    cookie = browser.client.cookies["nhacviec"]
    listen = f"GET /moi?tu=0 HTTP/1.1\nHost: 127.0.0.1\nCookie: nhacviec={cookie}\n\n"
    with ExitStack() as closing:
        for _ in range(60):
            closing.enter_context(begun(pages, post_of(cookie, 1000)))
            closing.enter_context(begun(pages, "GET / HTTP/1.1\nHost: 127.0."))
            # Listens, and reads nothing of what it is told.
            closing.enter_context(begun(pages, listen))
        for number in range(3):
            pages.school.says("cô Hà", f"V1 được {number + 1}0%")
            assert browser.get("/").status_code == 200
        monkeypatch.setattr(forms, "SECONDS", 0.2)
        late = closing.enter_context(begun(pages, post_of(cookie, 1000)))
        assert b"408" in late.recv(1000)
        assert browser.get("/").status_code == 200


def test_news_come_over_the_stream(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    newest = re.findall(r'data-moi="(\d+)"', browser.get("/").text)[0]
    with browser.client.stream("GET", f"/moi?tu={newest}") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "retry: 2000"
        pages.school.says("cô Hà", "V1 được 20%")
        assert int(next(line for line in lines if line.startswith("data"))[6:]) > int(newest)
    assert pages.browser().get("/moi?tu=0").status_code == 401


def test_what_is_too_large_is_read_to_its_end_and_refused(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    large = {"tep": ("to.docx", b"x" * (forms.MOST_FILE_BYTES + 3_000_000))}
    told = browser.post_alone("/ke-hoach", files=large, dau=browser.proof())
    assert told.status_code == 413
    assert "20 MB" in told.text


def test_a_body_without_a_length_is_counted_too(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    browser.client.headers["content-type"] = "application/x-www-form-urlencoded"
    told = browser.client.post("/ra", content=iter([b"dau=x"] + [b"y" * 10_000] * 10))
    assert told.status_code == 413


def test_a_form_that_is_none(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    kind = {"content-type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--x\r\nnonsense", b"\xff" * 500):
        assert browser.client.post("/ra", content=body, headers=kind).status_code in {400, 403}
    assert browser.get("/").status_code == 200


AWAITED = "mot"


class Waiting:
    """Waits for one file."""

    def __init__(self) -> None:
        self.taken: list[HandedIn] = []

    async def waits(self, token: str) -> bool:
        return token == AWAITED and not self.taken

    async def take(self, token: str, file: HandedIn) -> bool:
        self.taken.append(file)
        return bool(token)


def test_a_file_is_handed_in_once() -> None:
    waiting = Waiting()
    routes = rooted("/nv", [uploads(Desk(waiting.waits, waiting.take))])
    with (
        Loopback(application(routes)) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        assert client.get("/nv/u/hai").status_code == 404
        assert 'name="file"' in client.get("/nv/u/mot").text

        def sends(name: str, content: bytes) -> int:
            return client.post("/nv/u/mot", files={"file": (name, content)}).status_code

        assert sends("rong.pdf", b"") == 400
        assert client.post("/nv/u/mot", data={"file": "chữ"}).status_code == 400
        assert client.post("/nv/u/mot", content=b"x" * 30_000_000).status_code == 400
        assert sends("to.pdf", b"x" * (forms.MOST_FILE_BYTES + 100_000)) == 413
        assert waiting.taken == []
        assert sends("C:\\ảnh\\..\\a.png", b"\x89PNG") == 200
        assert waiting.taken[0].name == "a.png"
        assert sends("b.png", b"\x89PNG") == 404


def test_below_a_path_of_the_host_every_address_begins_with_it(pages: Pages) -> None:
    typed = '<input value="/viec/1" placeholder="=/">'

    async def page(_request: object) -> HTMLResponse:
        return HTMLResponse(f'<a href="/viec/1">V1</a>{typed}<form action="/ra">')

    async def on(_request: object) -> RedirectResponse:
        return RedirectResponse("/viec/2?roi=x")

    routes = rooted("/nv", [Route("/trang", page), Route("/di", on)])
    with (
        Loopback(application(routes)) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        expected = f'<a href="/nv/viec/1">V1</a>{typed}<form action="/nv/ra">'
        assert client.get("/nv/trang").text == expected
        assert client.get("/nv/di").headers["location"] == "/nv/viec/2?roi=x"
        assert client.get("/trang").status_code == 404
    with (
        Loopback(application(rooted("/nv", site_routes(pages.site)))) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        entered = client.post("/nv/vao", data={"ma": pages.link("thầy Nam")})
        assert entered.headers["location"] == "/nv/"
        html = client.get("/nv/").text
        assert not re.findall(r'(?:href|src|action|data-nguon)="/(?!nv/)', html)
        for address in set(re.findall(r'(?:href|src)="(/nv/[^"]*)"', html)):
            assert client.get(address).status_code == 200, address

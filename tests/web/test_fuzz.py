"""Anything at all at every address of the application: never a 500, a trace, another school."""

import asyncio
import gc
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.routing import BaseRoute, Mount, Route

from followup.create_school import create_school
from followup.enter import offer_entry
from nhacviec import pages as nhacviec_pages
from nhacviec.settings import Settings
from nhacviec.site import make_site
from storage import inbox, people, schools
from storage.files import FileStore
from storage.history import Actor, begin
from storage.inbox import Arrival
from tests.databases import fresh_sqlite
from tests.loopback import Loopback
from tests.school import SampleSchool
from tests.workshops import shared_workshop
from web.app import application
from web.pages import cookie_name
from web.webhooks import Hook, webhook

SECRET = "mot-bi-mat-du-dai"  # noqa: S105 - opens nothing
# Words of another school, and of its people: they may be in no answer.
OTHERS = ("Trường Khác Hẳn", "Zymogen")
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "XYZ")
LONGEST = 400_000
ORIGIN = "http://127.0.0.1"


@dataclass
class Fuzzed:
    """The application, who is logged in there, and every path it answers."""

    server: Loopback
    cookie: str
    paths: tuple[str, ...]

    def send(self, raw: bytes) -> bytes:
        """Give what comes back for these bytes: up to its end, or as far as a stream has come."""
        host, port = "127.0.0.1", int(self.server.url.rpartition(":")[2])
        with socket.create_connection((host, port), timeout=10) as line:
            line.sendall(raw)
            answer = bytearray()
            line.settimeout(10)
            while len(answer) < LONGEST:
                try:
                    some = line.recv(65536)
                except (TimeoutError, ConnectionResetError):
                    break
                if not some:
                    break
                answer += some
                if b"text/event-stream" in answer:
                    break
        return bytes(answer)


def paths_of(routes: list[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, Route):
            yield route.path
        elif isinstance(route, Mount):
            yield f"{route.path}/x"


def other_school(school: SampleSchool) -> None:
    """Make another school of that name, with somebody of the other name."""
    now = school.clock.now()

    def made(tx: Any) -> None:
        new = create_school(tx, OTHERS[0], now)
        deed = begin(tx, new.school_id, "import_roster", Actor(None, "operator"), now)
        people.add_member(deed, full_name=f"Vũ Thị {OTHERS[1]}", folded="vu thi zymogen")
        assert len(schools.list_all_schools(tx)) == 2

    school.database.write(made)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    folder = tmp_path_factory.mktemp("fuzz")
    with fresh_sqlite(folder) as database:
        school = SampleSchool(database, folder, "2024-12-20 07:00")
        school.imports_the_sample_plan()
        other_school(school)
        workshop = shared_workshop()
        school.engine.makes_papers(workshop.make)
        tools = (FileStore(school.files), workshop.make, workshop.read)
        site = make_site(school.engine, tools, "http://127.0.0.1", lambda: None)
        given_settings = Settings.model_validate({"NHACVIEC_DATA_DIR": folder})
        beside = nhacviec_pages.Pages(given_settings, database, school.clock, "", lambda: None)
        bot_id = school.bot.bot_id

        async def store(update: dict[str, Any]) -> None:
            arrival = Arrival(str(len(str(update))), "x", update, is_readable=False)
            now = school.clock.now()
            await database.writes(lambda tx: inbox.store_all_schools(tx, bot_id, [arrival], now))

        hook = webhook(Hook("/day", "X-Telegram-Bot-Api-Secret-Token", SECRET, store))
        routes = [hook, *asyncio.run(beside.routes(site))]
        with Loopback(application(routes)) as server:
            who = school.member("thầy Nam")
            link = school.do(partial(_link, who=who))
            first = Fuzzed(server, "", tuple(dict.fromkeys(paths_of(routes))))
            body = f"ma={link}".encode()
            head = request("POST", "/vao", form(ORIGIN), body)
            answer = first.send(head).decode("latin-1")
            name = cookie_name(site)
            cookie = answer.split(f"{name}=")[1].split(";")[0]
            yield Fuzzed(server, f"{name}={cookie}", first.paths)


def _link(day: Any, who: Any) -> str:
    return offer_entry(day, Actor(who.member_id, "fake"), who)


def form(origin: str) -> list[tuple[str, str]]:
    return [
        ("Origin", origin),
        ("Sec-Fetch-Site", "same-origin"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ]


def request(method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body


# What may stand in a header or a path without ending it: any printable sign, of any language.
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=40)
PIECES = st.one_of(
    st.integers(-5, 40).map(str),
    st.sampled_from(["..", "%2e%2e", "%00", "%ff", "9" * 30, "V1", "1.1", "' OR 1=1", "~", "-1"]),
    WORDS,
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "Accept",
                "Cookie",
                "Content-Type",
                "Origin",
                "Range",
                "If-None-Match",
                "X-Telegram-Bot-Api-Secret-Token",
                "Sec-Fetch-Site",
                "Last-Event-ID",
                "X-Forwarded-For",
                "Accept-Encoding",
                "Expect",
            ]
        ),
        st.one_of(WORDS, st.sampled_from([SECRET, "multipart/form-data; boundary=x", "bytes=0-"])),
    ),
    max_size=5,
)
BODIES = st.one_of(
    st.binary(max_size=300),
    st.dictionaries(st.sampled_from(["dau", "ma", "hanh_dong", "loi", "tep", "v"]), WORDS).map(
        lambda fields: "&".join(f"{k}={v}" for k, v in fields.items()).encode()
    ),
    st.sampled_from(
        [
            b"{" * 5000,
            b'{"update_id":1}',
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nb\r\n--x--',
            b"\x00" * 1000,
            b"a" * 300_000,
        ]
    ),
)


@given(data=st.data())
@settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    # A request that fails is told as it is: making it smaller takes minutes.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_breaks_it_or_opens_another_school(fuzzed: Fuzzed, data: st.DataObject) -> None:
    template = data.draw(st.sampled_from(fuzzed.paths))
    pieces = [data.draw(PIECES) if part.startswith("{") else part for part in template.split("/")]
    path = "/".join(pieces) or "/"
    query = data.draw(st.one_of(st.just(""), WORDS.map(lambda words: f"?q={words}&{words}")))
    headers = data.draw(HEADERS)
    if data.draw(st.booleans()):
        headers = [*headers, ("Cookie", fuzzed.cookie)]
    if data.draw(st.booleans()):
        headers = [*form(ORIGIN), *headers]
    raw = request(data.draw(st.sampled_from(METHODS)), path + query, headers, data.draw(BODIES))
    answer = fuzzed.send(raw)
    status = answer.partition(b"\r\n")[0]
    assert b" 500" not in status, (raw[:400], status)
    assert b"Traceback" not in answer
    text = answer.decode("utf-8", "replace")
    assert not any(words in text for words in OTHERS), raw[:400]


@given(raw=st.binary(min_size=1, max_size=400))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    # A request that fails is told as it is: making it smaller takes minutes.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_http_at_all(fuzzed: Fuzzed, raw: bytes) -> None:
    # Ended, so that nobody waits for the rest of what is no request.
    answer = fuzzed.send(raw + b"\r\n\r\n\r\n")
    assert b" 500" not in answer.partition(b"\r\n")[0]
    assert b"Traceback" not in answer


def test_memory_stays_flat(fuzzed: Fuzzed) -> None:
    def many() -> int:
        for number in range(150):
            path = fuzzed.paths[number % len(fuzzed.paths)].replace("{", "").replace("}", "")
            if "event" in path or path == "/moi":
                continue
            fuzzed.send(request("GET", path, [("Cookie", fuzzed.cookie)], b""))
            fuzzed.send(request("POST", path, form(ORIGIN), b"x" * 100_000))
        gc.collect()
        return len(gc.get_objects())

    many()
    before = many()
    assert many() <= before * 1.02


def test_the_fuzzer_knows_every_address(fuzzed: Fuzzed) -> None:
    assert len(fuzzed.paths) > 30
    assert Path("/day").as_posix() in fuzzed.paths

"""Fetching a picture from an address somebody else wrote."""

from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.errors import ChannelDownError, ChannelRefusedError, FileTooBigError
from bot.channels.outside import Limits, Outside, is_picture, is_public
from tests.loopback import Loopback

pytestmark = pytest.mark.anyio

JPEG = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.5", "::ffff:127.0.0.1", "::"),
        *(
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "2002:0a00:0001::",
            "64:ff9b::7f00:1",
            "",
            "abc",
        ),
    ],
)
def test_inside_of_a_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.162.4.191", "2606:4700:4700::1111"])
def test_the_whole_worlds(address: str) -> None:
    assert is_public(address)


class Web:
    """A server that stands for one on the outside, and whoever was asked."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.asked: list[str] = []
        self.inside: set[str] = set()
        routes = [Route("/{what:path}", self.answer)]
        self.loopback = Loopback(Starlette(routes=routes))

    async def answer(self, request: Request) -> Response:
        what = request.path_params["what"]
        self.hosts.append(request.headers["host"])
        self.asked.append(what)
        first = what.partition("/")[0]
        pages = {
            "anh": Response(JPEG, media_type="application/octet-stream"),
            "trang": Response("<html>", media_type="image/jpeg"),
            "to": StreamingResponse(self._big(), media_type="image/jpeg"),
            "sang": RedirectResponse(request.query_params.get("to", "")),
            "vong": RedirectResponse(f"/vong/{len(self.asked)}"),
            "hong": Response(status_code=503),
        }
        return pages.get(first, Response(status_code=404))

    async def _big(self) -> AsyncIterator[bytes]:
        yield JPEG
        for _ in range(2000):
            yield bytes(1000)

    async def resolve(self, host: str, _port: int) -> list[str]:
        return ["127.0.0.2"] if host in self.inside else ["127.0.0.1"]

    def outside(self, **limits: float) -> Outside:
        allows = {"127.0.0.1"}.__contains__
        return Outside(Limits(1_000_000, limits.get("seconds", 5.0)), self.resolve, allows)

    def url(self, what: str, host: str = "anh.zalo.test") -> str:
        return f"http://{host}:{self.loopback.port}/{what}"


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    with made.loopback:
        yield made


async def test_a_picture_is_fetched_by_its_name(web: Web) -> None:
    assert await web.outside().picture(web.url("anh/1.jpg")) == JPEG
    assert web.hosts == [f"anh.zalo.test:{web.loopback.port}"]


async def test_an_address_inside_is_never_connected_to(web: Web) -> None:
    web.inside.add("trong.truong.vn")
    with pytest.raises(ChannelRefusedError, match="inside"):
        await web.outside().picture(web.url("anh/1.jpg", "trong.truong.vn"))
    with pytest.raises(ChannelRefusedError, match="inside"):
        await Outside().picture(web.url("anh/1.jpg", "127.0.0.1"))
    with pytest.raises(ChannelRefusedError, match="inside"):
        await Outside().picture(web.url("anh/1.jpg", "localhost"))
    with pytest.raises(ChannelRefusedError, match="inside"):
        await Outside().picture(web.url("anh/1.jpg", "2130706433"))
    assert web.asked == []


async def test_a_redirect_is_judged_as_well(web: Web) -> None:
    web.inside.add("trong.truong.vn")
    there = web.url("anh/2.jpg", "khac.zalo.test")
    assert await web.outside().picture(web.url(f"sang?to={there}")) == JPEG
    inside = web.url("anh/3.jpg", "trong.truong.vn")
    with pytest.raises(ChannelRefusedError, match="inside"):
        await web.outside().picture(web.url(f"sang?to={inside}"))
    with pytest.raises(ChannelRefusedError, match="no address"):
        await web.outside().picture(web.url("sang?to=file:///etc/passwd"))
    with pytest.raises(ChannelRefusedError, match="redirects"):
        await web.outside().picture(web.url("vong/1"))
    assert "anh/3.jpg" not in web.asked


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.vn/1.jpg", "file:///etc/passwd", "http://", "http://u:p@a.vn/1.jpg", "//a/b"],
)
async def test_what_is_no_address_of_the_web(web: Web, url: str) -> None:
    with pytest.raises(ChannelRefusedError):
        await web.outside().picture(url)


async def test_what_is_no_picture_or_too_big_is_refused(web: Web) -> None:
    with pytest.raises(ChannelRefusedError, match="no picture"):
        await web.outside().picture(web.url("trang"))
    with pytest.raises(FileTooBigError):
        await web.outside().picture(web.url("to"))
    with pytest.raises(ChannelRefusedError, match="404"):
        await web.outside().picture(web.url("khong-co"))


async def test_what_may_work_later_is_told_apart(web: Web) -> None:
    with pytest.raises(ChannelDownError):
        await web.outside().picture(web.url("hong"))
    web.loopback.down()
    with pytest.raises(ChannelDownError):
        await web.outside().picture(web.url("anh/1.jpg"))
    web.loopback.up()


def test_pictures_are_known_by_how_they_begin() -> None:
    assert is_picture(JPEG)
    assert is_picture(b"RIFF\x00\x00\x00\x00WEBPVP8 ")
    assert not is_picture(b"RIFF\x00\x00\x00\x00WAVE")
    assert not is_picture(b"")

"""A pushed update: stored before it is answered, and only with the right secret."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.loopback import Loopback
from web.app import application
from web.webhooks import MOST_BYTES, Hook, webhook

SECRET = "một-bí-mật-đủ-dài"  # noqa: S105 - opens nothing
HEADER = "X-Bot-Api-Secret-Token"


class Stored:
    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.fails = False

    async def __call__(self, update: dict[str, Any]) -> None:
        if self.fails:
            raise OSError("đĩa đầy")
        self.updates.append(update)


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def url(stored: Stored) -> Iterator[str]:
    async def broken(_request: Request) -> Response:
        raise ValueError("lời của ai đó")

    routes = [webhook(Hook("/zalo", HEADER, SECRET, stored)), Route("/hong", broken)]
    with Loopback(application(routes)) as server:
        yield server.url


def push(url: str, content: bytes | str, secret: bytes | None) -> httpx.Response:
    headers = {} if secret is None else {HEADER.encode(): secret}
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{url}/zalo", content=content, headers=headers)


def test_what_is_pushed_is_stored(url: str, stored: Stored) -> None:
    assert push(url, '{"ok":true}', SECRET.encode()).status_code == 200
    assert stored.updates == [{"ok": True}]


@pytest.mark.parametrize("secret", [None, b"", b"sai", SECRET[:-1].encode(), b"\xff\xfe"])
def test_without_the_secret_nothing_is_stored(
    url: str, stored: Stored, secret: bytes | None
) -> None:
    assert push(url, '{"ok":true}', secret).status_code == 401
    assert stored.updates == []


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"[1]", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b" " * (MOST_BYTES + 1), 413),
    ],
)
def test_what_is_no_update_is_refused(
    url: str, stored: Stored, content: bytes, status: int
) -> None:
    assert push(url, content, SECRET.encode()).status_code == status
    assert stored.updates == []


def test_what_could_not_be_stored_is_pushed_again(url: str, stored: Stored) -> None:
    stored.fails = True
    answer = push(url, "{}", SECRET.encode())
    assert (answer.status_code, answer.text) == (500, "500")


def test_an_empty_secret_lets_nobody_in(stored: Stored) -> None:
    with Loopback(application([webhook(Hook("/zalo", HEADER, "", stored))])) as server:
        assert push(server.url, "{}", b"").status_code == 401


def test_answers_are_careful(url: str) -> None:
    with httpx.Client(trust_env=False) as client:
        answer = client.get(f"{url}/hong")
        assert "lời" not in answer.text
        assert client.get(f"{url}/khong-co").headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers or "uvicorn" not in answer.headers["server"]

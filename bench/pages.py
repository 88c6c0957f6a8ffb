"""How long the server takes for a page of 500 or 5,000 tasks, how large it is; how soon news."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx

from bench.papers import MILLI, best_ms, rows_read
from bench.schools import NOW, schools
from followup.enter import enter_as
from storage import history
from storage.database import Database, Tx
from storage.files import FileStore
from storage.history import Actor
from storage.school_day import SchoolDay
from web.app import application
from web.live import Live
from web.pages import cookie_name
from web.site import Site
from web.site_routes import site_routes

TASKS = 500
# What a school may take in at once.
MANY = 5_000
RUNS = 15
PAGES = {"board": "/", "year": "/nam-hoc", "task": "/viec/7", "paper": "/ke-hoach/1/in"}
TARGETS = "best <= 150 ms, <= 300 KB"
MANY_TARGETS = "best <= 1000 ms, <= 1 MB (on paper a plan is whole)"
NEWS = 20


async def _no_paper(*_args: object) -> None:
    """Make no document: none is asked for here."""


def _site(database: Database, folder: Path) -> Site:
    return Site(
        database,
        lambda: NOW,
        FileStore(folder),
        _no_paper,
        lambda _secret: None,
        lambda _name, _content: {},
        "http://localhost",
        Live(database),
    )


def _entered(tx: Tx) -> str:
    day = SchoolDay.of(tx, 1, NOW)
    principal = day.staff.principal
    entered = None if principal is None else enter_as(day, principal.member_id)
    if entered is None:
        raise LookupError(principal)
    return entered.token


async def _timed(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """Ask for a page some times; the time of the application alone, without a network."""
    took, size = [], 0
    for _ in range(RUNS):
        start = time.perf_counter()
        answer = await client.get(path)
        took.append((time.perf_counter() - start) * MILLI)
        if answer.status_code != httpx.codes.OK:
            raise LookupError(path)
        size = len(answer.content)
    return {
        "best_ms": round(min(took), 1),
        "median_ms": round(statistics.median(took), 1),
        "kilobytes": round(size / 1000, 1),
    }


async def _pages(site: Site, token: str) -> list[tuple[str, dict[str, Any]]]:
    transport = httpx.ASGITransport(application(site_routes(site)))
    cookies = {cookie_name(site): token}
    async with httpx.AsyncClient(
        transport=transport, base_url=site.address, cookies=cookies
    ) as client:
        return [(name, await _timed(client, path)) for name, path in PAGES.items()]


async def _news(site: Site) -> list[float]:
    """Say how long after a deed is stored the stream tells of it, in milliseconds."""
    took: list[float] = []
    stream = site.live.events(1, site.database.read(_newest))
    await anext(stream)
    for number in range(NEWS):
        waiting = asyncio.ensure_future(_next_news(stream))
        await asyncio.sleep(number * 0.02)
        await site.database.writes(_deed)
        start = time.perf_counter()
        await waiting
        took.append((time.perf_counter() - start) * MILLI)
    await site.live.close()
    return took


async def _next_news(stream: AsyncIterator[bytes]) -> None:
    while not (await anext(stream)).startswith(b"data"):
        pass


def _newest(tx: Tx) -> int:
    return history.newest_deeds_all_schools(tx, [1])[1]


def _deed(tx: Tx) -> None:
    SchoolDay.of(tx, 1, NOW).deed("bench", Actor(None, "bench"))


def _all_pages(count: int, targets: str) -> Iterator[dict[str, Any]]:
    """Time every page of a school with so many tasks, beside reading their rows."""
    with schools(1, count) as database, tempfile.TemporaryDirectory() as folder:
        site = _site(database, Path(folder))
        token = database.write(_entered)
        base = best_ms(lambda: database.read(rows_read))
        for name, ours in asyncio.run(_pages(site, token)):
            ratio = round(ours["best_ms"] / base["best_ms"], 2)
            line = {"bench": f"pages.{name}_{count}", "of": "ours", **ours, "ratio": ratio}
            yield line | {"target": targets}
        yield {"bench": f"pages.all_{count}", "of": "rows_read", **base}


def measures() -> Iterator[dict[str, Any]]:
    """Give every measure."""
    yield from _all_pages(TASKS, TARGETS)
    yield from _all_pages(MANY, MANY_TARGETS)
    with schools(1, TASKS) as database, tempfile.TemporaryDirectory() as folder:
        took = asyncio.run(_news(_site(database, Path(folder))))
        yield {
            "bench": "pages.news",
            "of": "ours",
            "median_ms": round(statistics.median(took), 1),
            "worst_ms": round(max(took), 1),
            "target": "worst <= 1000 ms",
        }


def main() -> None:
    """Print every measure as a line of JSON."""
    for measure in measures():
        sys.stdout.write(json.dumps(measure, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

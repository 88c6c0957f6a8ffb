"""A real Chromium on the sample school that `nhacviec run` serves, on a desk or a phone."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.service.installed import Service
from tests.waiting import until

ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/thu")
SIZES = {"desk": (1280, 900), "phone": (360, 740)}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        # A container has no user namespaces for Chromium's own sandbox.
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield launched
        launched.close()


class Screen:
    """One size of screen on a sample school of its own; watches what the pages ask for."""

    def __init__(self, chromium: Browser, url: str, size: tuple[int, int]) -> None:
        self.url = url
        # Errors of scripts and requests, and requests to anywhere but the school.
        self.faults: list[str] = []
        width, height = size
        self._context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN"
        )

    def page(self) -> Page:
        """Open a page of its own."""
        page = self._context.new_page()
        page.on("console", lambda said: self._note(said.text, bad=said.type == "error"))
        page.on("pageerror", lambda error: self._note(str(error), bad=True))
        page.on(
            "request",
            lambda asked: self._note(asked.url, bad=not asked.url.startswith(self.url)),
        )
        return page

    def chat(self, name: str = "") -> Page:
        """Open the chat to try, as somebody."""
        page = self.page()
        page.goto(f"{self.url}/thu")
        if name:
            page.get_by_role("link", name=re.compile(name)).first.click()
        return page

    def close(self) -> None:
        """Close every page."""
        self._context.close()

    def _note(self, text: str, *, bad: bool) -> None:
        if bad:
            self.faults.append(text)


@contextmanager
def trial(chromium: Browser, folder: Path, size: str) -> Iterator[Screen]:
    """Start the product without any account, in a folder of its own."""
    with Service(folder) as service:
        until(lambda: ADDRESS.search(service.log.read_text("utf-8")))
        found = ADDRESS.search(service.log.read_text("utf-8"))
        if found is None:
            raise AssertionError(service.log)
        screen = Screen(chromium, found[1], SIZES[size])
        yield screen
        screen.close()


def says(page: Page, words: str) -> None:
    """Say something in the chat to try."""
    page.get_by_label("Lời của").fill(words)
    page.get_by_role("button", name="Gửi", exact=True).click()


def presses(page: Page, name: str) -> None:
    """Press the newest button of that name."""
    page.locator(".chat").get_by_role("button", name=name, exact=True).last.click()


def forwards(page: Page, until_when: str) -> None:
    """Move the clock."""
    page.get_by_label("tua đến").fill(until_when)
    page.get_by_role("button", name="Tua đồng hồ").click()

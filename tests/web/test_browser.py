"""A real Chromium, on a desk and on a phone: first start, reminder, decision, live board, paper.

Nothing leaves the machine, nothing is wider than the screen, and axe-core finds nothing serious.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.service.installed import Service
from tests.waiting import until

pytestmark = [pytest.mark.debian("chromium"), pytest.mark.timeout(240)]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/thu")
SIZES = {"desk": (1280, 900), "phone": (360, 740)}
PAGES = (
    *("/", "/?q=khong-co", "/viec/1", "/viec/22", "/nam-hoc", "/cho-quyet", "/minh-chung"),
    *(
        "/van-ban",
        "/nguoi",
        "/ke-hoach",
        "/ke-hoach/1/in",
        "/truong",
        "/viec/1/sua",
        "/vao",
        "/vao/x",
        "/telegram",
    ),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # A container has no user namespaces for Chromium's own sandbox.
        launched = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield launched
        launched.close()


class Screen:
    """One size of screen on a sample school of its own; watches what the pages ask for."""

    def __init__(self, chromium: Browser, url: str, size: tuple[int, int]) -> None:
        self.url = url
        self.faults: list[str] = []
        width, height = size
        self._context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN"
        )

    def page(self) -> Page:
        page = self._context.new_page()
        page.on("console", lambda said: self._note(said.text, bad=said.type == "error"))
        page.on("pageerror", lambda error: self._note(str(error), bad=True))
        page.on(
            "request",
            lambda asked: self._note(asked.url, bad=not asked.url.startswith(self.url)),
        )
        return page

    def _note(self, text: str, *, bad: bool) -> None:
        if bad:
            self.faults.append(text)

    def close(self) -> None:
        self._context.close()


@pytest.fixture(params=sorted(SIZES))
def screen(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Screen]:
    with Service(tmp_path) as service:
        until(lambda: ADDRESS.search(service.log.read_text("utf-8")))
        found = ADDRESS.search(service.log.read_text("utf-8"))
        assert found is not None
        made = Screen(chromium, found[1], SIZES[request.param])
        yield made
        assert made.faults == []
        made.close()


def says(page: Page, words: str) -> None:
    page.get_by_label("Lời của").fill(words)
    page.get_by_role("button", name="Gửi", exact=True).click()


def presses(page: Page, name: str) -> None:
    page.locator(".chat").get_by_role("button", name=name, exact=True).last.click()


def fits(page: Page) -> None:
    """Hold a page to the width of the screen, and to what axe-core calls serious."""
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, page.url
    found = Axe().run(page).response["violations"]
    serious = [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
    assert serious == [], f"{page.url}: {found}"


def test_from_the_first_start_to_the_paper(screen: Screen, tmp_path: Path) -> None:
    chat = screen.page()
    chat.goto(f"{screen.url}/thu")
    chat.get_by_role("button", name="Gửi kế hoạch mẫu").click()
    presses(chat, "Nhận kế hoạch")
    says(chat, "bắt đầu nhắc")
    says(chat, "giao cô Hà nộp báo cáo CSVC trước 14/9")
    presses(chat, "Giao")
    expect(chat.locator(".moi-nguoi")).to_contain_text("nộp báo cáo CSVC")
    fits(chat)
    chat.get_by_role("button", name="Bảng việc của thầy Nam").click()
    expect(chat.get_by_role("heading", name="Bảng việc")).to_be_visible()
    replies_show_at_once(screen, board=chat)
    decides(screen, board=chat)
    downloads(screen, chat, tmp_path / "bao-cao.docx")
    for path in PAGES:
        chat.goto(f"{screen.url}{path}")
        fits(chat)
    goes_by_keyboard(screen, chat)


def replies_show_at_once(screen: Screen, board: Page) -> None:
    """Let a reminded person reply in chat: the open board shows it by itself."""
    row = board.locator(".viec").filter(has_text="nộp báo cáo CSVC")
    expect(row).to_contain_text("Chưa có báo cáo")
    chat = screen.page()
    chat.goto(f"{screen.url}/thu")
    chat.get_by_role("link", name=re.compile("Cô Hà")).first.click()
    chat.get_by_label("tua đến").fill("13/9")
    chat.get_by_role("button", name="Tua đồng hồ").click()
    code = row.locator("b").inner_text()
    expect(chat.locator(".chat")).to_contain_text(
        f"{code} nộp báo cáo CSVC: hôm nay thứ Sáu 13/09"
    )
    presses(chat, f"{code} nộp báo cáo CSVC")
    presses(chat, "Đang làm")
    expect(row).to_contain_text("Đúng tiến độ")
    says(chat, f"xin lùi {code} đến 20/9")
    presses(chat, "Đúng")
    expect(row).to_contain_text("Chờ quyết")


def decides(screen: Screen, board: Page) -> None:
    """Decide on the page: the asker reads it in chat."""
    board.goto(f"{screen.url}/cho-quyet")
    fits(board)
    board.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(board.get_by_role("status")).to_contain_text("Đã đồng ý")
    chat = screen.page()
    chat.goto(f"{screen.url}/thu")
    chat.get_by_role("link", name=re.compile("Cô Hà")).first.click()
    expect(chat.locator(".chat .bot").last).to_contain_text("20/09")


def downloads(screen: Screen, page: Page, kept: Path) -> None:
    """Take a document home."""
    page.goto(f"{screen.url}/van-ban")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("^Word")).first.click()
    waiting.value.save_as(kept)
    assert kept.read_bytes().startswith(b"PK")


def goes_by_keyboard(screen: Screen, page: Page) -> None:
    """Skip to the main part, walk its links and fields in their order, each with its outline."""
    page.goto(screen.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến phần chính"
    page.keyboard.press("Enter")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#chinh') !== null")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    page.get_by_label("Tìm", exact=True).focus()
    page.keyboard.type("csvc")
    page.keyboard.press("Enter")
    expect(page.locator(".viec").first).to_contain_text("CSVC")

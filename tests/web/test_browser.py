"""A real Chromium, on a desk and on a phone: first start, reminder, decision, live board, paper.

Nothing leaves the machine, nothing is wider than the screen, and axe-core finds nothing serious.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.screens import SIZES, Screen, chromium, forwards, presses, says, trial

pytestmark = [pytest.mark.debian("chromium"), pytest.mark.timeout(240)]
PAGES = (
    *("/", "/?q=khong-co", "/viec/1", "/viec/22", "/viec/1/sua", "/nam-hoc", "/cho-quyet"),
    *("/minh-chung", "/van-ban", "/nguoi", "/ke-hoach", "/ke-hoach/1/in", "/truong"),
    *("/nhat-ky", "/vao", "/vao/x", "/telegram", "/cac-truong/vao/x"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(params=sorted(SIZES))
def screen(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Screen]:
    with trial(browser, tmp_path, request.param) as made:
        yield made
        assert made.faults == []


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
    chat = screen.chat()
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
    chat = screen.chat("Cô Hà")
    forwards(chat, "13/9")
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
    chat = screen.chat("Cô Hà")
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

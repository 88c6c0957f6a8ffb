"""Draws the pages of the sample school, on a desk and on a phone, into docs/pictures/.

python -m tests.web.screenshots (needs Debian's chromium)
"""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.web.screens import SIZES, Screen, chromium, forwards, presses, says, trial

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64  # text and flat colours need no more, and a picture stays under 100 KB
PATHS = {
    "phone": {"bang-viec": "/", "cho-quyet": "/cho-quyet"},
    "desk": {
        "bang-viec": "/",
        "mot-viec": "/viec/22",
        "cho-quyet": "/cho-quyet",
        "nam-hoc": "/nam-hoc",
        "cai-dat": "/truong",
    },
}


def play(screen: Screen) -> Page:
    """Let the school live for three weeks; gives the principal's board."""
    chat = screen.chat()
    chat.get_by_role("button", name="Gửi kế hoạch mẫu").click()
    presses(chat, "Nhận kế hoạch")
    says(chat, "bắt đầu nhắc")
    says(chat, "giao cô Hà nộp báo cáo CSVC trước 28/9")
    presses(chat, "Giao")
    forwards(chat, "23/9")
    ha = screen.chat("Cô Hà")
    says(chat, "xong V2")
    says(ha, "V22 được 60%")
    says(ha, "xin lùi V22 đến 4/10")
    presses(ha, "Đúng")
    says(ha, "V22 làm theo mẫu nào ạ?")
    ha.wait_for_load_state()
    draw(ha, "chat-thu")
    chat.goto(f"{screen.url}/thu")
    chat.get_by_role("button", name="Bảng việc của thầy Nam").click()
    return chat


def draw(page: Page, name: str) -> None:
    """Keep what is on the screen."""
    size = next(s for s, (width, _) in SIZES.items() if width == page.evaluate("innerWidth"))
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    picture.save(PICTURES / f"{name}-{size}.png", optimize=True)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with chromium() as launched:
        for size in SIZES:
            with (
                tempfile.TemporaryDirectory() as scratch,
                trial(launched, Path(scratch), size) as screen,
            ):
                board = play(screen)
                for name, path in PATHS[size].items():
                    board.goto(f"{screen.url}{path}")
                    draw(board, name)

"""Without a token: the sample school on a page of this machine, beside the console."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.installed import COMMAND, Service, environment, run
from tests.waiting import until
from tests.web.pages import Browser

ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/thu")


def address_in(log: Path) -> str:
    found = ADDRESS.search(log.read_text("utf-8")) if log.exists() else None
    return found[1] if found else ""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("trial")
    with Service(folder) as service:
        until(lambda: address_in(service.log))
        made = Browser(address_in(service.log))
        yield made
        made.client.close()


def chat_of(browser: Browser, name: str) -> str:
    html = browser.get("/thu").text
    return str(re.findall(rf'href="/thu\?la=(m\d+)"[^>]*>{name}', html)[0])


def test_a_plan_comes_in_people_are_reminded_and_reply(browser: Browser) -> None:
    proof = browser.proof("/thu")
    nam, ha = chat_of(browser, "Thầy Nam"), chat_of(browser, "Cô Hà")

    def does(deed: str, who: str, **fields: str) -> str:
        answer = browser.post_alone(f"/thu/{deed}", dau=proof, la=who, **fields)
        assert answer.status_code == 303, answer.text
        return browser.get(answer.headers["location"]).text

    def presses(who: str, label: str) -> str:
        html = browser.get(f"/thu?la={who}").text
        forms = re.findall(r'name="tin" value="(\d+)">(.*?)</form>', html, re.DOTALL)
        found = [
            (message, key)
            for message, buttons in forms
            for key in re.findall(rf'value="([^"]+)">{label}</button>', buttons)
        ]
        return does("bam", who, tin=found[-1][0], nut=found[-1][1])

    assert "Đã đọc" in does("mau", nam)
    presses(nam, "Nhận kế hoạch")
    does("noi", nam, loi="bắt đầu nhắc")
    does("noi", nam, loi="giao cô Hà nộp báo cáo CSVC trước 14/9")
    presses(nam, "Giao")
    assert "nộp báo cáo CSVC" in browser.get(f"/thu?la={ha}").text
    assert "Chưa hiểu ngày" in does("tua", nam, den="hôm nào đó")
    assert "13/09" in does("tua", nam, den="13/9")
    presses(ha, r"V\d+ nộp báo cáo CSVC")
    assert "Đã ghi" in presses(ha, "Xong")
    # The board of whom one speaks as.
    assert browser.post_alone("/thu/bang", dau=proof, la=nam).headers["location"] == "/"
    board = browser.get("/").text
    assert "Thầy Nam" in board
    assert re.search(r"nộp báo cáo CSVC.*?Đã xong", board, re.DOTALL)


def test_only_this_machine_and_its_own_page_speak(browser: Browser) -> None:
    browser.client.cookies.clear()
    assert browser.get("/").headers["location"] == "/thu"
    nam = chat_of(browser, "Thầy Nam")
    assert browser.client.get("/thu", headers={"host": "ke-xau.example"}).status_code == 400
    proof = browser.proof("/thu")
    for headers in ({"origin": "http://ke-xau.example"}, {"sec-fetch-site": "cross-site"}):
        fields = {"dau": proof, "la": nam, "loi": "bắt đầu nhắc"}
        assert browser.client.post("/thu/noi", data=fields, headers=headers).status_code == 403
    assert browser.post_alone("/thu/noi", la=nam, loi="x").status_code == 403
    assert browser.post_alone("/thu/noi", dau=proof, la="m999", loi="x").status_code == 404
    assert browser.post_alone("/thu/khac", dau=proof, la=nam).status_code == 404


def test_a_word_with_a_script_is_only_a_word(browser: Browser) -> None:
    nam, proof = chat_of(browser, "Thầy Nam"), browser.proof("/thu")
    files = {"tep": ("<script>x.txt", b"<script>", "text/plain")}
    browser.post_alone("/thu/noi", files=files, dau=proof, la=nam, loi="<script>alert(1)")
    html = browser.get(f"/thu?la={nam}").text
    assert "<script>alert" not in html
    assert "<script>x" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_pipe_that_ends_is_not_served(tmp_path: Path) -> None:
    done = run(tmp_path, "run", said="việc\n")
    assert done.returncode == 0
    assert not ADDRESS.search(done.stderr)
    assert "/thu" not in done.stdout


def test_a_pipe_that_stays_silent_is_served_until_it_ends(tmp_path: Path) -> None:
    log = tmp_path / "err"
    with (
        log.open("wb") as errors,
        subprocess.Popen(  # noqa: S603 - our own command
            [str(COMMAND), "run"],
            cwd=tmp_path,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        until(lambda: address_in(log))
        assert httpx.get(f"{address_in(log)}/thu", trust_env=False).status_code == 200
        out, _ = process.communicate("việc\n".encode(), timeout=30)
        assert process.returncode == 0
        assert out.decode().startswith("thầy Nam> việc")


def test_it_may_be_switched_off(tmp_path: Path) -> None:
    done = run(tmp_path, "run", said="việc\n", NHACVIEC_LOCAL_CHAT="0")
    assert done.returncode == 0
    wrong = run(tmp_path, "run", NHACVIEC_LOCAL_CHAT="co")
    assert wrong.returncode == 1
    assert "NHACVIEC_LOCAL_CHAT" in wrong.stderr

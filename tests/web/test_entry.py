"""Coming in: once, in time, as oneself, from our own pages; and out again, everywhere."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from storage import people
from storage.database import Database, Tx
from storage.history import Actor
from storage.tables import deliveries
from tests.school import at
from tests.web.pages import Pages, served
from web.signed import person_of

TOKEN = "123456:mot-token-khong-mo-gi"  # noqa: S105 - opens nothing
NOW = datetime(2024, 12, 20, tzinfo=UTC)


def signed(token: str = TOKEN, when: datetime = NOW, person: object = 77, **more: str) -> str:
    """Sign as Telegram does."""
    fields = {
        "auth_date": str(int(when.timestamp())),
        "query_id": "AAF",
        "user": json.dumps({"id": person, "first_name": "Nam & Hà"}),
        **more,
    }
    said = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    own = hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": own})


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def test_chat_gives_a_link_that_opens_the_board_once(pages: Pages) -> None:
    school = pages.school
    school.engine.intake.pages_at = pages.url
    (answer,) = school.says("thầy Nam", "bảng")
    link = re.search(r"http://\S+", answer.text)
    assert link is not None
    path = link[0].removeprefix(pages.url)
    browser, other = pages.browser(), pages.browser()
    # Whoever only looks at the link uses nothing up.
    assert "Vào bảng việc" in browser.get(path).text
    first = browser.post_alone("/vao", ma=path.removeprefix("/vao/"))
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert "Thầy Nam" in browser.get("/").text
    again = other.post_alone("/vao", ma=path.removeprefix("/vao/"))
    assert again.status_code == 410
    assert other.get("/").status_code == 401


def test_without_pages_chat_says_so(pages: Pages) -> None:
    (answer,) = pages.school.says("thầy Nam", "/bang")
    assert "NHACVIEC_PUBLIC_URL" in answer.text
    assert "http" not in answer.text


def test_a_link_lives_for_ten_minutes_and_the_next_ends_it(pages: Pages) -> None:
    old, fresh = pages.link("cô Hà"), pages.link("cô Hà")
    browser = pages.browser()
    assert browser.post_alone("/vao", ma=old).status_code == 410
    pages.school.clock.move_to(pages.school.clock.now() + timedelta(minutes=10))
    assert browser.post_alone("/vao", ma=fresh).status_code == 410
    assert browser.post_alone("/vao", ma="khong-co").status_code == 410
    assert browser.post_alone("/vao", ma="x" * 5000).status_code == 410


def test_a_session_ends_by_itself(pages: Pages) -> None:
    browser = pages.browser("cô Hà")
    assert browser.get("/").status_code == 200
    pages.school.clock.move_to(at("2024-12-20 19:01"))
    assert browser.get("/").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(pages: Pages) -> None:
    answer = pages.browser().post_alone("/vao", ma=pages.link("cô Hà"))
    kept = answer.headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=lax" in kept
    assert "path=/" in kept


def test_out_here_or_everywhere(pages: Pages) -> None:
    here, there, phone = (pages.browser("thầy Nam") for _ in range(3))
    assert here.post("/ra").status_code == 303
    assert [b.get("/").status_code for b in (here, there, phone)] == [401, 200, 200]
    assert there.post("/ra-het").status_code == 303
    assert phone.get("/").status_code == 401


def test_chat_logs_out_everywhere(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    pages.school.says("thầy Nam", "thoát bảng")
    assert browser.get("/").status_code == 401


def test_who_left_the_school_sees_nothing_more(pages: Pages) -> None:
    browser, link = pages.browser("cô Hà"), pages.link("cô Hà")
    who = pages.school.member("cô Hà")
    pages.school.do(
        lambda day: people.change_member(
            day.deed("leave_school", Actor(None, "operator")), who.member_id, left_at=day.now
        )
    )
    assert browser.get("/").status_code == 401
    assert pages.browser().post_alone("/vao", ma=link).status_code == 410


def test_a_post_from_another_site_changes_nothing(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    proof, link = browser.proof(), pages.link("cô Hà")
    for headers in (
        {"origin": "https://ke-xau.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        answer = browser.client.post("/ra", data={"dau": proof}, headers=headers)
        assert answer.status_code == 403, headers
        assert browser.client.post("/vao", data={"ma": link}, headers=headers).status_code == 403
    assert browser.get("/").status_code == 200


def test_a_post_needs_the_proof_of_its_own_session(pages: Pages) -> None:
    one, two = pages.browser("thầy Nam"), pages.browser("cô Hà")
    assert one.post_alone("/ra").status_code == 403
    assert one.post_alone("/ra", dau=two.proof()).status_code == 403
    assert one.post_alone("/ra", dau="ố").status_code == 403
    assert one.get("/").status_code == 200


def test_a_form_that_is_too_large_is_refused(pages: Pages) -> None:
    browser = pages.browser("thầy Nam")
    assert browser.post("/ra", them="x" * 70_000).status_code == 413
    assert browser.get("/").status_code == 200


def test_pages_are_strict(pages: Pages) -> None:
    answer = pages.browser("thầy Nam").get("/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert " style=" not in answer.text
    assert " onclick" not in answer.text


def test_inside_telegram_who_signed_comes_in(database: Database, tmp_path: Path) -> None:
    def read(text: str, now: datetime) -> tuple[int, str, str] | None:
        found = person_of(text, TOKEN, now)
        return None if found is None else (bot, f"m{found[0]}", found[1])

    with served(database, tmp_path, read_signed=read) as pages:
        bot = pages.school.bot.bot_id
        number = pages.school.member("cô Hà").member_id
        now = pages.school.clock.now()
        browser = pages.browser()
        text = signed(when=now, person=number)
        assert browser.post_alone("/telegram", **{"du-lieu": text}).status_code == 303
        assert "Cô Hà" in browser.get("/").text
        # The same once more, also written another way, lets nobody in.
        for again in (text, text.replace("user=", "%75ser=")):
            answer = pages.browser().post_alone("/telegram", **{"du-lieu": again})
            assert answer.status_code == 403
        stranger = signed(when=now, person=999)
        assert browser.post_alone("/telegram", **{"du-lieu": stranger}).status_code == 403


def test_signed_data() -> None:
    for now in (NOW, NOW + timedelta(minutes=9)):
        found = person_of(signed(), TOKEN, now)
        assert found is not None
        assert found[0] == "77"


@pytest.mark.parametrize(
    ("text", "token", "now"),
    [
        (signed(), "654321:khac", NOW),
        (signed(), "", NOW),
        (signed(token=""), "", NOW),
        (signed(), TOKEN, NOW + timedelta(minutes=11)),
        (signed(), TOKEN, NOW - timedelta(minutes=2)),
        (signed().replace("77", "78"), TOKEN, NOW),
        (signed() + "&user=%7B%22id%22%3A1%7D", TOKEN, NOW),
        (signed(person="77"), TOKEN, NOW),
        (signed(person=True), TOKEN, NOW),
        (signed(user="[" * 50_000), TOKEN, NOW),
        (signed(user="null"), TOKEN, NOW),
        (signed(auth_date="mai"), TOKEN, NOW),
        ("", TOKEN, NOW),
        ("hash=ố", TOKEN, NOW),
        ("&" * 3000, TOKEN, NOW),
    ],
)
def test_data_that_telegram_did_not_sign_just_now(text: str, token: str, now: datetime) -> None:
    assert person_of(text, token, now) is None


def test_the_words_of_a_link_are_forgotten_once_they_are_sent(pages: Pages) -> None:
    school = pages.school
    school.engine.intake.pages_at = pages.url
    (link,) = school.says("thầy Nam", "bảng")
    (invite,) = school.says("thầy Nam", "mời Phạm Thị Ngọc Mai")
    (code,) = school.says("thầy Nam", "liên kết")

    def stored(tx: Tx) -> list[str]:
        return [str(one) for one in tx.execute(select(deliveries.c.content)).scalars()]

    kept = " ".join(school.database.read(stored))
    assert "Đã nhận 21 việc" in kept
    for prompt in (link, invite, code):
        secrets = re.findall(r"/vao/\S+|[\w-]{22,}|\b\d{6}\b", prompt.text)
        assert secrets, prompt.text
        assert not [secret for secret in secrets if secret in kept]

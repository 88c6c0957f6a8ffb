"""Ways in, and what is reached by a secret address: each leads to its own school alone."""

import json
from collections.abc import Callable
from typing import Any

from followup.ask_upload import ask_upload
from followup.file_links import FileLinks
from followup.open_feed import open_feed
from followup.order_paper import attachment
from followup.province import agree, invite_officer, invited, offer_visit
from storage import bots, evidence, provinces
from storage.database import Tx
from storage.history import Actor
from storage.school_day import SchoolDay
from tests.isolation.ground import HEADER, HOOK, OWN, PRINCIPAL, SECRET, Ground
from tests.isolation.three import MARKS, PHOTO, others
from tests.isolation.tries import holds_nothing_of_others, shown, tries

# As long as a secret of ours, and nobody's.
STRANGE = "x" * 43


def nearly(secret: str) -> str:
    """The secret with another last character."""
    return secret[:-1] + ("y" if secret.endswith("x") else "x")


@tries("POST /lich", "GET /lich/{secret}.ics")
def a_calendar_by_its_secret(ground: Ground) -> None:
    for mark in MARKS:
        secret = _do(ground, mark, lambda day, me: open_feed(day, Actor(me.member_id, "x"), me))
        for browser in (ground.browser(), ground.pages.browser()):
            answer = browser.get(f"/lich/{secret}.ics")
            holds_nothing_of_others(answer, mark)
            assert mark in answer.text
        assert ground.browser().get(f"/lich/{nearly(secret)}.ics").status_code == 404
    with ground.only(OWN):
        holds_nothing_of_others(ground.browser().post("/lich"))


def _do(ground: Ground, mark: str, deed: Callable[[SchoolDay, Any], Any]) -> Any:
    """Do something as the principal of a school."""
    with ground.three.of(mark):
        me = ground.three.member(PRINCIPAL)
        return ground.three.do(lambda day: deed(day, me))


@tries("GET /vao", "GET /telegram", "GET /tinh/{name}", "GET /{anything:path}")
def what_is_of_no_school(ground: Ground) -> None:
    for path in ("/vao", "/telegram", "/tinh/trang.css", "/khong-co-gi"):
        pages = [shown(ground.browser(mark).get(path)) for mark in MARKS]
        assert pages[0] == pages[1] == pages[2] == shown(ground.pages.browser().get(path))


@tries("GET /vao/{secret}", "POST /vao")
def a_link_leads_to_its_own_school(ground: Ground) -> None:
    browser = ground.pages.browser()
    with ground.three.of("Aquila"):
        secret = ground.pages.link(PRINCIPAL)
    door = shown(ground.browser().get(f"/vao/{secret}"), secret)
    assert door == shown(ground.browser().get(f"/vao/{STRANGE}"), STRANGE)
    assert browser.post_alone("/vao", ma=nearly(secret)).status_code == 410
    assert browser.post_alone("/vao", ma=secret).status_code == 303
    holds_nothing_of_others(browser.get("/"), "Aquila")
    assert "Aquila" in browser.get("/").text
    # The same browser, let in by a link of another school: it sees that one and the first no more.
    with ground.three.of("Cygnus"):
        browser.post_alone("/vao", ma=ground.pages.link(PRINCIPAL))
    holds_nothing_of_others(browser.get("/"), "Cygnus")
    assert "Cygnus" in browser.get("/").text
    assert browser.post_alone("/vao", ma=secret).status_code == 410


@tries("POST /telegram")
def a_signed_chat_leads_to_its_own_school(ground: Ground) -> None:
    for mark in MARKS:
        browser = ground.pages.browser()
        chat = ground.member_chat(mark, "cô Đào")
        assert browser.post_alone("/telegram", **{"du-lieu": f"{chat} {mark}"}).status_code == 303
        holds_nothing_of_others(browser.get("/"), mark)
        assert mark in browser.get("/").text
    assert browser.post_alone("/telegram", **{"du-lieu": "m99999 x"}).status_code == 403


@tries("POST /ra", "POST /ra-het")
def going_out_is_of_the_own_school(ground: Ground) -> None:
    for path in ("/ra", "/ra-het"):
        ways = {}
        for mark in MARKS:
            with ground.three.of(mark):
                ways[mark] = ground.pages.browser("cô Đào")
        assert ways[OWN].post(path).status_code == 303
        found = {mark: browser.get("/").status_code for mark, browser in ways.items()}
        assert found == {"Aquila": 200, OWN: 401, "Cygnus": 200}


@tries(
    "GET /cac-truong",
    "GET /cac-truong.xlsx",
    "GET /cac-truong.png",
    "GET /cac-truong/vao/{secret}",
    "POST /cac-truong/vao",
)
def a_province_sees_its_own_schools(ground: Ground) -> None:
    three = ground.three

    def made(tx: Tx) -> str:
        now = three.clock.now()
        of = {}
        for mark, number in zip(MARKS, three.numbers, strict=True):
            province = provinces.ensure_all_schools(tx, f"Tỉnh {mark}", now)
            provinces.take_in_all_schools(tx, province.province_id, [number])
            of[mark] = province
        code = invite_officer(tx, of[OWN], "Bà Hạnh", now)
        address = bots.ensure_address_all_schools(
            tx, three.bot.bot_id, ("province", ""), "person", now
        )
        officer = invited(tx, code, now)
        assert officer is not None
        assert agree(tx, address, officer, now)
        return offer_visit(tx, officer, now)

    secret = three.database.write(made)
    browser = ground.pages.browser()
    door = shown(browser.get(f"/cac-truong/vao/{secret}"), secret)
    assert door == shown(browser.get(f"/cac-truong/vao/{STRANGE}"), STRANGE)
    assert browser.post_alone("/cac-truong/vao", ma=secret).status_code == 303
    html = browser.get("/cac-truong").text
    assert f"Tỉnh {OWN}" in html
    assert "Trường mẫu 1" in html
    assert "Trường mẫu 2" not in html
    for ending in ("", ".xlsx", ".png"):
        answer = browser.get(f"/cac-truong{ending}")
        assert answer.status_code == 200
        holds_nothing_of_others(answer)
        assert ground.browser().get(f"/cac-truong{ending}").status_code == 401


@tries("GET /moi")
def the_live_stream(ground: Ground) -> None:
    mine, theirs = ground.browser(), ground.browser("Aquila")
    newest = dict(zip(MARKS, ground.newest(), strict=True))
    with (
        mine.client.stream("GET", f"/moi?tu={newest[OWN]}") as own,
        theirs.client.stream("GET", f"/moi?tu={newest['Aquila']}") as foreign,
    ):
        own_events, foreign_events = own.iter_lines(), foreign.iter_lines()
        with ground.only("Aquila"), ground.three.of("Aquila"):
            ground.three.says("cô Đào", "V4 được 40%")
        # The other school's page is told, by the same look that this one's waits for.
        assert _event(foreign_events) == ground.newest()[0]
        with ground.only(OWN), ground.three.of(OWN):
            ground.three.says("cô Đào", "V4 được 50%")
        assert _event(own_events) == ground.newest()[1]


def _event(lines: Any) -> int:
    """Wait for the next change that a stream tells."""
    return next(int(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))


@tries("GET /f/{token}/{name}")
def a_signed_file(ground: Ground) -> None:
    browser, three = ground.browser(), ground.three
    hashes = {}
    for mark in MARKS:
        with three.of(mark):
            (piece,) = three.read(lambda day: evidence.standing(day.tx, day.school_id))
            hashes[mark] = piece.file_hash
    now = three.clock.now()
    signed = {
        mark: ground.links.address_of(attachment(digest, f"{mark}.pdf"), now)
        for mark, digest in hashes.items()
    }
    place = {mark: address.removeprefix(ground.links.base) for mark, address in signed.items()}
    assert browser.get(place[OWN]).content == PHOTO + OWN.encode()
    # The own address made to name another school's file, or signed by another installation.
    own, _, signature = place[OWN].split("/")[2].partition(".")
    foreign = place["Aquila"].split("/")[2].partition(".")[0]
    forged = FileLinks(ground.links.base, b"another key").address_of(
        attachment(hashes["Aquila"], "a.pdf"), now
    )
    for token in (f"{foreign}.{signature}", f"{own}.", hashes["Aquila"], forged.split("/")[4]):
        answer = browser.get(f"/f/{token}/a.pdf")
        assert (answer.status_code, answer.content) == (404, b"")
    for other in others(OWN):
        answer = browser.get(place[other].replace(f"{other}.pdf", f"{OWN}.pdf"))
        assert answer.content == PHOTO + other.encode()
        # Whoever has a signed address has that file; of the school it shows nothing else.
        assert OWN.encode() not in answer.content


@tries("GET /u/{token}", "POST /u/{token}")
def a_file_handed_in(ground: Ground) -> None:
    three, browser = ground.three, ground.browser()
    with three.of("Aquila"):
        who = three.member("cô Đào")

        def asked(day: SchoolDay) -> str:
            address = bots.open_address(day.tx, day.school_id, who.member_id)
            assert address is not None
            return ask_upload(day, who, address, "V4").token

        token = three.do(asked)
    page = browser.get(f"/u/{token}")
    holds_nothing_of_others(page)
    assert shown(browser.get(f"/u/{nearly(token)}")) == shown(browser.get(f"/u/{STRANGE}"))
    files = {"file": ("cong-van.jpg", PHOTO + b"Aquila thu hai", "image/jpeg")}
    before = len(three.platform.sent)
    with ground.only("Aquila"):
        holds_nothing_of_others(browser.post_alone(f"/u/{token}", files=files))
        three.settle()
    chats = {chat for chat, _ in three.platform.sent[before:]}
    assert chats == {ground.member_chat("Aquila", "cô Đào")}
    with ground.nobody():
        assert browser.post_alone(f"/u/{token}", files=files).status_code == 404


@tries(f"POST {HOOK}")
def what_a_platform_pushes(ground: Ground) -> None:
    browser, three = ground.browser(), ground.three
    update = {"key": "pushed", "chat": ground.member_chat("Cygnus", "cô Đào"), "text": "V4 60%"}
    body = json.dumps(update)
    with ground.nobody():
        assert browser.client.post(HOOK, content=body).status_code == 401
        three.settle()
    with ground.only("Cygnus"):
        answer = browser.client.post(HOOK, content=body, headers={HEADER: SECRET})
        assert (answer.status_code, answer.content) == (200, b"")
        three.settle()

"""What a school has on its pages: of another school's rows none is there at all."""

from functools import partial

import httpx

from plan.papers import PaperKind
from reports.papers.offered import OFFERED
from storage import tables
from tests.isolation.ground import ABSENT, OWN, PRINCIPAL, UNSAID, Ground
from tests.isolation.three import PHOTO, marked_plan, others
from tests.isolation.tries import holds_nothing_of_others, is_as_if_absent, posts, shown, tries
from tests.web.pages import Browser

PAGES_OF_ALL = (
    "/",
    "/cho-quyet",
    "/van-ban",
    "/nam-hoc",
    "/nguoi",
    "/minh-chung",
    "/ke-hoach",
    "/nhat-ky",
    "/truong",
)


@tries(*(f"GET {path}" for path in PAGES_OF_ALL))
def pages_of_the_school(ground: Ground) -> None:
    whole = ""
    for path in PAGES_OF_ALL:
        answer = ground.browser().get(path)
        assert answer.status_code == 200
        holds_nothing_of_others(answer)
        whole += answer.text
    assert whole.count(OWN) > 20
    for path, words in (("/", "?q="), ("/minh-chung", "?q=")):
        unsaid = ground.browser().get(f"{path}{words}{UNSAID}")
        for other in others(OWN):
            found = ground.browser().get(f"{path}{words}{other}")
            assert shown(found, other) == shown(unsaid, UNSAID)
    nobody = shown(ground.browser().get(f"/?ai={ABSENT}"))
    for number in ground.foreign(tables.members):
        assert shown(ground.browser().get(f"/?ai={number}")) == nobody


@tries("GET /viec/{number}", "GET /viec/{number}/sua", "POST /viec/{number}/sua")
def a_task_by_its_code(ground: Ground) -> None:
    browser = ground.browser()
    for path in ("/viec/4", "/viec/4/sua"):
        answer = browser.get(path)
        holds_nothing_of_others(answer)
        assert OWN in answer.text
    with ground.only("Cygnus"), ground.three.of("Cygnus"):
        ground.three.says(PRINCIPAL, "giao cô Đào kiểm kê sách Cygnus trước 20/1/2025")
        ground.three.presses(PRINCIPAL, "Giao")
    theirs, own = ground.numbers(tables.tasks, "Cygnus"), ground.numbers(tables.tasks, OWN)
    # A code that only they have, and the numbers of their rows.
    codes = [len(theirs), *(number for number in theirs if number > len(own))]
    assert len(theirs) > len(own)
    for path in ("/viec/{}", "/viec/{}/sua"):
        is_as_if_absent(ground, codes, partial(_gets, browser, path))
    is_as_if_absent(ground, codes, posts(ground, "/viec/{}/sua", work="x"))
    with ground.only(OWN):
        version = browser.get("/viec/4/sua").text.split('name="ban" value="')[1].split('"')[0]
        cells = {"work": f"{OWN} khác", "time": "30/3/2025", "owner": "cô Đào", "ban": version}
        holds_nothing_of_others(browser.post("/viec/4/sua", **cells))


def _gets(browser: Browser, path: str, number: int) -> httpx.Response:
    return browser.get(path.format(number))


@tries("POST /de-nghi/{request}")
def a_request(ground: Ground) -> None:
    agree = posts(ground, "/de-nghi/{}", y="agree", den="30/4/2025")
    is_as_if_absent(ground, ground.foreign(tables.requests), agree)
    refuse = posts(ground, "/de-nghi/{}", y="refuse", loi="x")
    is_as_if_absent(ground, ground.foreign(tables.requests), refuse)
    with ground.only(OWN):
        (mine,) = ground.numbers(tables.requests, OWN)
        holds_nothing_of_others(agree(mine))


@tries("POST /cau-hoi/{question}")
def a_question(ground: Ground) -> None:
    answer = posts(ground, "/cau-hoi/{}", loi="Theo mẫu cũ")
    is_as_if_absent(ground, ground.foreign(tables.questions), answer)


@tries("POST /ke-hoach/hoi/{doubt}")
def a_doubt(ground: Ground) -> None:
    stranger = str(ground.foreign(tables.members)[0])
    fields = {"y": "people", "nguoi": stranger, "loi": "x"}
    is_as_if_absent(
        ground, ground.foreign(tables.doubts), posts(ground, "/ke-hoach/hoi/{}", **fields)
    )
    own = ground.numbers(tables.doubts, OWN)
    # Nobody of another school can be named in an answer of the own either.
    for doubt in own:
        with ground.nobody():
            of_stranger = ground.browser().post(f"/ke-hoach/hoi/{doubt}", nguoi=stranger)
            of_nobody = ground.browser().post(f"/ke-hoach/hoi/{doubt}", nguoi=str(ABSENT))
        assert shown(of_stranger) == shown(of_nobody)


@tries("GET /minh-chung/{piece}")
def a_piece_of_evidence(ground: Ground) -> None:
    browser = ground.browser()
    is_as_if_absent(
        ground, ground.foreign(tables.evidence), lambda n: browser.get(f"/minh-chung/{n}")
    )
    (mine,) = ground.numbers(tables.evidence, OWN)
    assert browser.get(f"/minh-chung/{mine}").content == PHOTO + OWN.encode()


@tries("GET /ke-hoach/{plan}/in")
def a_plan_on_paper(ground: Ground) -> None:
    browser = ground.browser()
    is_as_if_absent(
        ground, ground.foreign(tables.plans), lambda n: browser.get(f"/ke-hoach/{n}/in")
    )
    (mine,) = ground.numbers(tables.plans, OWN)
    answer = browser.get(f"/ke-hoach/{mine}/in")
    holds_nothing_of_others(answer)
    assert OWN in answer.text


@tries("POST /ke-hoach", "GET /ke-hoach/ban-cho", "POST /ke-hoach/ban-cho")
def a_plan_that_comes_in(ground: Ground) -> None:
    stranger, browser = ground.browser("Aquila"), ground.browser()
    before = browser.get("/ke-hoach/ban-cho")
    with ground.only("Aquila"):
        _hands_in(stranger, marked_plan("Aquila").replace(b"2024-2025", b"2025-2026"))
    assert shown(browser.get("/ke-hoach/ban-cho")) == shown(before)
    (draft,) = set(ground.numbers(tables.plans, "Aquila")[1:])
    for wanted in ("drop", "take"):
        with ground.nobody():
            answer = browser.post("/ke-hoach/ban-cho", y=wanted, ban=str(draft))
            assert shown(answer) == shown(
                browser.post("/ke-hoach/ban-cho", y=wanted, ban=str(ABSENT))
            )
    with ground.only("Aquila"):
        stranger.post("/ke-hoach/ban-cho", y="drop", ban=str(draft))
    # The very file of another school is new here: that it is known elsewhere does not show.
    with ground.only(OWN):
        _hands_in(browser, marked_plan("Cygnus"))
        page = browser.get("/ke-hoach/ban-cho").text
        assert "Cygnus" in page
        assert "Aquila" not in page
        number = page.split('name="ban" value="')[1].split('"')[0]
        browser.post("/ke-hoach/ban-cho", y="drop", ban=number)


def _hands_in(browser: Browser, content: bytes) -> None:
    files = {"tep": ("ke-hoach.txt", content)}
    answer = browser.post_alone("/ke-hoach", files=files, dau=browser.proof())
    assert answer.headers["location"] == "/ke-hoach/ban-cho"


@tries("POST /truong/khung", "POST /truong/nhac")
def settings_of_the_school(ground: Ground) -> None:
    mine, theirs = ground.browser(), [ground.browser(mark) for mark in others(OWN)]
    before = [shown(browser.get("/truong"))[0] for browser in theirs]
    pages = [browser.get("/truong").text for browser in theirs]
    versions = mine.get("/truong").text.split('name="ban" value="')[1:]
    calendar, reminding = versions[0].split('"')[0], versions[-1].split('"')[0]
    day_off = {"loai": "more_days_off", "tu": "12/12/2024", "den": "12/12/2024"}
    hours = {"digest_at": "06:45", "weekly_at": "16:00"}
    with ground.only(OWN):
        for version in {calendar, reminding}:
            holds_nothing_of_others(mine.post("/truong/khung", ban=version, chac="1", **day_off))
        _set_hours(mine, hours)
    assert [shown(browser.get("/truong"))[0] for browser in theirs] == before
    assert [_without_proof(b.get("/truong").text) for b in theirs] == [
        _without_proof(page) for page in pages
    ]


def _set_hours(browser: Browser, hours: dict[str, str]) -> None:
    html = browser.get("/truong").text
    if 'action="/truong/nhac"' not in html:
        raise AssertionError("the principal sets the hours")
    form = html.split('action="/truong/nhac"')[1].split("</form>")[0]
    fields = {
        piece.split('"')[0]: piece.split('value="')[1].split('"')[0]
        for piece in form.split('name="')[1:]
        if 'value="' in piece.split(">")[0]
    }
    answer = browser.post_alone("/truong/nhac", **{**fields, **hours})
    assert answer.headers.get("location") == "/truong?roi=reminding", answer.text


def _without_proof(html: str) -> str:
    return html.split("<main")[1].split('name="dau"', maxsplit=1)[0]


@tries("GET /van-ban/{kind}.{ending}")
def every_document(ground: Ground) -> None:
    browser = ground.browser()
    absent = shown(browser.get("/van-ban/nothing.docx"))
    for kind in PaperKind:
        endings = OFFERED.get(kind, ())
        for ending in {"docx", "pdf", "xlsx", "ics", "png", "zip"} - set(endings):
            assert shown(browser.get(f"/van-ban/{kind}.{ending}")) == absent
    # What they hold is tried in test_exports.py, where their words are read.

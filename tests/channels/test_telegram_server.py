"""The server that plays Telegram is strict, keeps what is unconfirmed, and fails as told."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.loopback import Loopback
from tests.telegram_server import Person, TelegramServer, fails, flood, silent
from tests.telegram_server.markup import MarkupError, parse_html
from tests.telegram_server.spec import FULL, TRIMMED, problems, trim

Raw = dict[str, Any]
LAN, STAFF = 501, -1001


@pytest.fixture
def api(server: TelegramServer) -> Iterator[httpx.Client]:
    base = f"{server.url}/bot{server.token}/"
    with httpx.Client(base_url=base, trust_env=False, timeout=2.0) as client:
        yield client


@pytest.fixture
def lan(server: TelegramServer) -> Person:
    person = server.person(LAN, "Lan")
    person.starts()
    return person


def call(api: httpx.Client, method: str, params: Raw | None = None) -> Raw:
    answer: Raw = api.post(method, json=params or {}).json()
    return answer


def result(api: httpx.Client, method: str, params: Raw | None = None) -> Any:
    answer = call(api, method, params)
    assert answer["ok"], answer
    return answer["result"]


@pytest.mark.skipif(not FULL.exists(), reason="the full specification is not beside the clone")
def test_our_copy_of_the_specification_equals_the_full_one() -> None:
    full = json.loads(FULL.read_text(encoding="utf-8"))
    assert trim(full) == json.loads(TRIMMED.read_text(encoding="utf-8"))


def text(words: str, **more: Any) -> Raw:
    return {"chat_id": LAN, "text": words, **more}


def html(words: str) -> Raw:
    return text(words, parse_mode="HTML")


def buttons(*rows: list[Raw]) -> Raw:
    return text("x", reply_markup={"inline_keyboard": list(rows)})


def commands(*pairs: tuple[str, str], **more: Any) -> Raw:
    return {"commands": [{"command": name, "description": words} for name, words in pairs], **more}


VIOLATIONS: list[tuple[str, Raw, str]] = [
    ("sendRocket", {}, "unknown or unplayed method"),
    ("sendMessage", {"chat_id": LAN}, "text is missing"),
    ("sendMessage", text("x", parse_mod="HTML"), "unknown parse_mod"),
    ("sendMessage", text(7), "text: not String"),  # type: ignore[arg-type]  # the point
    ("sendMessage", text("x", disable_notification="yes"), "not Boolean"),
    ("sendMessage", text("x", parse_mode="Markdown"), "not played"),
    ("sendMessage", text("   "), "text is empty"),
    ("sendMessage", text("x" * 4097), "too long: 4097"),
    ("sendMessage", text("🎉" * 2049), "too long: 4098"),
    ("sendMessage", html("<b></b>"), "empty once parsed"),
    ("sendMessage", html("<b>x"), "can't parse entities"),
    ("sendMessage", html("<b>x</i>"), "can't parse entities"),
    ("sendMessage", html("3 < 5"), "can't parse entities"),
    ("sendMessage", html("a<br>b"), "can't parse entities"),
    ("sendMessage", text("x", reply_parameters={}), "names no message"),
    ("sendMessage", text("x", reply_parameters={"message_id": "7"}), "not Integer"),
    ("sendMessage", text("x", reply_markup={"inline_keyboard": [{"text": "a"}]}), "not an array"),
    ("sendMessage", buttons([{"text": "a"}]), "exactly one thing"),
    ("sendMessage", buttons([{"text": "a", "callback_data": "b", "url": "c"}]), "one thing"),
    ("sendMessage", buttons([{"text": " ", "callback_data": "b"}]), "without words"),
    ("sendMessage", buttons([{"text": "a", "callback_data": ""}]), "0 bytes"),
    ("sendMessage", buttons([{"text": "a", "callback_data": "ệ" * 22}]), "66 bytes"),
    ("sendMessage", buttons([{"text": "a", "callback_dat": "b"}]), "unknown callback_dat"),
    ("sendMessage", buttons([{"text": "a", "callback_data": "b"}] * 9), "a row of 9"),
    ("sendMessage", buttons(*[[{"text": "a", "callback_data": "b"}]] * 101), "too many buttons"),
    ("sendPhoto", {"chat_id": LAN, "photo": "F1", "caption": "x" * 1025}, "too long: 1025"),
    ("editMessageText", {"text": "x"}, "message_id are needed"),
    ("answerCallbackQuery", {"callback_query_id": "q", "text": "x" * 201}, "too long"),
    ("sendChatAction", {"chat_id": LAN, "action": "singing"}, "unknown action"),
    ("setMyCommands", commands(("Viec", "x")), "is invalid"),
    ("setMyCommands", commands(("viec_cua_toi", "")), "too short"),
    ("setMyCommands", commands(*[("viec", "x")] * 101), "too many commands"),
    ("setMyCommands", commands(scope={"type": "chat"}), "chat_id is missing"),
    ("setMyCommands", commands(scope={"type": "teachers"}), "type is not"),
    ("getUpdates", {"limit": 101}, "limit"),
    ("getUpdates", {"timeout": -1}, "negative"),
    ("getUpdates", {"allowed_updates": ["news"]}, "unplayed update news"),
    ("setWebhook", {"url": "http://a.vn/"}, "HTTPS"),
    ("setWebhook", {"url": "https://a.vn:8080/"}, "HTTPS"),
    ("setWebhook", {"url": "https://a.vn/", "secret_token": "bí mật"}, "unallowed"),
]


@pytest.mark.parametrize(("method", "params", "words"), VIOLATIONS)
def test_a_call_that_breaks_the_specification_is_refused_and_remembered(
    server: TelegramServer, api: httpx.Client, method: str, params: Raw, words: str
) -> None:
    answer = call(api, method, params)
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert words in " ".join(server.violations)
    server.violations.clear()


@pytest.mark.parametrize(
    "params", [text("x" * 4096), text("🎉" * 2048), html("a &amp; b > c & d")]
)
def test_what_is_just_allowed_passes(api: httpx.Client, lan: Person, params: Raw) -> None:
    result(api, "sendMessage", params)
    assert len(lan.inbox) == 1


def test_a_form_means_what_the_same_json_means(api: httpx.Client, lan: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Xong", "callback_data": "d"}]]}
    form = {"chat_id": "501", "text": "7", "reply_markup": json.dumps(markup)}
    api.post("sendMessage", data={**form, "disable_notification": "true"})
    api.get("sendMessage", params=form)
    assert [seen.text for seen in lan.inbox] == ["7", "7"]
    assert lan.last.labels == [["Xong"]]


def test_a_body_of_another_kind_is_refused(server: TelegramServer, api: httpx.Client) -> None:
    for kind, body in (("a/xml", b"<x/>"), ("application/json", b"{")):
        answer = api.post("getMe", content=body, headers={"content-type": kind})
        assert answer.status_code == 400
    assert len(server.violations) == 2
    server.violations.clear()


def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    answer = httpx.get(f"{server.url}/bot1:x/getMe", trust_env=False)
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("source", "shown", "kinds"),
    [
        ("a &lt; b &#7879; &nbsp;", "a < b ệ &nbsp;", []),
        ("  <b>x</b>  ", "x", [("bold", 0, 1)]),
        ("🎉<i>x<u>y</u></i>", "🎉xy", [("italic", 2, 2), ("underline", 3, 1)]),
        ('<a href="https://a.vn">x</a><a>y</a>', "xy", [("text_link", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
        ("<b> </b>x", "x", []),
    ],
)
def test_markup_is_read_as_telegram_does(
    source: str, shown: str, kinds: list[tuple[str, int, int]]
) -> None:
    marked = parse_html(source)
    assert marked.text == shown
    assert [(one["type"], one["offset"], one["length"]) for one in marked.entities] == kinds


@pytest.mark.parametrize("source", ["<", "<>", "</b>", "<b><i></b></i>", "<span>x</span>", "<p>"])
def test_markup_that_telegram_refuses(source: str) -> None:
    with pytest.raises(MarkupError):
        parse_html(source)


def test_every_update_is_of_the_specified_shape(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    server.world.privacy = False
    said = lan.says("xong", reply_to=1)
    lan.edits(said, "chưa xong")
    lan.forwards("nộp báo cáo", "Hà")
    lan.sends_photo(b"jpg", "minh chứng", album="A")
    lan.sends_file("kh.docx", b"PK")
    lan.sends_voice()
    lan.sends_sticker()
    result(api, "sendMessage", buttons([{"text": "Xong", "callback_data": "d"}]))
    lan.presses("Xong")
    lan.blocks()
    lan.unblocks()
    group = server.group(STAFF, "Hội đồng", "group")
    topic = group.topic("Kế hoạch", lan)
    lan.says("trong nhóm", where=topic)
    group.anonymous_says("ẩn danh")
    group.removes_bot(lan)
    group.adds_bot(lan)
    group.upgrades(-100_5, lan)
    updates = result(api, "getUpdates")
    assert len(updates) == 18
    assert [one for update in updates for one in problems(update, ["Update"], "Update")] == []


def test_updates_wait_until_confirmed_and_only_of_the_kinds_wanted(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    (start,) = result(api, "getUpdates", {"allowed_updates": ["message"]})
    lan.blocks()
    lan.unblocks()
    lan.says("một")
    lan.says("hai")
    offset = start["update_id"] + 1
    batch = result(api, "getUpdates", {"offset": offset, "limit": 1})
    assert [update["message"]["text"] for update in batch] == ["một"]
    assert len(result(api, "getUpdates", {"offset": offset})) == 2
    assert [one["message"]["text"] for one in result(api, "getUpdates", {"offset": -1})] == ["hai"]
    assert len(server.world.updates) == 1


def test_a_group_shows_the_bot_only_what_is_meant_for_it(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    group = server.group(STAFF, "Hội đồng")
    sent = result(api, "sendMessage", {"chat_id": STAFF, "text": "Chào"})
    lan.says("nói chuyện riêng", where=group)
    lan.says("/viec", where=group)
    lan.says("@NhacViecBot xong", where=group)
    lan.says("xong", where=group, reply_to=sent["message_id"])
    heard = [update["message"]["text"] for update in result(api, "getUpdates")]
    assert heard == ["/start", "/viec", "@NhacViecBot xong", "xong"]


def test_a_press_needs_its_button(api: httpx.Client, lan: Person) -> None:
    result(api, "sendMessage", buttons([{"text": "Xong", "callback_data": "d"}]))
    with pytest.raises(AssertionError, match="Có vướng"):
        lan.presses("Có vướng")
    press = lan.presses("d")
    assert result(api, "answerCallbackQuery", {"callback_query_id": press})
    assert not call(api, "answerCallbackQuery", {"callback_query_id": press})["ok"]


def test_who_blocked_the_bot_gets_nothing_until_unblocked(api: httpx.Client, lan: Person) -> None:
    lan.blocks()
    assert call(api, "sendMessage", text("x"))["error_code"] == 403
    with pytest.raises(AssertionError):
        lan.says("x")
    lan.unblocks()
    result(api, "sendMessage", text("x"))


def test_being_down_forgets_nothing(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    lan.says("chào")
    server.down()
    with pytest.raises(httpx.ConnectError):
        api.post("getMe")
    lan.says("còn đó không")
    server.up()
    assert len(result(api, "getUpdates")) == 3


def test_a_flood_lasts_and_counts_who_calls_meanwhile(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    server.person(502, "Minh").starts()
    server.play(flood(60, chat=LAN))
    for _ in range(2):
        answer = call(api, "sendMessage", text("x"))
        assert answer["parameters"] == {"retry_after": 60}
    result(api, "sendMessage", {"chat_id": 502, "text": "x"})
    result(api, "sendChatAction", {"chat_id": LAN, "action": "typing"})
    assert len(server.calls_in_penalty()) == 2
    assert lan.inbox == []
    server.faults.clear()
    result(api, "sendMessage", text("x"))


def test_a_share_of_calls_fails(server: TelegramServer, api: httpx.Client, lan: Person) -> None:
    fault = fails(500, times=None)
    fault.share = 0.2
    server.play(fault)
    answers = [call(api, "sendMessage", text("x"))["ok"] for _ in range(20)]
    assert answers == ([True] * 4 + [False]) * 4
    assert len(lan.inbox) == 16


def test_accepted_then_silent_stores_the_message(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    server.play(silent())
    with pytest.raises(httpx.ReadTimeout):
        api.post("sendMessage", json=text("x"), timeout=0.05)
    assert [seen.text for seen in lan.inbox] == ["x"]


def test_the_busiest_second_is_counted(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    for _ in range(3):
        result(api, "sendMessage", text("x"))
    for seen, at in zip(server.calls, (10.0, 10.6, 11.5), strict=True):
        seen.at = at
    assert (server.busiest(), server.busiest(2.0), server.busiest(chat=502)) == (2, 3, 0)
    assert [seen.status for seen in server.calls] == [200] * 3
    assert len(lan.waits(3)) == 3


def test_a_webhook_gets_each_update_until_it_takes_it(
    server: TelegramServer, api: httpx.Client, lan: Person
) -> None:
    taken: list[tuple[str, str]] = []
    refusals = iter([503, 500])

    async def hook(request: Request) -> Response:
        update = await request.json()
        if status := next(refusals, 0):
            return Response(status_code=status)
        secret = request.headers["x-telegram-bot-api-secret-token"]
        taken.append((update["message"]["text"], secret))
        return Response()

    app = Starlette(routes=[Route("/t", hook, methods=["POST"])])
    with Loopback(app) as ours:
        result(api, "setWebhook", {"url": f"{ours.url}/t", "secret_token": "s3cret"})
        assert call(api, "getUpdates")["error_code"] == 409
        lan.says("xong V1")
        server.waits(lambda: len(server.world.updates) == 0)
    assert taken == [("/start", "s3cret"), ("xong V1", "s3cret")]
    assert result(api, "getWebhookInfo")["pending_update_count"] == 0
    result(api, "deleteWebhook")
    assert result(api, "getUpdates") == []

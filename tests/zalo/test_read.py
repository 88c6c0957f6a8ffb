"""Events of Zalo as they may come, in every shape that was seen or told of."""

from typing import Any

import pytest

from bot.channels.zalo_read import key_of, read_event
from followup.ports import InboundKind
from tests.school import at

NOW = at("2024-12-02 09:00")
NAMES = ("Bot Nhắc Việc", "bot.NhacViec")


def event(name: str = "message.text.received", **message: Any) -> dict[str, Any]:
    whole = {
        "from": {"id": "6ede9afa66b88fe6d6a9", "display_name": "Ted", "is_bot": False},
        "chat": {"id": "6ede9afa66b88fe6d6a9", "chat_type": "PRIVATE"},
        "message_id": "2d758cb5e222177a4e35",
        "date": 1750316131602,
        **message,
    }
    left = {key: value for key, value in whole.items() if value is not None}
    return {"event_name": name, "message": left} if name else {"message": left}


def kind_of(raw: dict[str, Any]) -> InboundKind | None:
    said = read_event(raw, 1, received_at=NOW)
    return None if said is None else said.kind


def test_a_text_by_poll_and_by_webhook_is_the_same() -> None:
    polled = event(text="Xin chào")
    pushed = {"ok": True, "result": polled}
    assert read_event(polled, 1, received_at=NOW) == read_event(pushed, 1, received_at=NOW)
    said = read_event(polled, 1, received_at=NOW)
    assert said is not None
    assert (said.channel, said.text, said.sender_name) == ("zalo", "Xin chào", "Ted")
    assert said.chat == said.person == "6ede9afa66b88fe6d6a9"
    assert said.dedupe_key == key_of(pushed) == "2d758cb5e222177a4e35"
    assert said.sent_at.isoformat() == "2025-06-19T06:55:31.602000+00:00"
    assert said.refers_to == ""


def test_the_older_shape_is_read_as_well() -> None:
    older = event("", text="chào")
    older["message"]["from"] = {"id": "a1", "first_name": "Lan"}
    said = read_event(older, 1, received_at=NOW)
    assert said is not None
    assert (said.kind, said.sender_name) == (InboundKind.TEXT, "Lan")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (event("message.image.received", photo="https://p.vn/1.jpg"), InboundKind.PHOTO),
        (event("message.image.received"), InboundKind.OTHER),
        (event("message.sticker.received", sticker="x", url="https://s.vn"), InboundKind.STICKER),
        (event("message.voice.received", voice_url="https://v.vn/1.aac"), InboundKind.VOICE),
        (event("message.unsupported.received"), InboundKind.OTHER),
        (event("message.text.received"), InboundKind.OTHER),
        (event("", photo="https://p.vn/1.jpg", caption="V12"), InboundKind.PHOTO),
        (event("", sticker="x"), InboundKind.STICKER),
        (event(""), None),
        (event("message.hologram.received", text="?"), None),
        (event("user.unfollow", chat=None, text=None), None),
        ({"message": {"text": "x", "from": {"id": "b", "is_bot": True}}}, None),
        (event(text="x", chat=None, date=None), InboundKind.TEXT),
        ({"message": {"text": "x"}}, None),
        ({}, None),
        ({"ok": True, "result": []}, None),
        ({"event_name": 7, "message": "chữ"}, None),
        ({"message": {"from": [], "chat": 5, "text": {"a": 1}}}, None),
    ],
)
def test_kinds_of_event(raw: dict[str, Any], kind: InboundKind | None) -> None:
    assert kind_of(raw) is kind
    assert key_of(raw)


@pytest.mark.parametrize("date", [None, "hôm nay", True, -1, 10**30])
def test_a_date_that_is_none_is_when_it_came(date: object) -> None:
    said = read_event(event(text="x", date=date), 1, received_at=NOW)
    assert said is not None
    assert said.sent_at == NOW


def test_who_wrote_or_where_may_be_missing_in_private() -> None:
    for missing in ("from", "chat"):
        raw = event(text="x")
        del raw["message"][missing]
        said = read_event(raw, 1, received_at=NOW)
        assert said is not None
        assert said.chat == said.person == "6ede9afa66b88fe6d6a9"


def test_events_without_an_id_are_told_apart_by_all_they_hold() -> None:
    one, two = event(text="một", message_id=None), event(text="hai", message_id=None)
    assert key_of(one) == key_of({"ok": True, "result": dict(one)})
    assert key_of(one) != key_of(two)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("@Bot Nhắc Việc việc của tôi", "việc của tôi"),
        ("@bot nhắc việc: xong V12", "xong V12"),
        ("xong V12 @Bot Nhắc Việc", "xong V12"),
        ("nhờ @bot.NhacViec\nxem V12", "nhờ\nxem V12"),
        ("@Bot Nhắc Việcx chào", "@Bot Nhắc Việcx chào"),
        ("@Lan ơi", "@Lan ơi"),
        ("@Bot Nhắc Việc", ""),
    ],
)
def test_a_mention_is_taken_out_in_a_group(text: str, left: str) -> None:
    group = {"id": "g1", "chat_type": "GROUP"}
    said = read_event(event(text=text, chat=group), 1, received_at=NOW, names=NAMES)
    assert said is not None
    assert (said.text, said.is_group, said.chat) == (left, True, "g1")


def test_signs_that_a_database_cannot_hold_are_replaced() -> None:
    said = read_event(event(text="a\x00b\ud800c"), 1, received_at=NOW)
    assert said is not None
    assert said.text == "ab?c"


def test_a_picture_has_its_address_and_its_words() -> None:
    raw = event("message.image.received", photo="https://p.vn/1.jpg", caption="xong V12")
    said = read_event(raw, 1, received_at=NOW)
    assert said is not None
    assert said.text == "xong V12"
    assert said.attachments[0].reference == "https://p.vn/1.jpg"
    assert said.attachments[0].name == "anh-7a4e35.jpg"
    assert said.attachments[0].mime == "image/jpeg"

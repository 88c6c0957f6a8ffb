"""Raw updates as Telegram sends them -> Inbound; a table, and noise of every sort."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import fields

from bot.channels.telegram_read import read_update, update_id
from followup.ports import Inbound

NOON = datetime(2025, 3, 10, 5, 0, tzinfo=UTC)
SENT = datetime(2025, 3, 10, 1, 2, 3, tzinfo=UTC)
SENT_DATE = int(SENT.timestamp())

LAN = {"id": 501, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn"}
PRIVATE = {"id": 501, "type": "private", "first_name": "Lan"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Hội đồng", "is_forum": True}
CHANNEL = {"id": -1009, "type": "channel", "title": "Thông báo"}
BOT = {"id": 7, "is_bot": True, "first_name": "Nhắc Việc", "username": "NhacViecBot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
FILE = {"file_id": "F1", "file_unique_id": "u1", "file_size": 9}

Raw = dict[str, Any]


def message(**content: Any) -> Raw:
    return {"message_id": 9, "date": SENT_DATE, "chat": PRIVATE, "from": LAN, **content}


def group_message(**content: Any) -> Raw:
    return message(chat=GROUP, **content)


def read(kind: str, body: Any) -> Inbound | None:
    raw = {"update_id": 31, kind: body}
    return read_update(raw, 4, received_at=NOON, username="NhacViecBot")


def told(said: Inbound | None) -> Raw:
    """Only what differs from an empty text of Lan's in private."""
    assert said is not None
    plain = {"channel": "telegram", "bot_id": 4, "chat": "501", "person": "501"}
    plain |= {"dedupe_key": "31", "kind": "text", "sent_at": SENT, "sender_name": "Lan Nguyễn"}
    for one in fields(Inbound):
        plain.setdefault(one.name, one.default)
    return {
        name: value
        for name, value in to_builtins(said, builtin_types=[datetime]).items()
        if value != plain[name]
    }


def file(kind: str, name: str, mime: str = "", size: int | None = 9, reference: str = "F1") -> Raw:
    one = {"reference": reference, "name": name, "mime": mime, "size": size}
    return {"kind": kind, "attachments": (one,)}


CASES: list[tuple[str, Raw, Raw]] = [
    ("plain words", message(text="xong V12 <3 & 🎉"), {"text": "xong V12 <3 & 🎉"}),
    ("a deep link", message(text="/start K7"), {"text": "/start K7"}),
    ("no last name", message(text="a", **{"from": {"id": 501, "first_name": "Lan"}}),
     {"text": "a", "sender_name": "Lan"}),
    ("no date", message(text="a", date=None), {"text": "a", "sent_at": NOON}),
    ("a date past all years", message(text="a", date=10**15), {"text": "a", "sent_at": NOON}),
    ("half an emoji, and a NUL", message(text="a\ud83d\x00b"), {"text": "a?b"}),
    ("a reply", message(text="xong", reply_to_message={"message_id": 5}),
     {"text": "xong", "refers_to": "5"}),
    ("a forward", message(text="a", forward_origin={"type": "hidden_user"}),
     {"text": "a", "forwarded": True}),
    ("a photo, its largest size", message(
        caption="minh chứng", media_group_id="A1",
        photo=[{**FILE, "file_id": "big", "width": 90, "height": 90},
               {**FILE, "width": 9, "height": 9}, {"width": 999, "height": 999}, "noise"]),
     {**file("photo", "photo-u1.jpg", "image/jpeg", reference="big"),
      "text": "minh chứng", "album": "A1"}),
    ("a live photo", message(photo=[FILE], live_photo={**FILE, "file_id": "F9"}),
     file("photo", "photo-u1.jpg", "image/jpeg")),
    ("a photo without sizes we can use", message(photo=["noise"]), {"kind": "photo"}),
    ("a document", message(document={**FILE, "file_name": "kh.docx", "mime_type": "a/b"}),
     file("file", "kh.docx", "a/b")),
    ("a document without name or size",
     message(document={"file_id": "F1", "file_unique_id": "u1", "mime_type": "application/pdf"}),
     file("file", "document-u1.pdf", "application/pdf", None)),
    ("a video", message(video={**FILE, "mime_type": "video/mp4"}),
     file("file", "video-u1.mp4", "video/mp4")),
    ("a voice", message(voice={**FILE, "mime_type": "audio/ogg"}),
     {**file("voice", "voice-u1.oga", "audio/ogg")}),
    ("a round video", message(video_note=FILE), file("voice", "video_note-u1")),
    ("a sticker", message(sticker={**FILE, "emoji": "👍"}), file("sticker", "sticker-u1")),
    ("a place", message(location={"latitude": 1.0, "longitude": 2.0}), {"kind": "other"}),
    ("rich words", message(rich_message={"blocks": [
        {"type": "paragraph", "text": ["xong ", {"type": "bold", "text": "V12"}]},
        {"type": "list", "items": [{"blocks": [{"text": "ghi chú"}]}]}]}),
     {"text": "xong V12\nghi chú"}),
    ("a group's words", group_message(text="xong"),
     {"chat": "-1001", "is_group": True, "text": "xong"}),
    ("a command with our name", group_message(text="/viec@nhacviecbot V3"),
     {"chat": "-1001", "is_group": True, "text": "/viec V3"}),
    ("our name first", group_message(text="@NhacViecBot, xong V3"),
     {"chat": "-1001", "is_group": True, "text": "xong V3"}),
    ("a name like ours", group_message(text="@NhacViecBot2 xong"),
     {"chat": "-1001", "is_group": True, "text": "@NhacViecBot2 xong"}),
    ("a topic", group_message(text="a", is_topic_message=True, message_thread_id=3,
                              reply_to_message={"message_id": 3, "forum_topic_created": {}}),
     {"chat": "-1001", "is_group": True, "text": "a", "thread": "3"}),
    ("a chain of replies is no topic", group_message(text="a", message_thread_id=3),
     {"chat": "-1001", "is_group": True, "text": "a"}),
    ("an anonymous administrator",
     group_message(text="a", sender_chat=GROUP, **{"from": ANONYMOUS}),
     {"chat": "-1001", "is_group": True, "text": "a", "person": "", "sender_name": "Hội đồng"}),
    ("a group that moves", group_message(migrate_to_chat_id=-1002),
     {"chat": "-1001", "is_group": True, "kind": "other", "migrated_to": "-1002",
      "person": "", "sender_name": ""}),
    ("a group that moved", group_message(migrate_from_chat_id=-77),
     {"chat": "-77", "is_group": True, "kind": "other", "migrated_to": "-1001",
      "person": "", "sender_name": ""}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_message_is_read(body: Raw, expected: Raw) -> None:
    assert told(read("message", body)) == expected


def press(**content: Any) -> Raw:
    shown = {"message_id": 5, "date": SENT_DATE, "chat": PRIVATE, "from": BOT}
    return {"id": "q1", "from": LAN, "data": "d.12", "message": shown, **content}


def test_a_press_has_the_time_it_came_and_names_its_message() -> None:
    expected = {
        "kind": "choice",
        "sent_at": NOON,
        "choice_key": "d.12",
        "press": "q1",
        "refers_to": "5",
    }
    assert told(read("callback_query", press())) == expected
    old = {"message_id": 5, "date": 0, "chat": PRIVATE}  # what Telegram sends of an old message
    assert told(read("callback_query", press(message=old))) == expected


def test_a_press_in_a_group_is_of_who_pressed() -> None:
    shown = group_message(is_topic_message=True, message_thread_id=3)
    said = read("callback_query", press(message=shown))
    assert said is not None
    assert (said.chat, said.person, said.thread, said.is_group) == ("-1001", "501", "3", True)


def test_an_edit_in_private_is_told_apart_and_one_in_a_group_is_not_for_us() -> None:
    edit = message(text="xong V13", edit_date=SENT_DATE)
    expected = {"kind": "other", "edited": True, "text": "xong V13", "refers_to": "9"}
    assert told(read("edited_message", edit)) == expected
    assert read("edited_message", group_message(text="xong V13")) is None


def member(status: str, **more: Any) -> Raw:
    return {"status": status, "user": BOT, **more}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (member("member"), member("kicked"), "blocked"),
        (member("kicked"), member("member"), "opened"),
        (member("left"), member("administrator"), "opened"),
        (member("member"), member("restricted", is_member=False), "blocked"),
        (member("member"), member("administrator"), None),
        (member("member"), member("restricted", is_member=True), None),
    ],
)
def test_whether_the_bot_is_let_in(before: Raw, after: Raw, kind: str | None) -> None:
    change = {"chat": GROUP, "from": LAN, "date": SENT_DATE}
    said = read("my_chat_member", {**change, "old_chat_member": before, "new_chat_member": after})
    assert (said and said.kind) == kind
    assert said is None or (said.chat, said.person, said.is_group) == ("-1001", "501", True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("message", group_message(text="/viec@OtherBot")),
        ("message", message(text="a", chat=CHANNEL)),
        ("message", message(text="a", **{"from": BOT})),
        ("message", message(text="a", **{"from": None})),
        ("message", group_message(new_chat_members=[LAN])),
        ("message", group_message(pinned_message={"message_id": 1})),
        ("message", group_message(text="a", sender_chat=CHANNEL, is_automatic_forward=True)),
        ("message", {}),
        ("message", "noise"),
        ("channel_post", message(text="a")),
        ("poll", {"id": "1"}),
        ("callback_query", press(message=None, inline_message_id="x")),
        ("callback_query", press(data=None, game_short_name="x")),
    ],
)
def test_what_is_not_for_us_is_none(kind: str, body: Any) -> None:
    assert read(kind, body) is None


def test_without_our_name_a_command_keeps_what_follows_it() -> None:
    raw = {"update_id": 1, "message": group_message(text="/viec@NhacViecBot")}
    said = read_update(raw, 4, received_at=NOON)
    assert said is not None
    assert said.text == "/viec@NhacViecBot"


@pytest.mark.parametrize("raw", [{}, {"update_id": "1"}, {"update_id": True, "message": {}}])
def test_what_has_no_number_is_no_update(raw: Raw) -> None:
    assert update_id(raw) is None
    assert read_update(raw, 4, received_at=NOON) is None


@pytest.mark.parametrize("key", ["text", "blocks"])
def test_rich_words_nested_without_end_are_let_go(key: str) -> None:
    deep: Any = "xong"
    for _ in range(5000):
        deep = {key: [deep]}
    assert read("message", message(rich_message=deep)) is None


WORDS = st.sampled_from(
    sorted({name for _, body, _ in CASES for name in body} | set(LAN) | set(GROUP) | {"status"})
)
NOISE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None)  # a busy machine is no fault of the reader
@given(
    kind=st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]),
    base=st.sampled_from([body for _, body, _ in CASES] + [press()]),
    noise=st.dictionaries(WORDS, NOISE, max_size=4),
)
def test_noise_never_raises(kind: str, base: Raw, noise: Raw) -> None:
    said = read(kind, {**base, **noise})
    assert said is None or said.text.encode() is not None

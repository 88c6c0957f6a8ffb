"""Sending over HTTP: what people see, and what each failure proves."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram_pieces import AttachmentError, read_uploads
from bot.channels.telegram_wire import RefusedError, Timeouts
from followup.ports import Attachment, Choice, Failed, NotYet, Prompt, Sent, Target, Unknown
from tests.telegram_server import (
    Fault,
    Person,
    TelegramServer,
    fails,
    flood,
    garbage,
    hangup,
    reset,
    silent,
    slow,
)

pytestmark = pytest.mark.anyio

LAN, STAFF = 501, -1001
TO_LAN, TO_STAFF = Target("501"), Target("-1001", is_group=True)


@pytest.fixture
def lan(server: TelegramServer) -> Person:
    person = server.person(LAN, "Lan", last_name="Nguyễn")
    person.starts()
    return person


async def test_signs_emoji_and_markup_arrive_as_meant(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    link = "<a href='https://a.vn/?x=1&amp;y=2'>ở đây</a>"
    text = f"<b>Nộp báo cáo</b> &lt;3 &amp; &gt; 50% 🎉👩‍🏫 {link}"
    assert await channel.send(TO_LAN, Prompt(text)) == Sent(str(lan.last.message_id))
    assert lan.last.text == "Nộp báo cáo <3 & > 50% 🎉👩‍🏫 ở đây"
    kinds = {entity["type"]: entity for entity in lan.last.content["entities"]}
    assert kinds["bold"]["length"] == len("Nộp báo cáo")
    assert kinds["text_link"]["url"] == "https://a.vn/?x=1&y=2"
    assert server.calls[-1].params["link_preview_options"] == {"is_disabled": True}


async def test_buttons_keep_their_rows_and_the_answer_names_its_message(
    channel: TelegramChannel, lan: Person
) -> None:
    question = lan.says("việc của tôi")
    rows = ((Choice("d.1", "Xong"),), (Choice("p.1", "Đang làm"), Choice("b.1", "Có vướng")))
    prompt = Prompt("V12?", rows, refers_to=str(question.message_id))
    await channel.send(TO_LAN, prompt)
    assert lan.last.labels == [["Xong"], ["Đang làm", "Có vướng"]]
    assert lan.last.buttons[0][0].data == "d.1"
    assert lan.last.reply_to == question.message_id


@pytest.mark.parametrize("refers_to", ["999", "không-phải-số"])
async def test_an_answer_to_a_message_that_is_gone_still_goes(
    channel: TelegramChannel, lan: Person, refers_to: str
) -> None:
    assert isinstance(await channel.send(TO_LAN, Prompt("Dạ", refers_to=refers_to)), Sent)
    assert lan.last.reply_to is None


async def test_a_long_text_is_several_messages_with_the_buttons_on_the_last(
    channel: TelegramChannel, lan: Person
) -> None:
    text = "<b>" + "\n\n".join(f"Việc V{n}: {'rất dài ' * 60}" for n in range(20)) + "</b>"
    outcome = await channel.send(TO_LAN, Prompt(text, ((Choice("more", "Xem thêm"),),)))
    assert outcome == Sent(str(lan.last.message_id))
    assert len(lan.inbox) == 3
    assert [seen.labels for seen in lan.inbox] == [[], [], [["Xem thêm"]]]
    assert all(seen.content["entities"][0]["type"] == "bold" for seen in lan.inbox)
    assert "".join(seen.text for seen in lan.inbox).count("Việc V") == 20


@pytest.mark.parametrize("mime", ["application/msword", "image/png"])
async def test_one_file_carries_the_text_and_the_buttons(
    channel: TelegramChannel, lan: Person, tmp_path: Path, mime: str
) -> None:
    (tmp_path / "bc").write_bytes(b"PK\r\n--\x00\xff")
    attachment = Attachment("bc", "Báo cáo tuần.docx", mime)
    prompt = Prompt("<b>Tuần 12</b>", ((Choice("ok", "Đã xem"),),), (attachment,))
    assert isinstance(await channel.send(TO_LAN, prompt), Sent)
    (seen,) = lan.inbox
    assert seen.text == "Tuần 12"
    assert seen.labels == [["Đã xem"]]
    assert seen.file is not None
    assert (seen.file.name, seen.file.data) == ("Báo cáo tuần.docx", b"PK\r\n--\x00\xff")


async def test_pictures_are_shown_as_pictures_and_the_text_comes_last(
    channel: TelegramChannel, lan: Person, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"png")
    (tmp_path / "b.pdf").write_bytes(b"pdf")
    files = (Attachment("a.png", "a.png", "image/png"), Attachment("b.pdf", "b.pdf"))
    await channel.send(TO_LAN, Prompt("Minh chứng", attachments=files))
    assert [min(seen.content) for seen in lan.inbox] == ["photo", "document", "text"]


@pytest.mark.parametrize(("length", "with_file"), [(1024, [True]), (1025, [True, False])])
async def test_a_text_too_long_for_a_caption_follows_its_file(
    channel: TelegramChannel, lan: Person, tmp_path: Path, length: int, with_file: list[bool]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"pdf")
    prompt = Prompt("x" * length, attachments=(Attachment("a.pdf", "a.pdf"),))
    await channel.send(TO_LAN, prompt)
    assert [bool(seen.file) for seen in lan.inbox] == with_file


@pytest.mark.parametrize(("length", "messages"), [(4096, 1), (4097, 2)])
async def test_a_text_of_just_the_limit_is_one_message(
    channel: TelegramChannel, lan: Person, length: int, messages: int
) -> None:
    await channel.send(TO_LAN, Prompt("x" * length))
    assert len(lan.inbox) == messages


@pytest.mark.parametrize(
    ("mime", "size", "is_photo"),
    [
        ("image/jpeg", 10 * 2**20, True),
        ("image/jpeg", 10 * 2**20 + 1, False),
        ("image/heic", 10, False),
        ("application/pdf", 50 * 2**20, False),
    ],
)
def test_a_picture_too_big_to_show_goes_as_a_file(
    tmp_path: Path, mime: str, size: int, *, is_photo: bool
) -> None:
    (tmp_path / "a").touch()
    os.truncate(tmp_path / "a", size)  # no bytes on the disk
    (upload,) = read_uploads(tmp_path, (Attachment("a", "", mime),))
    assert (upload.name, len(upload.data), upload.is_photo) == ("a", size, is_photo)


def test_a_file_over_50_mb_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    os.truncate(tmp_path / "a", 50 * 2**20 + 1)
    with pytest.raises(AttachmentError, match="too big"):
        read_uploads(tmp_path, (Attachment("a", "a.zip"),))


@pytest.mark.parametrize(
    ("address", "said"),
    [("https://truong.example/f/abc/a.zip", "https://truong.example/f/abc/a.zip"), ("", "50 MB")],
)
async def test_a_file_over_50_mb_goes_as_an_address_or_is_said(
    access: TelegramAccess, lan: Person, tmp_path: Path, address: str, said: str
) -> None:
    (tmp_path / "a").touch()
    os.truncate(tmp_path / "a", 50 * 2**20 + 1)
    (tmp_path / "b").write_bytes(b"pdf")
    channel = TelegramChannel(replace(access, address_of=lambda _file: address))
    files = (Attachment("a", "a.zip", "application/zip"), Attachment("b", "b.pdf"))
    outcome = await channel.send(TO_LAN, Prompt("Tệp <b>minh chứng</b>", attachments=files))
    await channel.close()
    assert isinstance(outcome, Sent)
    (seen,) = lan.inbox
    assert seen.file is not None
    assert said in seen.content["caption"]


@pytest.mark.parametrize("reference", ["gone.pdf", "../outside.pdf", "/etc/hostname"])
async def test_a_file_that_may_not_be_read_stops_the_whole_message(
    channel: TelegramChannel, server: TelegramServer, lan: Person, tmp_path: Path, reference: str
) -> None:
    (tmp_path.parent / "outside.pdf").write_bytes(b"secret")
    (tmp_path / "here.pdf").write_bytes(b"pdf")
    files = (Attachment("here.pdf", "here.pdf"), Attachment(reference, "x.pdf"))
    assert isinstance(await channel.send(TO_LAN, Prompt("x", attachments=files)), Failed)
    assert server.calls == []
    assert lan.inbox == []


async def test_a_topic_of_a_group_is_written_to(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    topic = server.group(STAFF, "Hội đồng").topic("Kế hoạch", lan)
    await channel.send(Target("-1001", str(topic.thread), is_group=True), Prompt("Chào"))
    assert [seen.text for seen in topic.inbox] == ["Chào"]


async def test_an_edit_replaces_words_and_buttons_and_may_be_repeated(
    channel: TelegramChannel, lan: Person
) -> None:
    sent = await channel.send(TO_LAN, Prompt("V1?", ((Choice("d", "Xong"),),)))
    assert isinstance(sent, Sent)
    for _ in range(2):
        assert await channel.edit(TO_LAN, sent.message_id, Prompt("V1: xong ✓")) == sent
    assert (lan.last.text, lan.last.labels, lan.last.earlier) == ("V1: xong ✓", [], ["V1?"])


# What each failure proves.


async def test_a_flood_names_its_wait_for_the_whole_bot(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    server.play(flood(300))
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert isinstance(outcome, NotYet)
    assert (outcome.wait_seconds, outcome.lane_wide) == (300.0, True)
    await channel.send(TO_LAN, Prompt("x"))
    assert len(server.calls_in_penalty()) == 1
    assert lan.inbox == []


@pytest.mark.parametrize(("seconds", "lane_wide"), [(20, False), (60, False), (61, True)])
async def test_a_short_flood_of_a_group_is_that_groups_own(
    channel: TelegramChannel, server: TelegramServer, seconds: int, *, lane_wide: bool
) -> None:
    server.group(STAFF, "Hội đồng")
    server.play(flood(seconds, chat=STAFF, times=1))
    outcome = await channel.send(TO_STAFF, Prompt("x"))
    assert isinstance(outcome, NotYet)
    assert (outcome.wait_seconds, outcome.lane_wide) == (seconds, lane_wide)
    assert isinstance(await channel.send(TO_STAFF, Prompt("x")), Sent)


async def test_a_refused_connection_proves_that_nothing_was_sent(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    assert isinstance(await channel.send(TO_LAN, Prompt("trước")), Sent)
    server.down()
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert isinstance(outcome, NotYet)
    assert (outcome.reason, outcome.lane_wide) == ("ConnectError", True)
    server.up()
    assert isinstance(await channel.send(TO_LAN, Prompt("sau")), Sent)
    assert [seen.text for seen in lan.inbox] == ["trước", "sau"]


async def test_a_closed_channel_sends_nothing(channel: TelegramChannel) -> None:
    await channel.close()
    assert isinstance(await channel.send(TO_LAN, Prompt("x")), NotYet)


async def test_no_free_connection_proves_that_nothing_was_sent(
    server: TelegramServer, access: TelegramAccess, lan: Person
) -> None:
    channel = TelegramChannel(replace(access, timeouts=Timeouts(read=5.0, pool=0.01)))
    server.play(slow(0.2))
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(channel.send(TO_LAN, Prompt(str(number)))) for number in range(17)
        ]
    await channel.close()
    outcomes = [task.result() for task in tasks]
    assert sum(isinstance(outcome, Sent) for outcome in outcomes) == len(lan.inbox) == 16
    assert [one.reason for one in outcomes if isinstance(one, NotYet)] == ["PoolTimeout"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (reset(), "ReadError"),
        (hangup(), "RemoteProtocolError"),
        (fails(500), "HTTP 500"),
        (fails(502, body="<html>Bad Gateway</html>"), "HTTP 502"),
        (fails(504, stored=True), "HTTP 504"),
        (fails(302, body="<a href='http://wifi'>"), "HTTP 302"),
        (garbage(), "an answer that is not Telegram's"),
    ],
)
async def test_a_call_without_a_clear_answer_is_unknown(
    channel: TelegramChannel, server: TelegramServer, lan: Person, fault: Fault, reason: str
) -> None:
    server.play(replace(fault))  # a fault counts, and the table is shared
    assert await channel.send(TO_LAN, Prompt("x")) == Unknown(reason)
    assert len(lan.inbox) == (1 if fault.stored else 0)


@pytest.mark.parametrize("stored", [True, False])
async def test_a_call_that_is_never_answered_is_unknown(
    hasty: TelegramChannel, server: TelegramServer, lan: Person, *, stored: bool
) -> None:
    server.play(silent(stored=stored))
    assert await hasty.send(TO_LAN, Prompt("x")) == Unknown("ReadTimeout")
    server.waits(lambda: len(server.calls) == 1)
    assert len(lan.waits(int(stored))) == int(stored)


async def test_a_person_who_blocked_the_bot(channel: TelegramChannel, lan: Person) -> None:
    lan.blocks()
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert outcome == Failed("Forbidden: bot was blocked by the user", blocked=True)


async def test_a_person_who_never_wrote(channel: TelegramChannel, server: TelegramServer) -> None:
    server.person(502, "Minh")
    outcome = await channel.send(Target("502"), Prompt("x"))
    assert isinstance(outcome, Failed)
    assert outcome.blocked


async def test_a_chat_that_is_none(channel: TelegramChannel) -> None:
    outcome = await channel.send(Target("404"), Prompt("x"))
    assert outcome == Failed("Bad Request: chat not found")


async def test_a_group_that_moved_names_its_new_chat(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    group = server.group(-77, "Tổ Toán", "group")
    group.upgrades(-100_77, lan)
    outcome = await channel.send(Target("-77", is_group=True), Prompt("x"))
    assert isinstance(outcome, Failed)
    assert (outcome.migrated_to, outcome.blocked) == ("-10077", False)


async def test_broken_markup_is_refused_for_good(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    outcome = await channel.send(TO_LAN, Prompt("<b>hở"))
    assert isinstance(outcome, Failed)
    assert "can't parse entities" in outcome.reason
    assert server.violations
    server.violations.clear()
    assert lan.inbox == []


async def test_a_refused_token_does_not_burn_the_queue(access: TelegramAccess) -> None:
    channel = TelegramChannel(replace(access, token="1:of-another-bot"))  # noqa: S106  # opens nothing
    outcome = await channel.send(TO_LAN, Prompt("x"))
    await channel.close()
    assert isinstance(outcome, NotYet)
    assert (outcome.reason, outcome.lane_wide) == ("token refused", True)


def test_an_envelope_of_odd_parts_is_still_a_refusal() -> None:
    parameters = {"retry_after": "30", "migrate_to_chat_id": True}
    odd = RefusedError(429, {"ok": False, "description": None, "parameters": parameters})
    assert (odd.by_telegram, odd.retry_after, odd.migrated_to) == (True, None, "")
    assert odd.description == "HTTP 429"


async def test_a_wrong_base_url_does_not_burn_the_queue(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.play(fails(404))
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert isinstance(outcome, NotYet)
    assert outcome.wait_seconds >= 60


@pytest.mark.parametrize("status", [400, 403, 407, 451])
async def test_a_refusal_by_something_in_between_is_not_telegrams(
    channel: TelegramChannel, server: TelegramServer, status: int
) -> None:
    server.play(fails(status, body="<html>blocked by the province</html>"))
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert isinstance(outcome, NotYet)
    assert outcome.lane_wide


async def test_a_flood_without_a_wait_waits_all_the_same(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.play(fails(429, body="slow down"))
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert isinstance(outcome, NotYet)
    assert outcome.wait_seconds >= 1


async def test_a_file_that_telegram_finds_too_big(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    server.play(fails(413))
    outcome = await channel.send(TO_LAN, Prompt("x"))
    assert isinstance(outcome, Failed)
    assert lan.inbox == []


async def test_a_failure_after_the_first_piece_is_unknown(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    server.play(replace(flood(30, times=1), share=0.5))  # the second call
    outcome = await channel.send(TO_LAN, Prompt("từ " * 2000))
    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("piece 2 of 2")
    assert len(lan.inbox) == 1


async def test_a_proxy_that_is_down_proves_that_nothing_was_sent(
    server: TelegramServer, access: TelegramAccess, lan: Person
) -> None:
    with TelegramServer() as other:
        proxy = other.url
    channel = TelegramChannel(replace(access, proxy=proxy))
    outcome = await channel.send(TO_LAN, Prompt("x"))
    await channel.close()
    assert isinstance(outcome, NotYet)
    assert server.calls == []
    assert lan.inbox == []

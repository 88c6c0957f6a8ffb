"""Polling, files, presses, commands, webhooks; and the token, which is told to nobody."""

import asyncio
import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bot.channels.errors import (
    ChannelDownError,
    ChannelError,
    ChannelRefusedError,
    ChannelSettingError,
    FileTooBigError,
    PollTakenError,
    TokenRefusedError,
)
from bot.channels.telegram import (
    TelegramAccess,
    TelegramChannel,
    deep_link,
)
from bot.channels.telegram_read import read_update
from followup.ports import Attachment, Choice, Inbound, InboundKind, Prompt, Sender, Target
from tests.channels.test_telegram_read import NOON
from tests.telegram_server import (
    TOKEN,
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

TO_LAN = Target("501")
SECRET = TOKEN.split(":")[1]


@pytest.fixture
def lan(server: TelegramServer) -> Person:
    return server.person(501, "Lan")


async def read_one(channel: TelegramChannel, offset: int | None = None) -> Inbound:
    (raw,) = await channel.get_updates(offset, wait_seconds=0)
    said = read_update(raw, 1, received_at=NOON)
    assert said is not None
    return said


def test_the_channel_is_a_sender(access: TelegramAccess) -> None:
    sender: Sender = TelegramChannel(access)
    assert sender.capabilities.max_text == 4096


# Updates.


async def test_updates_stay_until_the_offset_is_raised(
    channel: TelegramChannel, lan: Person
) -> None:
    lan.starts("K7")
    lan.says("xong V12 <3")
    first = await channel.get_updates(None, wait_seconds=0)
    assert [raw["message"]["text"] for raw in first] == ["/start K7", "xong V12 <3"]
    assert await channel.get_updates(None, wait_seconds=0) == first
    rest = await channel.get_updates(first[0]["update_id"] + 1, wait_seconds=0)
    assert rest == first[1:]
    assert await channel.get_updates(rest[0]["update_id"] + 1, wait_seconds=0) == []


async def test_a_waiting_poll_answers_at_once(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(channel.get_updates(None, wait_seconds=20))
        await asyncio.to_thread(server.waits, lambda: len(server.calls) == 1)
        lan.says("chào")
    assert poll.result()[0]["message"]["text"] == "chào"


async def test_two_pollers_are_told(
    channel: TelegramChannel, access: TelegramAccess, server: TelegramServer
) -> None:
    other = TelegramChannel(access)

    async def first() -> str:
        with pytest.raises(PollTakenError) as caught:
            await channel.get_updates(None, wait_seconds=20)
        return str(caught.value)

    async with asyncio.TaskGroup() as group:
        ended = group.create_task(first())
        await asyncio.to_thread(server.waits, lambda: len(server.calls) == 1)
        assert await other.get_updates(None, wait_seconds=0) == []
    await other.close()
    assert "Conflict" in ended.result()


async def test_a_webhook_must_go_before_polling(channel: TelegramChannel, lan: Person) -> None:
    await channel.use_webhook("https://nhacviec.example.vn/t", "s3cret")
    lan.says("chào")
    with pytest.raises(PollTakenError):
        await channel.get_updates(None, wait_seconds=0)
    await channel.use_polling()
    assert len(await channel.get_updates(None, wait_seconds=0)) == 1


async def test_repeated_and_reversed_updates_keep_their_numbers(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    server.world.updates.deliveries = 3
    server.world.updates.reversed = True
    lan.says("một")
    lan.says("hai")
    seen: list[str] = []
    offset = None
    while batch := await channel.get_updates(offset, wait_seconds=0):
        seen += [raw["message"]["text"] for raw in batch]
        offset = max(raw["update_id"] for raw in batch) + 1
    assert seen == ["hai", "một"] * 3


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (reset(), ChannelDownError),
        (fails(502), ChannelDownError),
        (fails(403, body="<html>"), ChannelDownError),
        (garbage(), ChannelDownError),
        (flood(7, times=1), ChannelDownError),
        (fails(400), ChannelRefusedError),
        (fails(401), TokenRefusedError),
        (fails(409), PollTakenError),
    ],
)
async def test_a_poll_that_fails_says_whether_to_try_again(
    channel: TelegramChannel, server: TelegramServer, fault: Fault, kind: type[ChannelError]
) -> None:
    server.play(replace(fault, method="getUpdates", stored=False))
    with pytest.raises(kind) as caught:
        await channel.get_updates(None, wait_seconds=0)
    assert type(caught.value) is kind
    if fault.play == "flood":
        assert isinstance(caught.value, ChannelDownError)
        assert caught.value.wait_seconds == 7
    assert await channel.get_updates(None, wait_seconds=0) == []


async def test_a_poll_without_an_answer_may_be_tried_again(
    hasty: TelegramChannel, server: TelegramServer
) -> None:
    server.play(replace(silent(), method="getUpdates", stored=False))
    with pytest.raises(ChannelDownError, match="ReadTimeout") as caught:
        await hasty.get_updates(None, wait_seconds=0)
    assert SECRET not in told(caught.value)


async def test_a_poll_is_given_the_time_it_asked_for(
    hasty: TelegramChannel, server: TelegramServer
) -> None:
    late = slow(0.3, times=1)  # later than the patience for any other answer
    server.play(replace(late, method="getUpdates", stored=False))
    assert await hasty.get_updates(None, wait_seconds=1) == []


# Presses and other small calls.


async def test_a_press_is_acknowledged_once_and_a_late_one_does_no_harm(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    lan.starts()
    await channel.send(TO_LAN, Prompt("V1?", ((Choice("d.1", "Xong"),),)))
    press = lan.presses("Xong")
    said = await read_one(channel, offset=-1)
    assert (said.kind, said.choice_key, said.press) == (InboundKind.CHOICE, "d.1", press)
    assert said.refers_to == str(lan.last.message_id)
    for _ in range(2):
        await channel.acknowledge(said, "Dạ, em ghi rồi ạ")
    assert server.world.presses[press] == "Dạ, em ghi rồi ạ"


async def test_typing_is_shown_and_its_failure_is_not(
    channel: TelegramChannel, server: TelegramServer, lan: Person
) -> None:
    lan.starts()
    await channel.typing(TO_LAN)
    assert server.world.actions == [(501, "typing")]
    server.down()
    await channel.typing(TO_LAN)


async def test_me_names_the_bot_and_its_links(channel: TelegramChannel) -> None:
    assert channel.link_of("K7") == ""
    assert await channel.me() == (7000000001, "NhacViecBot")
    assert channel.link_of("K7") == "https://t.me/NhacViecBot?start=K7"
    assert deep_link("", "K7") == ""


async def test_the_probe_sends_nothing_and_tells_whether_telegram_answers(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    assert await channel.probe()
    server.play(replace(fails(500), method="getMe"))
    assert not await channel.probe()
    server.down()
    assert not await channel.probe()
    assert {call.method for call in server.calls} == {"getMe"}


# Files.


async def test_a_photo_comes_in_its_largest_size(channel: TelegramChannel, lan: Person) -> None:
    lan.sends_photo(b"the whole picture", "minh chứng V3")
    said = await read_one(channel)
    assert (said.kind, said.text) == (InboundKind.PHOTO, "minh chứng V3")
    (attachment,) = said.attachments
    assert await channel.fetch(attachment) == b"the whole picture"


async def test_a_file_over_20_mb_is_refused_before_any_call(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    with pytest.raises(FileTooBigError):
        await channel.fetch(Attachment("F1", "to.pdf", size=20 * 1024 * 1024 + 1))
    assert server.calls == []


@pytest.mark.parametrize("says_size", [True, False])
async def test_a_file_over_the_limit_is_refused_whatever_it_says(
    channel: TelegramChannel, lan: Person, *, says_size: bool
) -> None:
    seen = lan.sends_file("kh.docx", b"x" * 2000, size=2000 if says_size else 10)
    assert seen.file is not None
    attachment = Attachment(seen.file.file_id, "kh.docx")
    with pytest.raises(FileTooBigError):
        await channel.fetch(attachment, limit=1999)
    if says_size:
        assert await channel.fetch(attachment, limit=2000) == b"x" * 2000


async def test_telegram_itself_finds_a_file_too_big(channel: TelegramChannel, lan: Person) -> None:
    seen = lan.sends_file("kh.docx", b"x", size=30 * 1024 * 1024)
    assert seen.file is not None
    with pytest.raises(FileTooBigError):
        await channel.fetch(Attachment(seen.file.file_id, "kh.docx"))


async def test_a_file_that_is_gone_is_refused_for_good(channel: TelegramChannel) -> None:
    with pytest.raises(ChannelRefusedError):
        await channel.fetch(Attachment("F404", "x.pdf"))


@pytest.mark.parametrize("fault", [reset(), hangup(), fails(500, body="x")])
async def test_a_download_that_breaks_may_be_tried_again(
    channel: TelegramChannel, server: TelegramServer, lan: Person, fault: Fault
) -> None:
    seen = lan.sends_file("kh.docx", b"PK")
    assert seen.file is not None
    server.play(replace(fault, method="file"))
    attachment = Attachment(seen.file.file_id, "kh.docx")
    with pytest.raises(ChannelDownError):
        await channel.fetch(attachment)
    assert await channel.fetch(attachment) == b"PK"


# Settings and secrets.


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"token": "no token"}, "TELEGRAM_BOT_TOKEN"),
        ({"token": ""}, "TELEGRAM_BOT_TOKEN"),
        ({"api_base": "api.telegram.org"}, "TELEGRAM_API_BASE"),
        ({"proxy": "ftp://me:hunter2@proxy"}, "TELEGRAM_PROXY"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    tmp_path: Path, change: dict[str, str], name: str
) -> None:
    access = TelegramAccess(TOKEN, tmp_path)
    with pytest.raises(ChannelSettingError, match=name) as caught:
        TelegramChannel(replace(access, **change))  # type: ignore[arg-type]  # all of them texts
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def told(error: BaseException) -> str:
    """Everything that the richest traceback would print, with locals."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(report.format())


@pytest.mark.parametrize(
    "fault", [fails(401), fails(404), fails(500), reset(), garbage(), flood(3, times=1)]
)
async def test_no_error_tells_the_token(
    channel: TelegramChannel, server: TelegramServer, fault: Fault
) -> None:
    server.play(replace(fault, method="getUpdates", stored=False))
    server.play(replace(fault, method="getMe", stored=False))
    for call in (channel.get_updates(None, wait_seconds=0), channel.me()):
        with pytest.raises(ChannelError) as caught:
            await call
        assert SECRET not in told(caught.value)


async def test_no_error_tells_the_token_while_telegram_is_away(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.down()
    with pytest.raises(ChannelDownError) as caught:
        await channel.get_updates(None, wait_seconds=0)
    assert SECRET not in told(caught.value)


async def test_no_log_tells_the_token_or_a_text(
    access: TelegramAccess,
    server: TelegramServer,
    lan: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "telegram.Bot"):
        caplog.set_level(logging.DEBUG, logger=name)
    lan.says("lời của cô Lan")
    with structlog.testing.capture_logs() as events:
        channel = TelegramChannel(access)
        await channel.me()
        await channel.get_updates(None, wait_seconds=0)
        await channel.send(TO_LAN, Prompt("lời riêng"))
        server.play(garbage())
        await channel.send(TO_LAN, Prompt("lời riêng"))
        server.down()
        await channel.typing(TO_LAN)
        await channel.probe()
        await channel.close()
    logged = caplog.text + str(events)
    assert [event["deed"] for event in events] == ["typing", "probe"]
    assert "connect_tcp" in logged, "the capture itself must work"
    for secret in (SECRET, "lời", "riêng"):
        assert secret not in logged


def test_nothing_printable_holds_the_token(access: TelegramAccess) -> None:
    access = replace(access, proxy="http://me:hunter2@127.0.0.1:1")
    channel = TelegramChannel(access)
    printed = f"{access!r} {channel!r} {channel.__dict__!r}"
    assert SECRET not in printed
    assert "hunter2" not in printed

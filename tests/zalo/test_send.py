"""Sending to Zalo: what people see, and what each failure proves."""

import logging
import traceback
from dataclasses import replace

import pytest
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.errors import ChannelSettingError
from bot.channels.zalo import ZaloAccess, ZaloChannel
from bot.channels.zalo_pieces import numbered, pieces_of
from followup.ports import Attachment, Choice, Failed, NotYet, Prompt, Sent, Target, Unknown
from tests.loopback import Loopback
from tests.zalo_server import (
    TOKEN,
    Fault,
    Person,
    ZaloServer,
    fails,
    garbage,
    hangup,
    refuses,
    reset,
    silent,
    slow,
)
from web.app import application

pytestmark = pytest.mark.anyio

TASK = (
    (Choice("a", "Xong"),),
    (Choice("b", "Đang làm"), Choice("c", "Có vướng"), Choice("d", "Xin lùi hạn")),
)


async def test_signs_emoji_and_styles_arrive_as_meant(
    channel: ZaloChannel, lan: Person, to_lan: Target
) -> None:
    text = "🎉 <b>V12</b> {red} *sách* &lt;3 &amp; <i>nhé</i> <a href='https://a.vn/?x=1'>đây</a>"
    assert await channel.send(to_lan, Prompt(text)) == Sent(lan.last.message_id)
    assert lan.last.text == "🎉 V12 {red} *sách* <3 & nhé đây (https://a.vn/?x=1)"
    assert lan.last.bold == ["V12"]


async def test_choices_are_numbered_at_the_end(
    channel: ZaloChannel, lan: Person, to_lan: Target
) -> None:
    await channel.send(to_lan, Prompt("V12 đến đâu rồi ạ?", TASK))
    assert lan.last.text == (
        "V12 đến đâu rồi ạ?\n1 Xong · 2 Đang làm · 3 Có vướng · 4 Xin lùi hạn"
    )


def test_long_choices_have_a_line_each() -> None:
    rows = tuple((Choice(str(n), f"V{n} Bổ sung sách tham khảo"),) for n in range(1, 4))
    assert numbered(rows) == [f"{n} V{n} Bổ sung sách tham khảo" for n in range(1, 4)]


@pytest.mark.parametrize("unit", ["chữ ", "🎉🎉🎉 ", "x" * 2500])
async def test_a_long_text_is_several_messages(
    channel: ZaloChannel, lan: Person, to_lan: Target, unit: str
) -> None:
    text = "\n\n".join(unit * (1000 // len(unit) + 1) for _ in range(8))
    outcome = await channel.send(to_lan, Prompt(text, TASK))
    assert outcome == Sent(lan.last.message_id)
    got = [seen.text for seen in lan.inbox]
    assert len(got) > 3
    assert got[-1].endswith("4 Xin lùi hạn")
    assert not any("4 Xin lùi hạn" in early for early in got[:-1])
    assert "".join("".join(got).split()).startswith("".join(text.split()))


def test_a_piece_ends_where_a_reader_would_pause() -> None:
    pieces = pieces_of(Prompt("\n\n".join(f"<b>Việc {n}</b> {'a ' * 300}" for n in range(6))))
    assert all(piece.text.startswith("Việc") for piece in pieces)
    assert all(len(piece.text) <= 2000 for piece in pieces)
    assert all(piece.styles for piece in pieces)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (refuses(429, "Quota exceeded"), NotYet(30.0, "Quota exceeded")),
        (refuses(429, quietly=True), NotYet(30.0, "Too Many Requests")),
        (refuses(401), NotYet(300.0, "token refused")),
        (refuses(400, "bad"), Failed("bad")),
        (refuses(404, "Not Found"), Failed("Not Found")),
        (refuses(403, "no such user"), Failed("no such user", blocked=True)),
        (refuses(403, "Internal server error"), Unknown("Internal server error")),
        (refuses(408, "Request timeout"), Unknown("Request timeout")),
        (refuses(500, quietly=True), Unknown("error 500")),
        (fails(502), Unknown("HTTP 502")),
        (fails(403), NotYet(30.0, "HTTP 403, not from Zalo")),
        (fails(302), Unknown("HTTP 302")),
        (garbage(), Unknown("HTTP 200")),
        (reset(), Unknown("ReadError")),
        (hangup(), Unknown("RemoteProtocolError")),
    ],
)
async def test_what_a_failure_proves(
    server: ZaloServer, channel: ZaloChannel, to_lan: Target, fault: Fault, expected: object
) -> None:
    server.play(fault)
    assert await channel.send(to_lan, Prompt("Dạ")) == expected
    assert isinstance(await channel.send(to_lan, Prompt("Dạ")), Sent)


async def test_no_answer_in_time_is_unknown(
    server: ZaloServer, hasty: ZaloChannel, lan: Person, to_lan: Target
) -> None:
    server.play(silent())
    assert await hasty.send(to_lan, Prompt("Dạ")) == Unknown("ReadTimeout")
    assert len(lan.inbox) == 1, "it was taken all the same"


async def test_a_late_answer_is_an_answer(
    server: ZaloServer, channel: ZaloChannel, to_lan: Target
) -> None:
    server.play(slow(0.05))
    assert isinstance(await channel.send(to_lan, Prompt("Dạ")), Sent)


async def test_nobody_there_proves_that_nothing_was_sent(
    server: ZaloServer, channel: ZaloChannel, to_lan: Target
) -> None:
    server.down()
    assert await channel.send(to_lan, Prompt("Dạ")) == NotYet(5.0, "ConnectError")
    assert not await channel.probe()
    server.up()
    assert await channel.probe()


async def test_the_wait_after_429_grows_until_one_is_taken(
    server: ZaloServer, channel: ZaloChannel, to_lan: Target
) -> None:
    server.play(refuses(429, times=3))
    waits = [await channel.send(to_lan, Prompt("Dạ")) for _ in range(3)]
    assert [w.wait_seconds for w in waits if isinstance(w, NotYet)] == [30.0, 60.0, 300.0]
    assert isinstance(await channel.send(to_lan, Prompt("Dạ")), Sent)
    server.play(refuses(429))
    assert await channel.send(to_lan, Prompt("Dạ")) == NotYet(30.0, "Too Many Requests")


async def test_who_left_is_known_by_the_refusal(
    channel: ZaloChannel, lan: Person, to_lan: Target
) -> None:
    lan.leaves()
    outcome = await channel.send(to_lan, Prompt("Dạ"))
    assert isinstance(outcome, Failed)
    assert outcome.blocked


async def test_a_failure_after_the_first_piece_is_unknown(
    server: ZaloServer, channel: ZaloChannel, lan: Person, to_lan: Target
) -> None:
    server.play(replace(refuses(429), after=1))
    outcome = await channel.send(to_lan, Prompt("a " * 1500))
    assert outcome == Unknown("piece 2 of 2: Too Many Requests")
    assert len(lan.inbox) == 1


async def test_every_message_is_counted_before_it_goes(
    access: ZaloAccess, lan: Person, to_lan: Target
) -> None:
    counted = 0

    async def spend() -> bool:
        nonlocal counted
        counted += 1
        return counted <= 4

    channel = ZaloChannel(access, spend)
    await channel.send(to_lan, Prompt("a " * 2500))
    assert counted == len(lan.inbox) == 3
    assert isinstance(await channel.send(to_lan, Prompt("Dạ")), Sent)
    assert await channel.send(to_lan, Prompt("Dạ")) == Failed("quota")
    assert len(lan.inbox) == 4
    await channel.close()


async def test_a_picture_goes_by_its_address_with_the_words_under_it(
    access: ZaloAccess, lan: Person, to_lan: Target
) -> None:
    async def picture(_request: Request) -> Response:
        return Response(b"\x89PNG", media_type="image/png")

    with Loopback(application([Route("/f/tuan.png", picture)])) as web:
        own = replace(access, address_of=lambda file: f"{web.url}/f/{file.name}")
        channel = ZaloChannel(own)
        files = (Attachment("ab/cd", "tuan.png", "image/png"),)
        await channel.send(to_lan, Prompt("<b>Tuần</b> này", TASK, files))
        assert lan.last.photo == b"\x89PNG"
        assert lan.last.text.startswith("Tuần này\n1 Xong")
        papers = (Attachment("ab/ce", "bao-cao.docx"),)
        await channel.send(to_lan, Prompt("Báo cáo", (), papers))
        assert f"{web.url}/f/bao-cao.docx" in lan.last.text
        gone = (Attachment("ab/cf", "khong-co.png", "image/png"),)
        await channel.send(to_lan, Prompt("Tuần", (), gone))
        assert lan.last.text == "Tuần"
        await channel.close()


async def test_without_an_address_the_person_is_told_how_to_get_the_file(
    channel: ZaloChannel, lan: Person, to_lan: Target
) -> None:
    files = (Attachment("ab/cd", "bao-cao <1>.docx"),)
    await channel.send(to_lan, Prompt("Báo cáo", (), files))
    assert lan.last.text.startswith("Báo cáo\nTệp «bao-cao <1>.docx» chưa gửi được qua Zalo")


async def test_the_token_is_in_no_error(server: ZaloServer, access: ZaloAccess) -> None:
    server.down()
    channel = ZaloChannel(access)
    seen = [repr(access), repr(channel)]
    try:
        await channel.me()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
        seen.append("".join(traceback.format_exception(error)))
    await channel.close()
    server.up()
    assert len(seen) == 3
    assert not [words for words in seen if TOKEN.split(":")[1] in words]


async def test_no_log_tells_the_token_or_a_text(
    access: ZaloAccess,
    server: ZaloServer,
    to_lan: Target,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    with structlog.testing.capture_logs() as events:
        channel = ZaloChannel(access)
        await channel.me()
        await channel.send(to_lan, Prompt("lời riêng"))
        server.play(garbage())
        await channel.send(to_lan, Prompt("lời riêng"))
        server.down()
        await channel.probe()
        await channel.close()
    logged = caplog.text + str(events)
    assert [event["deed"] for event in events] == ["probe"]
    assert "connect_tcp" in logged, "the capture itself must work"
    assert not [words for words in (TOKEN.split(":")[1], "riêng") if words in logged]
    server.up()


@pytest.mark.parametrize(
    ("name", "access"),
    [
        ("ZALO_BOT_TOKEN", ZaloAccess("khong-co-hai-cham")),
        ("ZALO_BOT_TOKEN", ZaloAccess("1:a/../b")),
        ("ZALO_API_BASE", ZaloAccess(TOKEN, api_base="zalo")),
        ("ZALO_PROXY", ZaloAccess(TOKEN, proxy="nowhere")),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, access: ZaloAccess) -> None:
    with pytest.raises(ChannelSettingError, match=name):
        ZaloChannel(access)

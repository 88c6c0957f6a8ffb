"""Polling Zalo: one event a poll, an idle end that is no error, the webhook instead."""

import asyncio
from dataclasses import replace

import pytest

from bot.channels.errors import ChannelDownError, PollTakenError, TokenRefusedError
from bot.channels.zalo import ZaloAccess, ZaloChannel
from followup.ports import Inbound, InboundKind, Target
from tests.school import at
from tests.zalo_server import (
    Fault,
    Person,
    ZaloServer,
    fails,
    garbage,
    hangup,
    refuses,
    silent,
)

pytestmark = pytest.mark.anyio


async def test_one_event_a_poll_then_idle(
    server: ZaloServer, channel: ZaloChannel, lan: Person
) -> None:
    lan.says("một")
    lan.says("hai")
    texts = []
    for _ in range(2):
        (event,) = await channel.get_events(1)
        texts.append(event["message"]["text"])
    assert texts == ["một", "hai"]
    assert await channel.get_events(1) == []
    assert server.calls[-1].status == 408


async def test_an_event_that_comes_ends_the_wait(channel: ZaloChannel, lan: Person) -> None:
    polling = asyncio.ensure_future(channel.get_events(30))
    await asyncio.sleep(0.05)
    lan.says("chào")
    assert len(await polling) == 1


async def test_idle_may_be_said_under_a_good_status_and_costs_a_second(
    server: ZaloServer, channel: ZaloChannel
) -> None:
    server.play(refuses(408, quietly=True, times=None, method="getUpdates"))
    assert await channel.get_events(30) == []
    assert len(server.calls) == 1


async def test_while_a_webhook_is_set_nobody_polls(
    server: ZaloServer, channel: ZaloChannel
) -> None:
    await channel.use_webhook("https://truong.vn/zalo", "bi-mat-du-dai")
    with pytest.raises(PollTakenError):
        await channel.get_events(0)
    await channel.use_polling()
    assert server.world.webhook == {}
    await channel.get_events(0)


async def test_a_bot_that_never_had_a_webhook_may_poll(
    server: ZaloServer, channel: ZaloChannel
) -> None:
    server.play(refuses(404, method="deleteWebhook"))
    await channel.use_polling()


@pytest.mark.parametrize(
    "fault", [fails(502), garbage(stored=False), hangup(stored=False), refuses(429)]
)
async def test_a_poll_that_fails_is_tried_again_later(
    server: ZaloServer, channel: ZaloChannel, fault: Fault
) -> None:
    server.play(replace(fault, method="getUpdates"))
    with pytest.raises(ChannelDownError):
        await channel.get_events(0)


async def test_a_poll_without_any_answer_ends(server: ZaloServer, hasty: ZaloChannel) -> None:
    server.play(silent(stored=False, method="getUpdates"))
    with pytest.raises(ChannelDownError):
        await hasty.get_events(0)


async def test_a_wrong_token_is_told_apart(server: ZaloServer) -> None:
    wrong = ZaloChannel(ZaloAccess("1:sai", api_base=server.url))
    with pytest.raises(TokenRefusedError):
        await wrong.me()
    with pytest.raises(TokenRefusedError):
        await wrong.get_events(0)
    await wrong.close()


async def test_the_account_is_known_by_its_names(channel: ZaloChannel, lan: Person) -> None:
    assert await channel.me() == ("1459232241454765289", "Bot Nhắc Việc")
    lan.says("xong V12")
    (event,) = await channel.get_events(1)
    said = channel.read(event, 7, at("2024-12-02 09:00"))
    assert isinstance(said, Inbound)
    assert (said.kind, said.text, said.person) == (InboundKind.TEXT, "xong V12", lan.person_id)


async def test_an_account_of_an_odd_shape_is_asked_again(
    server: ZaloServer, channel: ZaloChannel
) -> None:
    server.world.account = {}
    with pytest.raises(ChannelDownError):
        await channel.me()


async def test_typing_is_shown_and_never_fails(
    server: ZaloServer, channel: ZaloChannel, lan: Person
) -> None:
    lan.says("chào")
    await channel.typing(Target(lan.person_id))
    assert server.world.actions == [(lan.person_id, "typing")]
    server.down()
    await channel.typing(Target(lan.person_id))
    server.up()

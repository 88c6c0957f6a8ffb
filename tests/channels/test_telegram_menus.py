"""The menus of chats and the button beside the text field: set where they are not there."""

import pytest

from bot.channels.telegram import EVERYONE, GROUPS, TelegramChannel
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.anyio


async def test_commands_are_registered_for_whom_they_are_meant(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.person(501, "Lan").starts()
    lists = {EVERYONE: [("viec", "Việc của tôi")], GROUPS: [("trogiup", "Trợ giúp")]}
    failed = await channel.set_commands({**lists, "501": [("tuan", "Tuần này")], "9": []})
    assert failed == ("9",)
    assert {
        scope: [one["command"] for one in found] for scope, found in server.world.commands.items()
    } == {
        "all_private_chats": ["viec"],
        "all_group_chats": ["trogiup"],
        "chat:501": ["tuan"],
    }


async def test_what_telegram_has_already_is_not_set_again(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    lists = {EVERYONE: [("viec", "Việc của tôi")]}
    page = "https://nhacviec.invalid/telegram"
    for _ in range(2):
        assert await channel.set_commands(lists) == ()
        assert await channel.set_menu_button("Bảng việc", page)
    assert await channel.set_commands({EVERYONE: [("viec", "Việc của mình")]}) == ()
    assert server.world.menu_button == {
        "type": "web_app",
        "text": "Bảng việc",
        "web_app": {"url": page},
    }
    set_calls = [call.method for call in server.calls if call.method.startswith("set")]
    assert set_calls == ["setMyCommands", "setChatMenuButton", "setMyCommands"]
    assert await channel.set_menu_button("Bảng việc", "")
    assert server.world.menu_button == {"type": "commands"}
    server.down()
    assert not await channel.set_menu_button("Bảng việc", page)
    server.up()


async def test_a_button_of_others_is_left_alone(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    others = {"type": "web_app", "text": "Thực đơn", "web_app": {"url": "https://x.invalid/"}}
    for button in ({"type": "default"}, {"type": "commands"}, others):
        server.world.menu_button = button
        assert await channel.set_menu_button("Bảng việc", "")
        assert server.world.menu_button == button

"""Whether each bot's platform knows it, by a call that sends nothing, and whether clocks agree."""

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.channels.errors import ChannelError, ChannelSettingError, TokenRefusedError
from nhacviec.doctor.findings import Finding, ok, trouble
from nhacviec.settings import Settings

ROOMS = {"telegram": "nhacviec.telegram_inlet", "zalo": "nhacviec.zalo_inlet"}
CHANNELS = {"telegram": "TelegramChannel", "zalo": "ZaloChannel"}
APART = timedelta(seconds=30)
PATIENCE = 10.0


async def examine_platforms(settings: Settings, now: datetime) -> list[Finding]:
    """Ask for every token that was set."""
    tokens = {"telegram": settings.telegram_tokens, "zalo": settings.zalo_tokens}
    found = [
        await _bot(settings, channel, token) for channel, some in tokens.items() for token in some
    ]
    if settings.telegram_tokens:
        found += await _clock(settings, now)
    return found


async def _bot(settings: Settings, name: str, token: str) -> Finding:
    room = importlib.import_module(ROOMS[name])
    try:
        channel: Any = getattr(room, CHANNELS[name])(room.access_of(settings, token))
    except ChannelSettingError as error:
        return trouble("platform", "platform_setting", name=error)
    try:
        _, username = await channel.me()
    except TokenRefusedError:
        return trouble("platform", "platform_refused", channel=name)
    except ChannelError:
        return trouble("platform", "platform_down", channel=name)
    finally:
        await channel.close()
    return ok("platform", "platform_fine", channel=name, username=username)


async def _clock(settings: Settings, now: datetime) -> list[Finding]:
    """Compare with the time a server of the platform gives in the head of any answer."""
    proxy = settings.telegram_proxy.get_secret_value() or None
    try:
        async with httpx.AsyncClient(proxy=proxy, trust_env=False, timeout=PATIENCE) as client:
            answer = await client.head(settings.telegram_api_base)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError):
        return []
    return list(_apart(now, now - theirs))


def _apart(now: datetime, apart: timedelta) -> Iterator[Finding]:
    if abs(apart) > APART:
        yield trouble("clock", "clock_apart", now=now, apart=apart)
    else:
        yield ok("clock", "clock_checked", now=now, apart=APART)

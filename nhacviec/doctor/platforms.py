"""Whether each bot's platform knows it, by a call that sends nothing, and whether clocks agree."""

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.channels.errors import ChannelError, ChannelSettingError, TokenRefusedError
from nhacviec.doctor.findings import Finding, ok, trouble
from nhacviec.instance import is_served
from nhacviec.settings import Settings

ROOMS = {"telegram": "nhacviec.telegram_inlet", "zalo": "nhacviec.zalo_inlet"}
CHANNELS = {"telegram": "TelegramChannel", "zalo": "ZaloChannel"}
APART = timedelta(seconds=30)
PATIENCE = 10.0
# What our page of an address that does not wait for a file answers, through any proxy.
GONE, OURS = 404, "content-security-policy"


async def examine_platforms(settings: Settings, now: datetime) -> list[Finding]:
    """Ask for every token that was set."""
    tokens = {"telegram": settings.telegram_tokens, "zalo": settings.zalo_tokens}
    found = [
        await _bot(settings, channel, token) for channel, some in tokens.items() for token in some
    ]
    found += await _clock(settings, now)
    return [*found, *await _public(settings)]


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
    if settings.telegram_tokens:
        base, through = settings.telegram_api_base, settings.telegram_proxy
    elif settings.zalo_tokens:
        base, through = settings.zalo_api_base, settings.zalo_proxy
    else:
        return []
    try:
        proxy = through.get_secret_value() or None
        async with httpx.AsyncClient(proxy=proxy, trust_env=False, timeout=PATIENCE) as client:
            answer = await client.head(base)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError):
        return []
    return list(_apart(now, now - theirs))


async def _public(settings: Settings) -> list[Finding]:
    """Ask our own address as the Internet sees it for what only this program answers so."""
    if not settings.public_url or not is_served(settings):
        return []
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            answer = await client.get(f"{settings.public_url}/u/0")
    except (httpx.HTTPError, httpx.InvalidURL):
        return [trouble("address", "address_away", address=settings.public_url)]
    if answer.status_code != GONE or OURS not in answer.headers:
        return [trouble("address", "address_other", address=settings.public_url)]
    return [ok("address", "address_fine", address=settings.public_url)]


def _apart(now: datetime, apart: timedelta) -> Iterator[Finding]:
    if abs(apart) > APART:
        yield trouble("clock", "clock_apart", now=now, apart=apart)
    else:
        yield ok("clock", "clock_checked", now=now, apart=APART)

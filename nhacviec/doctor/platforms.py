"""Whether each bot's platform knows it, by a call that sends nothing, and whether clocks agree."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.channels.errors import ChannelError, ChannelSettingError, TokenRefusedError
from nhacviec.doctor.findings import Finding, note, ok, trouble
from nhacviec.instance import is_served
from nhacviec.settings import Settings
from nhacviec.tokens import PLATFORMS, account_of, channel_of, tokens_set
from storage.bot_tokens import KeptToken

APART = timedelta(seconds=30)
PATIENCE = 10.0
# What our page of an address that does not wait for a file answers, through any proxy.
GONE, OURS = 404, "content-security-policy"


async def examine_platforms(
    settings: Settings, kept: Sequence[KeptToken], now: datetime
) -> list[Finding]:
    """Ask for every token: of the settings, and those kept in the database."""
    found: list[Finding] = []
    for one in kept:
        found += await _kept_bot(settings, one)
    opened = {(one.bot.channel, one.bot.account) for one in kept if one.token}
    for channel in PLATFORMS:
        for token in tokens_set(settings, channel):
            if (channel, account_of(token)) not in opened:
                found.append(await _bot(settings, channel, token))
    channels = {one.bot.channel for one in kept}
    found += await _clock(
        settings, channels | {c for c in PLATFORMS if tokens_set(settings, c)}, now
    )
    return [*found, *await _public(settings)]


async def _kept_bot(settings: Settings, kept: KeptToken) -> list[Finding]:
    bot = kept.bot
    values: dict[str, object] = {"bot": bot.bot_id, "channel": bot.channel, "name": bot.username}
    accounts = {account_of(token) for token in tokens_set(settings, bot.channel)}
    if kept.token is None:
        return [] if bot.account in accounts else [trouble("platform", "token_lost", **values)]
    found = [await _bot(settings, bot.channel, kept.token, bot.bot_id)]
    if bot.account in accounts:
        found.append(note("platform", "token_twice", setting=PLATFORMS[bot.channel][2], **values))
    return found


async def _bot(settings: Settings, name: str, token: str, bot_id: int = 0) -> Finding:
    """Ask a platform for a bot; one whose token is kept is named by its number."""
    kind, values = ("kept", {"bot": bot_id}) if bot_id else ("platform", {})
    try:
        channel = channel_of(settings, name, token)
    except ChannelSettingError as error:
        return trouble("platform", "platform_setting", name=error)
    try:
        _, username = await channel.me()
    except TokenRefusedError:
        return trouble("platform", f"{kind}_refused", channel=name, **values)
    except ChannelError:
        return trouble("platform", "platform_down", channel=name)
    finally:
        await channel.close()
    return ok("platform", f"{kind}_fine", channel=name, username=username, **values)


async def _clock(settings: Settings, channels: Collection[str], now: datetime) -> list[Finding]:
    """Compare with the time a server of the platform gives in the head of any answer."""
    if "telegram" in channels:
        base, through = settings.telegram_api_base, settings.telegram_proxy
    elif "zalo" in channels:
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

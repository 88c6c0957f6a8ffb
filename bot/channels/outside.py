"""Fetching a file from an address somebody else wrote: never from inside a network, never much."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from msgspec import Struct, field

from bot.channels.errors import ChannelDownError, ChannelRefusedError, FileTooBigError
from bot.channels.quiet import hush

_OK, _REDIRECTS, _CLIENT_ERRORS, _SERVER_ERRORS = 200, 300, 400, 500
_MOST_REDIRECTS = 3
_TRY_AGAIN_SECONDS = 5.0
_PORTS = {"http": 80, "https": 443}
# What a picture begins with, whatever the answer calls it.
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_WEBP = (b"RIFF", b"WEBP")

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# Host and port -> the addresses that a name stands for.
Resolve = Callable[[str, int], Awaitable[list[str]]]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole world's, not of a network's inside."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    both = (ip, _inner(ip))
    return all(one.is_global and not one.is_multicast for one in both)


def _inner(ip: _Address) -> _Address:
    """Give the IPv4 address that some IPv6 addresses stand for, else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def is_picture(content: bytes) -> bool:
    """Whether bytes begin as a JPEG, PNG, GIF or WebP picture does."""
    webp = content.startswith(_WEBP[0]) and content[8:12] == _WEBP[1]
    return content.startswith(_PICTURES) or webp


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[4][0]) for place in found]


class Limits(Struct, frozen=True):
    """How big a file may be, in bytes, and how long all of its fetching may take."""

    most_bytes: int = 20 * 1024 * 1024
    seconds: float = 30.0


class Outside(Struct, frozen=True):
    """Fetches pictures. `allows` judges each address that is connected to."""

    limits: Limits = field(default_factory=Limits)
    resolve: Resolve = resolve
    allows: Callable[[str], bool] = is_public

    async def picture(self, url: str) -> bytes:
        """Give the bytes of a picture.

        Raises:
            ChannelDownError: the other side did not answer; the same may work later.
            ChannelRefusedError: the address may not be fetched, or holds no picture.
            FileTooBigError: it is bigger than may be.
        """
        try:
            async with asyncio.timeout(self.limits.seconds):
                content = await self._follow(url)
        except (TimeoutError, httpx.TransportError):
            raise ChannelDownError("no answer", _TRY_AGAIN_SECONDS) from None
        except httpx.HTTPError as error:
            raise ChannelRefusedError(type(error).__name__) from None
        if not is_picture(content):
            raise ChannelRefusedError("no picture")
        return content

    async def _follow(self, url: str) -> bytes:
        async with httpx.AsyncClient(trust_env=False, follow_redirects=False) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                target = _parsed(url)
                request = await self._request(client, target)
                answer = await client.send(request, stream=True)
                try:
                    if not _REDIRECTS <= answer.status_code < _CLIENT_ERRORS:
                        return await self._body(answer)
                    # Every step is judged anew: the first address may send us inside.
                    url = str(target.join(answer.headers.get("location", "")))
                finally:
                    await answer.aclose()
        raise ChannelRefusedError("too many redirects")

    async def _request(self, client: httpx.AsyncClient, target: httpx.URL) -> httpx.Request:
        port = target.port or _PORTS[target.scheme]
        try:
            addresses = await self.resolve(target.host, port)
        except (OSError, UnicodeError):
            raise ChannelDownError("no such name", _TRY_AGAIN_SECONDS) from None
        if not addresses or not all(self.allows(address) for address in addresses):
            raise ChannelRefusedError("address inside a network")
        # The address that was judged is the one connected to: asked again, the name might stand
        # for another. The certificate is still checked against the name.
        judged = target.copy_with(host=addresses[0])
        headers = {"Host": target.netloc.decode()}
        return client.build_request(
            "GET", judged, headers=headers, extensions={"sni_hostname": target.host}
        )

    async def _body(self, answer: httpx.Response) -> bytes:
        if answer.status_code >= _SERVER_ERRORS:
            raise ChannelDownError(f"HTTP {answer.status_code}", _TRY_AGAIN_SECONDS)
        if answer.status_code != _OK:
            raise ChannelRefusedError(f"HTTP {answer.status_code}")
        body = bytearray()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > self.limits.most_bytes:
                raise FileTooBigError(self.limits.most_bytes)
        return bytes(body)


def _parsed(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise ChannelRefusedError("no address") from None
    if target.scheme not in _PORTS or not target.host or target.userinfo:
        raise ChannelRefusedError("no address")
    return target


hush()

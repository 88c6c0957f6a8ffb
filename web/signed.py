"""What Telegram signs for a page opened inside it: whether it did, and just now."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

# Telegram signs when the page is opened; a signature that lies around is worth nothing.
YOUNG = timedelta(minutes=10)
AHEAD = timedelta(minutes=1)
LONGEST = 8_000


def person_of(signed: str, token: str, now: datetime) -> tuple[str, str] | None:
    """Give Telegram's number of who opened the page, and the signature of what it said.

    `signed` is initData as Telegram's page gets it, `token` the bot's. None for what was not
    signed with this bot's token, is older than YOUNG, or says nothing of a person. The algorithm
    is that of "Validating data received via the Mini App" in Telegram's documentation.
    """
    if len(signed) > LONGEST:
        return None
    try:
        pairs = parse_qsl(signed, keep_blank_values=True, strict_parsing=True, max_num_fields=50)
    except ValueError:
        return None
    fields = dict(pairs)
    given = fields.pop("hash", "")
    if len(fields) + 1 != len(pairs) or not _is_signed(fields, given, token):
        return None
    if not _is_young(fields.get("auth_date", ""), now):
        return None
    person = _person(fields.get("user", ""))
    return None if person is None else (person, given.lower())


def _is_signed(fields: dict[str, str], given: str, token: str) -> bool:
    said = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    own = hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
    return bool(token) and hmac.compare_digest(own.encode(), given.lower().encode())


def _is_young(text: str, now: datetime) -> bool:
    if not (text.isascii() and text.isdecimal() and len(text) < 12):  # noqa: PLR2004 - seconds since 1970
        return False
    at = datetime.fromtimestamp(int(text), UTC)
    return now - YOUNG <= at <= now + AHEAD


def _person(text: str) -> str | None:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    number = said.get("id") if isinstance(said, dict) else None
    return str(number) if type(number) is int else None

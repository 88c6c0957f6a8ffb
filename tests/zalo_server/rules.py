"""What a call must look like, by the contract; what breaks it is named."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.zalo_server.world import Raw

MOST_TEXT = 2000
STYLES = {
    *("b", "i", "u", "s", "f_13", "f_15", "f_18", "f_20"),
    *("c_050a19", "c_15a85f", "c_f7b503", "c_f27806", "c_db342e"),
    *("lst_1", "lst_2", "ind_1", "ind_2", "ind_3", "ind_4", "ind_5"),
}
# Method -> (fields it must have, fields it may have).
FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "getMe": (set(), set()),
    "getUpdates": (set(), {"timeout"}),
    "setWebhook": ({"url", "secret_token"}, set()),
    "deleteWebhook": (set(), set()),
    "getWebhookInfo": (set(), set()),
    "sendMessage": ({"chat_id", "text"}, {"parse_mode", "text_styles"}),
    "sendPhoto": ({"chat_id", "photo"}, {"caption"}),
    "sendSticker": ({"chat_id", "sticker"}, set()),
    "sendVoice": ({"chat_id", "voice_url"}, set()),
    "sendChatAction": ({"chat_id", "action"}, set()),
}


def width(text: str) -> int:
    """Length in UTF-16 units, the strictest way to count."""
    return len(text.encode("utf-16-le")) // 2


def faults_of(method: str, params: Raw) -> list[str]:
    """List what is wrong with a call; empty when nothing is."""
    if method not in FIELDS:
        return [f"{method}: no such method"]
    required, optional = FIELDS[method]
    found = [f"{method}: lacks {name}" for name in sorted(required - set(params))]
    found += [f"{method}: unknown {name}" for name in sorted(set(params) - required - optional)]
    for name, value in params.items():
        check = _CHECKS.get(name)
        if check is not None and not check(value):
            found.append(f"{method}: bad {name}")
    if "text_styles" in params and "text" in params:
        found += _bad_styles(params["text_styles"], params["text"])
    return found


def _bad_styles(styles: Any, text: Any) -> list[str]:
    if not isinstance(styles, list) or not isinstance(text, str):
        return ["text_styles: no list"]
    bad = [one for one in styles if not _is_style(one, width(text))]
    return ["text_styles: bad range or code"] if bad else []


def _is_style(one: Any, length: int) -> bool:
    if not isinstance(one, dict) or set(one) != {"start", "len", "st"}:
        return False
    start, size = one["start"], one["len"]
    inside = isinstance(start, int) and isinstance(size, int) and 0 <= start < start + size
    return inside and start + size <= length and set(one["st"]) <= STYLES and bool(one["st"])


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 1 <= width(value) <= MOST_TEXT


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"}


def _is_secret(value: Any) -> bool:
    return isinstance(value, str) and 8 <= len(value) <= 256


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "chat_id": _is_id,
    "text": _is_text,
    "caption": _is_text,
    "photo": _is_url,
    "url": _is_url,
    "secret_token": _is_secret,
    "parse_mode": lambda value: value in {"markdown", "html"},
    "action": lambda value: value == "typing",
    "timeout": lambda value: str(value).isdecimal(),
}

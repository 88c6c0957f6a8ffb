"""The Bot API as data: which methods and types the server plays, and whether a value fits them.

`python -m tests.telegram_server.spec` writes spec.json again from the full specification.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FULL = Path(__file__).parents[2].parent / "shared" / "platforms" / "telegram_bot_api_10_3.json"
TRIMMED = Path(__file__).with_name("spec.json")

METHODS = (
    "getUpdates",
    "getMe",
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "editMessageText",
    "editMessageReplyMarkup",
    "answerCallbackQuery",
    "sendChatAction",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setChatMenuButton",
    "getChatMenuButton",
    "getFile",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
)
TYPES = (
    "Update",
    "User",
    "Chat",
    "Message",
    "MaybeInaccessibleMessage",
    "InaccessibleMessage",
    "CallbackQuery",
    "ChatMemberUpdated",
    "ChatMember",
    "ChatMemberOwner",
    "ChatMemberAdministrator",
    "ChatMemberMember",
    "ChatMemberRestricted",
    "ChatMemberLeft",
    "ChatMemberBanned",
    "MessageEntity",
    "MessageOrigin",
    "MessageOriginUser",
    "MessageOriginHiddenUser",
    "PhotoSize",
    "Document",
    "Voice",
    "Audio",
    "VideoNote",
    "Video",
    "Sticker",
    "Location",
    "Contact",
    "ForumTopicCreated",
    "File",
    "WebhookInfo",
    "ReplyParameters",
    "LinkPreviewOptions",
    "InlineKeyboardMarkup",
    "InlineKeyboardButton",
    "BotCommand",
    "BotCommandScope",
    "BotCommandScopeDefault",
    "BotCommandScopeAllPrivateChats",
    "BotCommandScopeAllGroupChats",
    "BotCommandScopeAllChatAdministrators",
    "BotCommandScopeChat",
    "BotCommandScopeChatAdministrators",
    "BotCommandScopeChatMember",
    "MenuButton",
    "MenuButtonCommands",
    "MenuButtonWebApp",
    "MenuButtonDefault",
    "WebAppInfo",
)
_PLAIN = ("Integer", "Float", "String", "Boolean", "InputFile")
_CONSTANT = re.compile(r"(?:must be|always) '?(\w+)'?$")
_ARRAY = "Array of "


@dataclass(frozen=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    data: bytes
    mime: str


def trim(full: dict[str, Any]) -> dict[str, Any]:
    """Keep names, types and what is required, of what the server plays."""
    methods = {name: _fields(full["methods"][name]["fields"]) for name in METHODS}
    types = {}
    for name in TYPES:
        found = full["types"][name]
        kept = [one for one in found.get("subtypes", []) if one in TYPES]
        if name == "MaybeInaccessibleMessage":
            kept = ["Message", "InaccessibleMessage"]
        types[name] = {"any_of": kept} if kept else _fields(found["fields"])
    return {"version": full["version"], "methods": methods, "types": types}


def _fields(fields: list[dict[str, Any]]) -> dict[str, Any]:
    trimmed = {}
    for field in fields:
        types = [one for one in field["types"] if _base(one) in (*_PLAIN, *TYPES)]
        if not types:
            continue  # of a type that the server does not play
        trimmed[field["name"]] = {"types": types, "required": field["required"]}
        constant = _CONSTANT.search(field["description"])
        if field["name"] in ("type", "status") and constant:
            trimmed[field["name"]]["value"] = constant[1]
    return trimmed


def _base(name: str) -> str:
    return name.rsplit(_ARRAY, 1)[-1]


@cache
def load() -> dict[str, Any]:
    """The full specification, trimmed, where it is present; else our copy."""
    if FULL.exists():
        return trim(json.loads(FULL.read_text(encoding="utf-8")))
    kept: dict[str, Any] = json.loads(TRIMMED.read_text(encoding="utf-8"))
    return kept


def problems(value: object, types: list[str], where: str) -> list[str]:
    """Why a value fits none of the types; empty when it fits one."""
    found: list[list[str]] = []
    for name in types:
        wrong = list(_misfits(value, name, where))
        if not wrong:
            return []
        found.append(wrong)
    return min(found, key=len)


def object_problems(value: dict[str, Any], fields: dict[str, Any], where: str) -> Iterator[str]:
    """Unknown, missing and misfitting fields of an object, or parameters of a method."""
    for name in value:
        if name not in fields:
            yield f"{where}: unknown {name}"
    for name, field in fields.items():
        if name not in value:
            if field["required"]:
                yield f"{where}: {name} is missing"
            continue
        if "value" in field and value[name] != field["value"]:
            yield f"{where}: {name} is not {field['value']}"
        yield from problems(value[name], field["types"], f"{where}.{name}")


def _misfits(value: object, name: str, where: str) -> Iterator[str]:
    if name.startswith(_ARRAY):
        if not isinstance(value, list):
            yield f"{where}: not an array"
            return
        for number, one in enumerate(value):
            yield from _misfits(one, name.removeprefix(_ARRAY), f"{where}[{number}]")
    elif name in _PLAIN:
        if not _is_plain(value, name):
            yield f"{where}: not {name}"
    else:
        yield from _object_misfits(value, name, where)


def _object_misfits(value: object, name: str, where: str) -> Iterator[str]:
    shape = load()["types"][name]
    if "any_of" in shape:
        yield from problems(value, _meant(value, shape["any_of"]), where)
    elif isinstance(value, dict):
        yield from object_problems(value, shape, where)
    else:
        yield f"{where}: not {name}"


def _meant(value: object, kinds: list[str]) -> list[str]:
    """Of several types the one whose constant the value carries, so that its faults are named."""
    if not isinstance(value, dict):
        return kinds
    constants = [
        (kind, name, field["value"])
        for kind in kinds
        for name, field in load()["types"][kind].items()
        if "value" in field
    ]
    return [kind for kind, name, constant in constants if value.get(name) == constant] or kinds


def _is_plain(value: object, name: str) -> bool:
    if name == "Boolean":
        return isinstance(value, bool)
    if name == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "Float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str if name == "String" else Upload)


def write() -> None:
    """Write our copy anew, a line a field, so that a change of the platform reads as a diff."""
    text = json.dumps(trim(json.loads(FULL.read_text(encoding="utf-8"))), indent=1)
    lines = re.sub(r"\{[^{}]*\}", lambda field: " ".join(field[0].split()), text)
    TRIMMED.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()

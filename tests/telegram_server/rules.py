"""What Telegram demands beyond types: lengths, markup, buttons, names of commands."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.telegram_server.markup import Marked, MarkupError, parse_html, width
from tests.telegram_server.spec import Upload, load, object_problems

Raw = dict[str, Any]
MAX_TEXT, MAX_CAPTION, MAX_TOAST = 4096, 1024, 200
MAX_DATA, MAX_BUTTONS, MAX_ROW = 64, 100, 8
MAX_COMMANDS, MAX_HELP = 100, 256
MAX_PHOTO, MAX_DOCUMENT = 10 * 1024 * 1024, 50 * 1024 * 1024
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (None, 443, 80, 88, 8443)
_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
# A button does exactly one thing.
_DEEDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)


def broken(method: str, params: Raw) -> list[str]:
    """Every rule that a call breaks, by the specification first."""
    spec = load()["methods"]
    if method not in spec:
        return [f"unknown or unplayed method {method}"]
    found = list(object_problems(params, spec[method], method))
    if found:
        return found
    rules = _RULES.get(method, ())
    return [f"{method}: {problem}" for rule in rules for problem in rule(params)]


def marked(params: Raw, name: str) -> Marked:
    """The text of a call as people will see it."""
    source = params.get(name, "")
    if params.get("parse_mode") == "HTML":
        return parse_html(source)
    return Marked(source.strip(), params.get("entities", []))


def _text(params: Raw) -> Iterator[str]:
    yield from _words(params, "text", MAX_TEXT)
    if not params.get("text", "").strip():
        yield "message text is empty"


def _caption(params: Raw) -> Iterator[str]:
    yield from _words(params, "caption", MAX_CAPTION)


def _words(params: Raw, name: str, limit: int) -> Iterator[str]:
    if params.get("parse_mode", "HTML") != "HTML":
        yield f"parse_mode {params['parse_mode']} is not played"
        return
    try:
        shown = marked(params, name).text
    except MarkupError as error:
        yield f"can't parse entities: {error}"
        return
    if width(shown) > limit:
        yield f"{name} is too long: {width(shown)} over {limit}"
    if params.get(name) and not shown:
        yield f"{name} is empty once parsed"


def _markup(params: Raw) -> Iterator[str]:
    rows = params.get("reply_markup", {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > MAX_BUTTONS:
        yield "too many buttons"
    for row in rows:
        if not 1 <= len(row) <= MAX_ROW:
            yield f"a row of {len(row)} buttons"
        for button in row:
            yield from _button(button)


def _button(button: Raw) -> Iterator[str]:
    if not button["text"].strip():
        yield "a button without words"
    if len([deed for deed in _DEEDS if deed in button]) != 1:
        yield f"button {button['text']!r} must do exactly one thing"
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_DATA:
        yield f"callback_data of {len(data.encode())} bytes"


def _reply(params: Raw) -> Iterator[str]:
    if "reply_parameters" in params and "message_id" not in params["reply_parameters"]:
        yield "reply_parameters names no message"


def _size(name: str, limit: int) -> Callable[[Raw], Iterator[str]]:
    def rule(params: Raw) -> Iterator[str]:
        file = params[name]
        if isinstance(file, Upload) and not 1 <= len(file.data) <= limit:
            yield f"{name} of {len(file.data)} bytes"

    return rule


def _edited(params: Raw) -> Iterator[str]:
    if not {"chat_id", "message_id"} <= params.keys():
        yield "chat_id and message_id are needed"


def _toast(params: Raw) -> Iterator[str]:
    if len(params.get("text", "")) > MAX_TOAST:
        yield "text is too long"


def _action(params: Raw) -> Iterator[str]:
    if params["action"] not in _ACTIONS:
        yield f"unknown action {params['action']}"


def _commands(params: Raw) -> Iterator[str]:
    if len(params["commands"]) > MAX_COMMANDS:
        yield "too many commands"
    for command in params["commands"]:
        if not _COMMAND.fullmatch(command["command"]):
            yield f"command {command['command']!r} is invalid"
        if not 1 <= len(command["description"]) <= MAX_HELP:
            yield f"description of {command['command']!r} is too short or too long"


def _poll(params: Raw) -> Iterator[str]:
    if not 1 <= params.get("limit", 100) <= 100:
        yield "limit is not 1-100"
    if params.get("timeout", 0) < 0:
        yield "timeout is negative"
    yield from _kinds(params)


def _kinds(params: Raw) -> Iterator[str]:
    known = load()["types"]["Update"]
    for kind in params.get("allowed_updates", []):
        if kind not in known or kind == "update_id":
            yield f"unknown or unplayed update {kind}"


def _webhook(params: Raw) -> Iterator[str]:
    if not params["url"]:
        return
    url = urlsplit(params["url"])
    is_loopback = url.hostname == "127.0.0.1"  # a test's own; Telegram itself wants HTTPS
    if not is_loopback and (url.scheme != "https" or url.port not in _PORTS):
        yield "an HTTPS URL with an allowed port must be provided"
    if "secret_token" in params and not _SECRET.fullmatch(params["secret_token"]):
        yield "secret_token has unallowed characters"
    if not 1 <= params.get("max_connections", 40) <= 100:
        yield "max_connections is not 1-100"
    yield from _kinds(params)


def _menu_button(params: Raw) -> Iterator[str]:
    button = params.get("menu_button", {})
    if button.get("type") != "web_app":
        return
    if not button["text"].strip():
        yield "a menu button without words"
    if urlsplit(button["web_app"]["url"]).scheme != "https":
        yield "a page inside Telegram needs HTTPS"


_RULES: dict[str, tuple[Callable[[Raw], Iterator[str]], ...]] = {
    "sendMessage": (_text, _markup, _reply),
    "sendPhoto": (_caption, _markup, _reply, _size("photo", MAX_PHOTO)),
    "sendDocument": (_caption, _markup, _reply, _size("document", MAX_DOCUMENT)),
    "editMessageText": (_edited, _text, _markup),
    "editMessageReplyMarkup": (_edited, _markup),
    "answerCallbackQuery": (_toast,),
    "sendChatAction": (_action,),
    "setMyCommands": (_commands,),
    "setChatMenuButton": (_menu_button,),
    "getUpdates": (_poll,),
    "setWebhook": (_webhook,),
}

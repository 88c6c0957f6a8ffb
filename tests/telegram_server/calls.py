"""The body of a call -> parameters of the types that the method declares."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.telegram_server.spec import Upload, load

_DISPOSITION = re.compile(rb'name="([^"]*)"(?:; filename="([^"]*)")?')
_MIME = re.compile(rb"Content-Type: (\S+)", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d+")


class UnreadableCallError(Exception):
    """The body is none of the forms that Telegram reads."""


def parameters(method: str, content_type: str, body: bytes, query: str) -> dict[str, Any]:
    """Read query, form, multipart or JSON; texts become what the parameter's type says."""
    raw: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        sent = json.loads(body)
        return {**_typed(method, raw), **sent}
    if kind == "multipart/form-data":
        raw |= _multipart(content_type, body)
    elif kind == "application/x-www-form-urlencoded":
        raw |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        raise UnreadableCallError(content_type)
    return _typed(method, raw)


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    if not boundary:
        raise UnreadableCallError(content_type)
    found: dict[str, Any] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        named = _DISPOSITION.search(head)
        if named is None:
            raise UnreadableCallError("a part without a name")
        mime = _MIME.search(head)
        if named[2] is None:
            found[named[1].decode()] = content.decode()
        else:
            kind = mime[1].decode() if mime else ""
            found[named[1].decode()] = Upload(named[2].decode(), content, kind)
    return found


def _typed(method: str, raw: dict[str, Any]) -> dict[str, Any]:
    fields = load()["methods"].get(method, {})
    return {
        name: _value(value, fields.get(name, {}).get("types", [])) for name, value in raw.items()
    }


def _value(value: object, types: list[str]) -> object:
    """What a text of a form means: the first of the types that it can be."""
    if not isinstance(value, str):
        return value
    for name in types:
        if name == "String":
            return value
        if name == "Integer":
            if _WHOLE.fullmatch(value):
                return int(value)
        elif name == "Boolean":
            if value in ("true", "false"):
                return value == "true"
        else:
            try:
                return json.loads(value)
            except ValueError:
                continue
    return value

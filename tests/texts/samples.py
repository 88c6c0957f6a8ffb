"""Makes one of every message, with values that a school might have, from its fields' types."""

import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from msgspec import Struct

import texts.messages
from plan.documents import DocumentFault
from plan.model import Member
from texts.messages.base import Message

LAN = Member(1, 1, 1, "Nguyễn Thị Lan", "Lan", "cô", "Toán", 1, "Toán", "10A1", None, None)
# Fields whose text is a code: each message is made once for every code its template knows.
CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "InviteRefused": {"why": ("unknown", "used", "expired", "too_many")},
    "OnlyText": {"what": ("voice", "edited", "forwarded", "other")},
    "AskWords": {"what": ("blocked", "new_due", "log", "reassign", "question")},
    "ConfirmReply": {"why": ("fraction", "number", "meaning")},
    "RequestMade": {"kind": ("postpone", "reassign", "decline")},
    "RequestArrived": {"kind": ("postpone", "reassign", "decline", "approve")},
    "RequestDecided": {"kind": ("postpone", "reassign", "decline", "approve")},
    "DecisionKept": {"state": ("agreed", "refused", "withdrawn"), "kind": ("postpone", "approve")},
    "DecisionAsked": {"what": ("day", "past", "words")},
    "RequestLine": {"kind": ("postpone", "approve", "reassign", "decline")},
    "StandInKept": {"state": ("given", "shown", "ended", "unclear", "none")},
    "OrderNeeds": {"what": ("day", "whom", "work")},
    "NotAllowed": {"what": ("unit", "assign", "file", "command")},
    "TakenBack": {
        "name": (
            "report_progress",
            "hand_out",
            "accept_plan",
            "import_roster",
            "set_calendar",
            "set_reminding",
            "deputise",
            "set_approval",
            "spend",
            "file_evidence",
            "import_evidence",
            "close_task",
            "part_tasks",
            "new_year",
        )
    },
    "ChangeSeen": {"what": ("edit", "new", "missing")},
    "AskPeople": {"ask": ("count", "deputy", "person", "contact")},
    "AskTime": {"ask": ("past", "time")},
    "PaperNotMade": {"why": ("nothing", "failed", "no_evidence", "too_big")},
    "ReviewAsked": {"kind": ("half_year", "year")},
    "CloseOne": {"step": ("result", "proof", "level")},
    "PaperReady": {"fault": ("field", "sign", "file")},
    "CalendarRefused": {"why": ("unclear", "order")},
    "TaskList": {"title": ("mine", "next", "overdue", "carried", "handed", "member", "days")},
    "PeopleList": {"title": ("unreached", "silent")},
    "EditRefused": {"what": ("cells", "time", "milestone", "criterion", "plan")},
    "EditKept": {"state": ("changed", "added", "cancelled", "milestones", "left")},
    "EvidenceRefused": {"why": ("program", "archive")},
    "EvidenceToFile": {"kind": ("file", "link", "words")},
    "MoneySpent": {"state": ("logged", "taken_back", "nothing", "unclear")},
    "DocumentProblem": {"code": tuple(str(fault) for fault in DocumentFault)},
    "DigestItem": {
        "note": ("soon", "overdue", "photo", "support", "occasion", "start", "review", "long")
    },
    "LoggedItem": {
        "effect": (
            "closed",
            "submitted",
            "part_closed",
            "noted",
            "not_started",
            "blocked",
            "on_track",
            "already",
            "not_theirs",
            "evidence",
            "unfiled",
            "moved",
            "postpone",
            "reassign",
            "decline",
            "progress",
        )
    },
}
# Days that a message can do without.
MAY_BE_ABSENT = {"new_due_on", "working_on", "last_on", "first_on_or_none"}
LISTS_NEVER_EMPTY = {"items", "lines", "codes", "people"}


def kinds() -> list[type[Message]]:
    """List every message class."""
    found: dict[type[Message], None] = {}
    for module in pkgutil.iter_modules(texts.messages.__path__):
        loaded = importlib.import_module(f"texts.messages.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, Message) and value is not Message:
                found[value] = None
    return list(found)


def samples(kind: type[Message]) -> Iterator[Message]:
    """Make a message in all its variants: every code, with and without what may be absent."""
    hints = typing.get_type_hints(kind)
    codes = CODES.get(kind.__name__, {})
    nested = _nested_codes(hints)
    for sparse in (False, True):
        for chosen in _choices(codes):
            for item_code in nested or ("",):
                yield kind(
                    **{
                        name: chosen.get(name) or _value(hints[name], name, sparse, item_code)
                        for name in kind.__struct_fields__
                    }
                )


def _choices(codes: dict[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    yield {name: options[0] for name, options in codes.items()}
    for name, options in codes.items():
        for code in options[1:]:
            yield {name: code}


def _nested_codes(hints: dict[str, Any]) -> tuple[str, ...]:
    for hint in hints.values():
        for inner in (hint, *typing.get_args(hint)):
            if getattr(inner, "__name__", "") in {"DigestItem", "LoggedItem", "RequestLine"}:
                return next(iter(CODES[inner.__name__].values()))
    return ()


def _value(hint: Any, name: str, sparse: bool, code: str) -> Any:  # noqa: FBT001 - a table by type
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        absent = sparse and (args[0] is not date or name in MAY_BE_ABSENT)
        return None if absent else _value(args[0], name, sparse, code)
    if origin is tuple and args[-1] is Ellipsis:
        size = 0 if sparse and name not in LISTS_NEVER_EMPTY else 2
        return tuple(_value(args[0], name, sparse, code) for _ in range(size))
    if origin is tuple:
        return tuple(_value(arg, name, sparse, code) for arg in args)
    if isinstance(hint, type) and issubclass(hint, Struct) and hint is not Member:
        inner = typing.get_type_hints(hint)
        own = next(iter(CODES.get(hint.__name__, {"": ()})))
        return hint(
            **{
                field: code if field == own else _value(inner[field], field, sparse, "")
                for field in hint.__struct_fields__
            }
        )
    return _plain(hint, name, sparse)


def _plain(hint: Any, name: str, sparse: bool) -> Any:  # noqa: FBT001 - the two variants
    simple = {
        Member: LAN,
        int: 0 if sparse else 3,
        bool: not sparse,
        date: date(2024, 12, 31),
        datetime: datetime(2024, 12, 27, 2, 12, tzinfo=UTC),
        time: time(16),
    }
    if hint in simple:
        return simple[hint]
    if sparse and name not in {"school", "code", "work", "title", "school_year", "number", "name"}:
        return ""
    words = {
        "work": "Bổ sung sách tham khảo cho thư viện",
        "code": "V12",
        "school_year": "2024-2025",
    }
    return words.get(name, "V12" if name == "codes" else "mẫu của tổ")

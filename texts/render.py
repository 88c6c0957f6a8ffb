"""From a message to the words people read: one template a message, loud when a name is missing."""

import re
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from plan.model import Member
from texts.dates import full_day, hour, local_day, short_day, weekday
from texts.labels import deed_name, label, undone
from texts.messages.base import Message

_BLANKS = re.compile(r"\t[ \t]*| [ \t]+")
# The shared phrases that say a number and nothing else, which are filters as well.
_OF_A_NUMBER = ("left", "others")
_GAPS = re.compile(r"\n{3,}")


def render(message: Message) -> str:
    """Give the words of a message: only the tags b, i and code, everything else escaped."""
    names = type(message).__struct_fields__
    template = _template(template_name(type(message)))
    return tidied(template.render({name: getattr(message, name) for name in names}))


def tidied(text: str) -> str:
    """Take out the blanks that a template's own lines leave."""
    tidy = "\n".join([line.strip() for line in text.strip().splitlines()])
    # Most messages have none of either: looking costs a tenth of replacing nothing.
    if "  " in tidy or "\t" in tidy:
        tidy = _BLANKS.sub(" ", tidy)
    return _GAPS.sub("\n\n", tidy) if "\n\n\n" in tidy else tidy


@cache
def _template(name: str) -> Template:
    template = environment().get_template(name)
    # Jinja keeps what all templates know in layers, which it would put together for every message.
    template.globals = dict(template.globals)
    return template


def template_name(kind: type[Message]) -> str:
    """Give the file of a message: AskAddress is ask_address.j2."""
    return _file_name(kind.__name__)


@cache
def _file_name(message: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", message).lower() + ".j2"


def options() -> dict[str, Any]:
    """Give how every template is read: loud, and without blank lines of its own."""
    return {
        "loader": PackageLoader("texts", "vi"),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": False,
        "auto_reload": False,
        "extensions": ["jinja2.ext.do"],
    }


@cache
def environment() -> Environment:
    """Give the templates with their filters, loud when a name is missing."""
    made = Environment(autoescape=True, **options())
    made.filters.update(
        call=call,
        named=named,
        cap=cap,
        day=short_day,
        deed=deed_name,
        dm=lambda day: f"{day:%d/%m}",
        full_day=full_day,
        hour=hour,
        money=money,
        megabytes=megabytes,
        short=shortened,
        weekday=weekday,
        names=called,
        local_day=local_day,
        you=you,
    )
    made.globals.update(label=label, undone=undone)
    # Phrases that several messages share: `m.days(first, last)` anywhere, without an import.
    phrases = made.globals["m"] = made.get_template("_macros.j2").module
    for name in _OF_A_NUMBER:
        # Worded once for each number.
        made.filters[name] = lru_cache(maxsize=1_000)(getattr(phrases, name))
    return made


def somebody() -> Member:
    """Stand for a reader nobody knows: thầy/cô, without a name."""
    return Member(0, 0, None, "", "", "", "", None, "", "", None, None)


def call(who: Member) -> str:
    """Address a person the way the school does: "cô Lan"; the word is never guessed."""
    return f"{you(who)} {who.call_name}".rstrip()


def named(who: Member) -> str:
    """Name a person to somebody else; of two with one name it says which: "cô Lan (Văn)"."""
    return f"{call(who)} ({who.call_hint})" if who.call_hint else call(who)


def you(who: Member) -> str:
    """Say "you" to a person: the address word alone ("cô"); there is no neutral one."""
    return who.address_word or label("address_unknown")


def called(people: tuple[Member, ...], most: int = 3) -> str:
    """List people, at most so many by name."""
    said = [named(who) for who in people[:most]]
    if len(people) > most:
        said.append(label("and_others", count=len(people) - most))
    return ", ".join(said)


def cap(text: str) -> Markup:
    """Begin a sentence: only the first letter changes."""
    safe = escape(text)
    return Markup(safe[:1].upper() + safe[1:])  # noqa: S704 - escaped on the line before


def money(amount: int) -> str:
    """Write dong the short way offices do: 10 tr, 1,5 tr, 945 tr, 1.200 tr, 500.000đ."""
    million = 1_000_000
    if amount % 100_000 == 0 and amount >= million:
        whole, tenth = divmod(amount // 100_000, 10)
        text = f"{whole:,}".replace(",", ".") + (f",{tenth}" if tenth else "")
        return label("millions", amount=text)
    return label("dong", amount=f"{amount:,}".replace(",", "."))


def megabytes(size: int) -> str:
    """Write bytes as people know them, never as nothing: 0,1 MB, 12,0 MB."""
    amount = max(size / 1024 / 1024, 0.1)
    return label("megabytes", amount=f"{amount:.1f}".replace(".", ","))


def shortened(text: str, most: int = 40) -> str:
    """Cut a task's words to fit a line on a phone, at a word, with an ellipsis."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    cut = words[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-–")
    return f"{cut}…"


def plain(text: str) -> str:
    """Strip the tags for a channel that shows none."""
    bare: Any = Markup(re.sub(r"</?(?:b|i|code|a)(?: [^>]*)?>", "", text))  # noqa: S704 - unescaped next
    return str(bare.unescape())

"""A school's own wording: templates of a folder laid over the standard ones, checked first."""

from functools import cache
from pathlib import Path

import structlog
from jinja2 import Template, TemplateError, TemplateNotFound, TemplateSyntaxError, meta
from jinja2.environment import Environment
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from texts.messages.base import Message
from texts.render import environment, options, template_name, tidied

# Larger than any message may be.
MOST_BYTES = 20_000

_log = structlog.get_logger(__name__)
# The templates of each school, by the message's file; laid once, when a process starts.
_laid: dict[int, dict[str, Template]] = {}


class Laid(Struct, frozen=True):
    """One file of a school's wording. `why` is empty when it is used, else a code of labels.

    `detail` is what is wrong: the name nobody knows, or what the template's reader says; `line`
    is where, 0 when it is the file as a whole.
    """

    school_id: int
    name: str
    why: str = ""
    detail: str = ""
    line: int = 0


def lay(folder: Path) -> list[Laid]:
    """Lay the wording of every school over the standard: `folder`/SCHOOL'S NUMBER/NAME.j2.

    What is broken is refused and the standard used. Takes the place of what was laid before.
    """
    _laid.clear()
    found: list[Laid] = []
    for place in sorted(folder.glob("*/*.j2")):
        if not place.parent.name.isdecimal():
            continue
        school_id = int(place.parent.name)
        checked = _checked(school_id, place)
        found.append(checked)
        if not checked.why:
            template = _sandbox().from_string(place.read_text("utf-8"))
            _laid.setdefault(school_id, {})[place.name] = template
    return found


def own_words(school_id: int | None, message: Message) -> str | None:
    """Word a message as its school does; None where the standard wording holds.

    A template that fails on the values of a message does no harm: the standard is used.
    """
    templates = _laid.get(school_id or 0)
    template = templates.get(template_name(type(message))) if templates else None
    if template is None:
        return None
    names = type(message).__struct_fields__
    try:
        return tidied(template.render({name: getattr(message, name) for name in names}))
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        _log.warning("wording_failed", school=school_id, error=type(error).__name__)
        return None


def _checked(school_id: int, place: Path) -> Laid:
    names = _names(place.name)
    if names is None:
        return Laid(school_id, place.name, "wording_unknown")
    if place.stat().st_size > MOST_BYTES:
        return Laid(school_id, place.name, "wording_large")
    try:
        source = place.read_text("utf-8")
        tree = _sandbox().parse(source)
        _sandbox().from_string(source)
    except TemplateSyntaxError as error:
        return Laid(school_id, place.name, "wording_broken", error.message or "", error.lineno)
    except (UnicodeDecodeError, TemplateError):
        return Laid(school_id, place.name, "wording_unreadable")
    known = names | set(_sandbox().globals)
    strange = sorted(meta.find_undeclared_variables(tree) - known)
    if strange:
        return Laid(school_id, place.name, "wording_name", ", ".join(strange))
    return Laid(school_id, place.name)


@cache
def _sandbox() -> Environment:
    """Give the standard's filters in an environment where a template reaches nothing else."""
    standard = environment()
    made = SandboxedEnvironment(autoescape=True, **options())
    made.filters.update(standard.filters)
    made.globals.update(standard.globals)
    return made


@cache
def _names(file: str) -> frozenset[str] | None:
    """Give the names that a standard template uses; None where there is no such template."""
    standard = environment()
    if file.startswith("_") or standard.loader is None:
        return None
    try:
        source, _, _ = standard.loader.get_source(standard, file)
    except TemplateNotFound:
        return None
    return frozenset(meta.find_undeclared_variables(standard.parse(source)))

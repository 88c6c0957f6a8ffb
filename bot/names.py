"""People of the school named in a line, as they are called: "cô Yến", "Nguyễn Thị Yến"."""

from collections.abc import Iterable, Sequence

from bot.words import words_in
from plan.model import Member
from texts.render import call


def named_in(text: str, members: Iterable[Member], *, bare: bool = False) -> list[Member]:
    """List who of some people is named; with `bare` the given name alone is enough."""
    said = _spaced(text)
    return [who for who in members if any(name in said for name in _names(who, bare=bare))]


def without_names(text: str, members: Sequence[Member], *, bare: bool = False) -> str:
    """Give the words of a text, folded, without the names of some people."""
    said = _spaced(text)
    for who in members:
        for name in _names(who, bare=bare):
            said = said.replace(name, " ")
    return said.strip()


def _names(who: Member, *, bare: bool) -> list[str]:
    """Give how somebody is called, the longest first."""
    if not who.call_name:
        return []
    names = [f"{who.address_word} {who.full_name}", who.full_name, call(who)]
    return [_spaced(name) for name in (*names, *((who.call_name,) if bare else ()))]


def _spaced(text: str) -> str:
    return f" {' '.join(words_in(text))} "

"""From the text of an owner cell to its pieces, left to right, the longest known phrase first."""

import re

from plan.owners.items import (
    CountItem,
    Item,
    PartItem,
    PersonItem,
    RoleItem,
    SignItem,
    UnitItem,
    VagueItem,
    WordsItem,
)
from plan.owners.names import degree_end, find_name, is_abbreviation, title_end
from plan.owners.roles import RoleVariant, role_phrases, units_after
from plan.owners.tokens import Found, Token, tokenise
from plan.owners.units import FoundUnit, find_bare_unit, find_unit
from plan.owners.words import PartWord, other_phrases, part_phrases, table

_SIGNS = frozenset(",;/-+:().\n[]&|")
_BRACKETS = {"[": "(", "]": ")", "|": ";", "&": "and"}
_COUNT = re.compile(r"\d{1,3}")
_CONTINUE = frozenset((",", "and", "/", "or"))


class Chunker:
    """One pass over one cell."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenise(text)
        self._at = 0
        self._items: list[Item] = []
        self._several = False

    def chunk(self) -> list[Item]:
        """Give the pieces in order."""
        while self._at < len(self._tokens):
            self._step()
        return self._items

    def _step(self) -> None:
        readers = (
            self._continued_unit,
            self._sign,
            self._unit,
            self._phrase,
            self._titled,
            self._count,
            self._name,
            self._misspelt,
        )
        if not any(reader() for reader in readers):
            self._add(WordsItem(self._token.text), self._at + 1)

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    @property
    def _last(self) -> Item | None:
        return self._items[-1] if self._items else None

    def _add(self, item: Item, end: int) -> bool:
        last = self._last
        if isinstance(item, WordsItem) and isinstance(last, WordsItem):
            self._items[-1] = WordsItem(f"{last.text} {item.text}")
        else:
            self._items.append(item)
        self._at = end
        self._several = False
        return True

    def _sign(self) -> bool:
        if self._token.text in _SIGNS:
            sign = _BRACKETS.get(self._token.text, self._token.text)
            return self._add(SignItem(sign), self._at + 1)
        for key in ("or", "and"):
            found = other_phrases("other", key).find(self._tokens, self._at)
            if found:
                return self._add(SignItem(key), found.end)
        return False

    # Units belong to what stands before them, so they are looked for only there.

    def _unit(self) -> bool:
        owner = self._owner_before()
        if owner is None or self._counts_people():
            return False
        allowed = units_after(owner.code) if isinstance(owner, RoleItem) else frozenset[str]()
        if isinstance(self._last, SignItem):
            if self._last.sign == "(":
                allowed = allowed | {"subject", "named class"}
            elif self._last.sign == "-":
                allowed = allowed & {"class"}
        found = find_unit(self._text, self._tokens, self._at, allowed)
        if found is None or self._role_is_longer(found):
            return False
        return self._add_unit(found)

    def _add_unit(self, found: FoundUnit, *, continues: bool = False) -> bool:
        unit = UnitItem(found.item.name, found.item.kind, self._several, continues)
        return self._add(unit, found.end)

    def _owner_before(self) -> RoleItem | PersonItem | None:
        last = self._last
        if isinstance(last, SignItem) and last.sign in ("(", "-") and len(self._items) > 1:
            last = self._items[-2]
        return last if isinstance(last, RoleItem | PersonItem) else None

    def _role_is_longer(self, found: FoundUnit) -> bool:
        if found.item.kind == "whole":
            return False
        role = role_phrases().find(self._tokens, self._at)
        return bool(role and role.end > found.end)

    def _continued_unit(self) -> bool:
        """Read the second unit of "tổ Toán, Văn" or "khối 10, 11"; it must fill its place."""
        if len(self._items) < len(("unit", "sign")):
            return False
        unit, sign = self._items[-2:]
        if not isinstance(unit, UnitItem) or not isinstance(sign, SignItem):
            return False
        if sign.sign not in _CONTINUE or unit.kind not in ("subject", "class", "number"):
            return False
        start = self._at
        grades = other_phrases("unit", "grades").find(self._tokens, start)
        if grades and unit.kind == "class":
            start = grades.end
        found = find_bare_unit(self._text, self._tokens, start, frozenset((unit.kind,)))
        if found is None or self._role_is_longer(found) or not self._ends_here(found.end):
            return False
        return self._add_unit(found, continues=True)

    def _ends_here(self, end: int) -> bool:
        if end == len(self._tokens) or self._tokens[end].text in _SIGNS:
            return True
        known = part_phrases().find(self._tokens, end) or other_phrases("other", "and").find(
            self._tokens, end
        )
        return known is not None

    def _phrase(self) -> bool:
        """Take the longest of role, part, vague phrase and filler; the earlier on a tie."""
        role = role_phrases().find(self._tokens, self._at)
        part = part_phrases().find(self._tokens, self._at)
        vague = other_phrases("other", "vague").find(self._tokens, self._at)
        filler = other_phrases("other", "fillers").find(self._tokens, self._at)
        longest = max((found.words for found in (role, part, vague, filler) if found), default=0)
        if role and role.words == longest:
            return self._take_role(role)
        if part and part.words == longest:
            return self._take_part(part)
        if vague and vague.words == longest:
            return self._add(VagueItem(), vague.end)
        if filler:
            self._at = filler.end
            self._several = True
            return True
        return False

    def _take_role(self, role: Found[RoleVariant]) -> bool:
        if role.words == 1:
            named = find_name(self._text, self._tokens, self._at, titled=False)
            if named and not named.item.doubts and named.end > role.end + 1:
                return self._add(named.item, named.end)
        item = RoleItem(role.value.code, role.value.asked, self._several)
        return self._add(item, role.end)

    def _take_part(self, part: Found[PartWord]) -> bool:
        if part.words == 1 and not self._shouted() and self._name():
            return True
        return self._add(PartItem(part.value), part.end)

    def _shouted(self) -> bool:
        return len(self._token.text) > 1 and self._token.text.isupper()

    def _titled(self) -> bool:
        start = degree_end(self._tokens, self._at)
        end = title_end(self._tokens, start) if start < len(self._tokens) else start
        if end == self._at or end >= len(self._tokens):
            return self._skip(end)
        role = role_phrases().find(self._tokens, end)
        post = role and (role.words > 1 or is_abbreviation(self._tokens[end]))
        if post or other_phrases("other", "vague").find(self._tokens, end):
            return self._skip(end)
        found = find_name(self._text, self._tokens, end, titled=True)
        if found is None:
            return self._skip(end)
        return self._add(found.item, found.end)

    def _skip(self, end: int) -> bool:
        moved = end > self._at
        self._at = end
        return moved

    def _count(self) -> bool:
        number = self._number()
        if number is None:
            return False
        after = self._at + 1
        bracketed = isinstance(self._last, SignItem) and self._last.sign in ("(", ":")
        people = other_phrases("other", "people").find(self._tokens, after)
        if not self._counts_people() and not (bracketed and self._token.text.isdigit()):
            return False
        return self._add(CountItem(number), people.end if people else after)

    def _counts_people(self) -> bool:
        """Whether a number stands here with people after it: "02 GV", "2 người"."""
        if self._number() is None:
            return False
        people = other_phrases("other", "people").find(self._tokens, self._at + 1)
        return bool(people or role_phrases().find(self._tokens, self._at + 1))

    def _number(self) -> int | None:
        if _COUNT.fullmatch(self._token.text):
            return int(self._token.text)
        if other_phrases("other", "numbers").find(self._tokens, self._at):
            return 1 + _number_words().index(self._token.folded)
        return None

    def _name(self) -> bool:
        found = find_name(self._text, self._tokens, self._at, titled=False)
        return found is not None and self._add(found.item, found.end)

    def _misspelt(self) -> bool:
        found = role_phrases().find_misspelt(self._tokens, self._at)
        return found is not None and self._take_role(found)


def _number_words() -> list[str]:
    return [tokenise(word)[0].folded for word in table()["other"]["numbers"]]

"""From the pieces of a cell to its owners: who belongs to which post, unit and part."""

from msgspec import Struct, field
from msgspec.structs import replace as copy

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
from plan.owners.model import OwnerDoubt, Part
from plan.owners.roles import DEPARTMENT, UNKNOWN
from plan.owners.tokens import NEWLINE
from plan.owners.words import PartWord

_OWNER_LIKE = (RoleItem, PersonItem, UnitItem, CountItem)
_ENDS_CLAUSE = frozenset((";", NEWLINE))
_BREAKS = frozenset((",", "and", "or", "/", ";", NEWLINE, "-", "+"))
_CROWDS = frozenset(("GV", "GVBM", "NV"))
_NAMES_THE_POST = frozenset(("", "-", "(", ":"))


class Draft(Struct):
    """An owner while its cell is being read."""

    role: str = ""
    part: Part = Part.LEAD
    count: int | None = None
    person: str = ""
    unit: str = ""
    several: bool = False


class Assembly(Struct):
    """Owners in order, with everything that must be asked about them."""

    drafts: list[Draft] = field(default_factory=list)
    doubts: list[OwnerDoubt] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Assembler:
    """One pass over the pieces; `group` holds the owners that a part word may still claim."""

    def __init__(self, items: list[Item]) -> None:
        self._items = items
        self._result = Assembly()
        self._following = Part.LEAD
        self._label = False
        self._group: list[Draft] = []
        self._link = ""
        self._count: int | None = None
        self._naming: Draft | None = None
        self._shared_support = False
        self._outer: list[tuple[Part, bool, list[Draft]]] = []

    def assemble(self) -> Assembly:
        """Read all pieces."""
        for place, item in enumerate(self._items):
            match item:
                case SignItem(sign):
                    self._take_sign(sign, place)
                    continue
                case RoleItem():
                    self._take_role(item, place)
                case PersonItem():
                    self._take_person(item)
                case UnitItem():
                    self._take_unit(item)
                case CountItem(number):
                    self._take_count(number, place)
                case PartItem(word):
                    self._take_part(word, place)
                case VagueItem():
                    self._take_vague(place)
                case WordsItem(text):
                    self._take_words(text, place)
            self._link = ""
        return self._result

    # small questions

    def _doubt(self, doubt: OwnerDoubt) -> None:
        self._result.doubts.append(doubt)

    @property
    def _last(self) -> Draft | None:
        return self._result.drafts[-1] if self._result.drafts else None

    def _before(self, place: int) -> Item | None:
        return self._items[place - 1] if place else None

    def _after(self, place: int) -> Item | None:
        return self._items[place + 1] if place + 1 < len(self._items) else None

    def _new(self, draft: Draft) -> None:
        draft.part = self._following
        draft.count, self._count = self._count, None
        if draft.count is not None:
            self._doubt(OwnerDoubt.COUNT_UNNAMED)
        self._result.drafts.append(draft)
        self._group.append(draft)

    # pieces

    def _take_sign(self, sign: str, place: int) -> None:
        if sign == "(":
            self._outer.append((self._following, self._label, self._group))
            self._group = []
        elif sign == ")" and self._outer:
            self._following, self._label, self._group = self._outer.pop()
            self._naming = None
        elif sign == "+":
            self._following = Part.SUPPORT
        elif sign in ("/", "or") and _is_owner(self._before(place), self._after(place)):
            self._doubt(OwnerDoubt.EITHER)
        if sign in _ENDS_CLAUSE:
            self._end_clause()
        self._link = sign

    def _end_clause(self) -> None:
        if not self._label:
            self._following = Part.LEAD
        self._group = []
        self._naming = None
        self._shared_support = False

    def _take_role(self, item: RoleItem, place: int) -> None:
        last, before = self._last, self._before(place)
        if item.asked:
            self._doubt(OwnerDoubt.ROLE_GUESSED)
        self._naming = None
        if last and last.person and not last.role and self._link in _NAMES_THE_POST:
            last.role = item.code
            return
        if last and last.role == UNKNOWN and not last.person and isinstance(before, RoleItem):
            last.role = item.code  # "bộ phận", "cán bộ" and the like only lead up to it
            return
        if isinstance(before, _OWNER_LIKE) and not isinstance(before, CountItem):
            self._doubt(OwnerDoubt.SPLIT_GUESSED)
        if self._link == "(" and last:
            self._doubt(OwnerDoubt.SPLIT_GUESSED)
        self._new(Draft(item.code, several=item.several))

    def _take_person(self, item: PersonItem) -> None:
        last = self._last
        for doubt in item.doubts:
            self._doubt(doubt)
        if last and last.role and not last.person and self._link in _NAMES_THE_POST:
            self._name_holder(last, item.name)
        elif last and self._naming and self._link in (",", "and"):
            self._new(Draft(last.role, person=item.name, unit=last.unit))
        else:
            self._new(Draft(person=item.name))

    def _name_holder(self, draft: Draft, name: str) -> None:
        draft.person = name
        draft.count = None
        if self._link in (":", "("):
            self._naming = draft

    def _take_unit(self, item: UnitItem) -> None:
        last = self._last
        if last is None or item.kind == "whole":
            return
        if item.continues:
            several = last.several or item.several
            if last.role == DEPARTMENT and not several:
                self._doubt(OwnerDoubt.UNIT_GUESSED)
            self._new(copy(last, unit=item.name))
            return
        if item.kind == "words" or last.unit:
            self._doubt(OwnerDoubt.UNIT_GUESSED)
        if self._link == "(" and last.person:
            self._share_unit(item.name)
        last.unit = item.name
        last.several = last.several or item.several

    def _share_unit(self, unit: str) -> None:
        """Give a bracketed unit to every person named before it."""
        for draft in reversed(self._result.drafts):
            if not draft.person or draft.unit:
                return
            draft.unit = unit

    def _take_count(self, number: int, place: int) -> None:
        last = self._last
        if self._link in ("(", ":") and last and not last.person:
            last.count = number
            self._doubt(OwnerDoubt.COUNT_UNNAMED)
            return
        self._count = number
        if not isinstance(self._after(place), RoleItem):
            self._new(Draft(UNKNOWN))

    def _take_vague(self, place: int) -> None:
        if self._after(place) == SignItem(":"):
            return  # a heading: "Phân công: ..."
        self._doubt(OwnerDoubt.VAGUE)
        if _is_break(self._before(place)):
            self._new(Draft(UNKNOWN))

    def _take_words(self, text: str, place: int) -> None:
        self._result.unread.append(text)
        self._doubt(OwnerDoubt.UNREAD)
        before, after = self._before(place), self._after(place)
        if not self._outer and _is_break(before) and _is_break(after):
            self._new(Draft(UNKNOWN))

    # parts

    def _take_part(self, word: PartWord, place: int) -> None:
        before, after = self._before(place), self._after(place)
        if word.asked:
            self._doubt(OwnerDoubt.PART_GUESSED)
        if before == SignItem("(") and after == SignItem(")"):
            if self._last:
                self._last.part = word.part
        elif after == SignItem(":") and not _is_owner(before):
            self._following, self._label, self._group = word.part, True, []
        elif word.prefix:
            if self._group and word.part is Part.LEAD:
                self._doubt(OwnerDoubt.PART_GUESSED)
            self._lead_on(word)
        elif _is_owner(after):
            self._stand_between(word)
        else:
            self._stand_behind(word, place)

    def _lead_on(self, word: PartWord) -> None:
        self._following, self._group = word.part, []
        self._shared_support = word.part is Part.SUPPORT

    def _stand_between(self, word: PartWord) -> None:
        """Read "A phối hợp B", "A tham mưu B", "A chỉ đạo B"; with no A it is a label."""
        if not self._group:
            self._lead_on(word)
            return
        if word.part is Part.SUPPORT:
            self._lead_on(word)
            return
        for draft in self._group:
            draft.part = word.part
        if word.part is Part.LEAD:
            self._doubt(OwnerDoubt.SPLIT_GUESSED)
        self._following, self._group, self._label = Part.LEAD, [], False

    def _stand_behind(self, word: PartWord, place: int) -> None:
        """Read "A chủ trì", "B, C phối hợp"."""
        if word.closing and self._shared_support:
            return
        if not self._group:
            self._claim_nobody(word, place)
            return
        claimed = self._group
        led = any(
            draft.part is not Part.SUPPORT
            for draft in self._result.drafts
            if not any(draft is mine for mine in claimed)
        )
        if word.part is Part.SUPPORT and not led and len(claimed) > 1:
            self._doubt(OwnerDoubt.PART_GUESSED)
            claimed = claimed[-1:]
        for draft in claimed:
            draft.part = word.part
        if word.vague and any(draft.role in _CROWDS for draft in claimed):
            self._doubt(OwnerDoubt.VAGUE)
        if not isinstance(self._after(place), PartItem):
            self._group, self._following, self._label = [], Part.LEAD, False

    def _claim_nobody(self, word: PartWord, place: int) -> None:
        """Read a second verb of the same owner, or one whose owner comes later."""
        last = self._last
        if last and last.part is word.part:
            return
        if any(isinstance(item, _OWNER_LIKE) for item in self._items[place + 1 :]):
            self._lead_on(word)
        self._doubt(OwnerDoubt.PART_GUESSED)


def _is_owner(*items: Item | None) -> bool:
    return all(isinstance(item, _OWNER_LIKE) for item in items)


def _is_break(item: Item | None) -> bool:
    return item is None or (isinstance(item, SignItem) and item.sign in _BREAKS)

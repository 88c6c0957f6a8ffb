"""The text of one paragraph of a .docx as paper shows it, and what paper does not show."""

from collections import Counter
from typing import Any, Self

from docx.oxml.ns import qn
from msgspec import Struct, field

_TEXT, _DELETED_TEXT = qn("w:t"), qn("w:delText")
_BOX = qn("w:txbxContent")
_RUN, _RUN_STYLE = qn("w:r"), qn("w:rPr")
_VALUE = qn("w:val")
_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_NUMBER = f"{qn('w:pPr')}/{qn('w:numPr')}"
_VANISH = f"{qn('w:rPr')}/{qn('w:vanish')}"
_CHANGES = frozenset({qn("w:ins"), qn("w:moveTo")})
_REMOVALS = frozenset({qn("w:del"), qn("w:moveFrom")})
_LETTERS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
}
# Word writes a drawing twice, for itself and for older programs; field codes are not on paper.
_SKIPPED = frozenset(
    {
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
        qn("w:pPr"),
        _RUN_STYLE,
        qn("w:instrText"),
    }
)


class Words(Struct):
    """The text of a paragraph; apart from it what is struck out, hidden or in text boxes."""

    text: str = ""
    deleted: str = ""
    hidden: str = ""
    is_changed: bool = False
    boxes: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, paragraph: Any) -> Self:
        """Read a paragraph."""
        words = cls()
        words._take(paragraph)
        return words

    def _take(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == _TEXT:
                self.text += child.text or ""
            elif tag in _LETTERS:
                self.text += _LETTERS[tag]
            elif tag in _REMOVALS:
                self.is_changed = True
                self.deleted += "".join(
                    part.text or "" for part in child.iter(_DELETED_TEXT, _TEXT)
                )
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == _RUN and child.find(_VANISH) is not None:
                self.hidden += "".join(part.text or "" for part in child.iter(_TEXT))
            elif tag not in _SKIPPED:
                self.is_changed = self.is_changed or tag in _CHANGES
                self._take(child)


class ListFormats:
    """Which paragraphs Word puts a bullet or a number before, since their text does not say."""

    def __init__(self, formats: dict[tuple[str, str], str]) -> None:
        self._formats = formats
        self._counts: Counter[tuple[str, str]] = Counter()

    @classmethod
    def of(cls, part: Any) -> Self:
        """Read the list formats of a document."""
        for relation in part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                return cls(_formats_of(relation.target_part.element))
        return cls({})

    def mark_of(self, paragraph: Any) -> str:
        """Give what stands before a paragraph: "-" for a bullet, a count, or nothing."""
        style = paragraph.find(_STYLE)
        name = (style.get(_VALUE) or "") if style is not None else ""
        number = paragraph.find(_NUMBER)
        if number is None and not name.startswith(("ListBullet", "ListNumber")):
            return ""
        key = (_value(number, "w:numId") or name, _value(number, "w:ilvl") or "0")
        kind = self._formats.get(key, "bullet" if name.startswith("ListBullet") else "")
        if kind == "decimal" or name.startswith("ListNumber"):
            self._counts[key] += 1
            return str(self._counts[key])
        return "-" if kind == "bullet" else ""


def _value(element: Any, name: str) -> str:
    child = element.find(qn(name)) if element is not None else None
    return str(child.get(_VALUE) or "") if child is not None else ""


def _formats_of(numbering: Any) -> dict[tuple[str, str], str]:
    """Give the format of each level of each list: "bullet", "decimal", ..."""
    levels: dict[str, dict[str, str]] = {}
    for abstract in numbering.findall(qn("w:abstractNum")):
        levels[abstract.get(qn("w:abstractNumId"))] = {
            level.get(qn("w:ilvl")): _value(level, "w:numFmt")
            for level in abstract.findall(qn("w:lvl"))
        }
    return {
        (number.get(qn("w:numId")), level): kind
        for number in numbering.findall(qn("w:num"))
        for level, kind in levels.get(_value(number, "w:abstractNumId"), {}).items()
    }

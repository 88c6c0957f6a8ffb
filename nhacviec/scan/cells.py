"""What a cell says, and whether it was read surely enough to be believed."""

import re
from collections.abc import Sequence

from msgspec import Struct
from PIL import Image, ImageFilter

from nhacviec.scan.grid import Box
from nhacviec.scan.strokes import evenly_lit
from nhacviec.scan.tesseract import BLOCK, Word, read_words
from plan.documents.flowing import flowing

_SURE = 85  # tesseract's confidence in the worst word of a cell that needs no second look
_HOPELESS = 40  # below it even two equal readings are not believed
_AGAIN = 1.4  # the second look is at a picture so much larger
_MARGIN = 14  # white pixels around a cell
_NUMBER = re.compile(r"\d")
# What a reading is compared by: letters and digits, and signs that part numbers.
_COMPARED = re.compile(r"\w|(?<=\d)[-/.,:](?=\d)")


class Said(Struct, frozen=True):
    """The text of a cell; blurred when two looks at it differ or were unsure both."""

    text: str
    is_blurred: bool = False


class _Look(Struct, frozen=True):
    """One reading of one cell."""

    text: str
    worst: float
    mean: float

    @property
    def compared(self) -> str:
        """Give what matters of the text."""
        return "".join(_COMPARED.findall(self.text)).casefold()


def read_cells(picture: Image.Image, ink: Image.Image, boxes: Sequence[Box]) -> list[Said]:
    """Read the places of a page; what has digits or looked unsure is looked at twice."""
    even = evenly_lit(picture)
    clean = ink.filter(ImageFilter.MedianFilter(3))  # specks of the camera are no letters
    cut = {
        place: _cut(even, inner)
        for place, box in enumerate(boxes)
        if (inner := _written(clean, box)) is not None
    }
    first = _looked_at(cut)
    again = _looked_at(
        {place: _larger(cut[place]) for place, look in first.items() if _needs_second(look)}
    )
    said = [Said("")] * len(boxes)
    for place, look in first.items():
        said[place] = _judged(look, again.get(place))
    return said


def _written(ink: Image.Image, box: Box) -> Box | None:
    """Give where in a cell there is ink, its borders left out; None for an empty cell."""
    rim = max(4, max(ink.size) // 400)
    inner = (box.left + rim, box.top + rim, box.right - rim, box.bottom - rim)
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return None
    found = ink.crop(inner).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    return Box(inner[0] + left, inner[1] + top, inner[0] + right, inner[1] + bottom)


def _cut(picture: Image.Image, box: Box) -> Image.Image:
    rim = 4
    part = picture.crop((box.left - rim, box.top - rim, box.right + rim, box.bottom + rim))
    paper = Image.new("L", (part.width + 2 * _MARGIN, part.height + 2 * _MARGIN), 255)
    paper.paste(part, (_MARGIN, _MARGIN))
    return paper


def _larger(picture: Image.Image) -> Image.Image:
    size = (round(picture.width * _AGAIN), round(picture.height * _AGAIN))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _looked_at(pictures: dict[int, Image.Image]) -> dict[int, _Look]:
    looks = map(_look, read_words(list(pictures.values()), BLOCK))
    return dict(zip(pictures, looks, strict=True))


def _look(words: Sequence[Word]) -> _Look:
    lines: dict[tuple[int, int, int], list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    sure = [word.confidence for word in words] or [0.0]
    text = flowing("\n".join(" ".join(line) for line in lines.values()))
    return _Look(text, min(sure), sum(sure) / len(sure))


def _needs_second(look: _Look) -> bool:
    return look.worst < _SURE or bool(_NUMBER.search(look.text))


def _judged(first: _Look, second: _Look | None) -> Said:
    if second is None:
        return Said(first.text)
    best = max(first, second, key=lambda look: look.mean)
    agree = first.compared == second.compared
    return Said(best.text, is_blurred=not agree or best.mean < _HOPELESS)

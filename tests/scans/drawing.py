"""Pictures of plans for the tests: drawn, then treated as scanners and phones treat paper."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path(__file__).parents[2] / "reports" / "fonts"
WIDTH, HEIGHT = 2339, 1654  # A4 lying, 200 dots an inch
LETTERS, LEADING, PAD = 33, 40, 10
WHITE, BLACK = 255, 0

Rows = Sequence[Sequence[str | None]]


def font(size: int = LETTERS) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "LiberationSerif-Regular.ttf"), size)


@dataclass
class Sheet:
    """A page, filled from the top."""

    picture: Image.Image = field(default_factory=lambda: Image.new("L", (WIDTH, HEIGHT), WHITE))
    top: int = 100

    def line(self, text: str) -> None:
        self._write(120, self.top, text)
        self.top += LEADING + 8

    def table(self, rows: Rows, widths: Sequence[int], *, outer: bool = True) -> None:
        """Draw rows; None is a place covered by the cell above it, "<" by the one before it."""
        brush = ImageDraw.Draw(self.picture)
        lefts = [120 + sum(widths[:column]) for column in range(len(widths) + 1)]
        for index, row in enumerate(rows):
            wrapped = [
                _wrapped(text or "", width) for text, width in zip(row, widths, strict=True)
            ]
            bottom = self.top + LEADING * max(map(len, wrapped)) + 2 * PAD
            for column, lines in enumerate(wrapped):
                left, right = lefts[column], lefts[column + 1]
                if row[column] != "<":
                    for number, line in enumerate(lines):
                        self._write(left + PAD, self.top + PAD + number * LEADING, line)
                if row[column] is not None:
                    brush.line((left, self.top, right, self.top), BLACK, 3)
                if row[column] != "<" and (outer or column):
                    brush.line((left, self.top, left, bottom), BLACK, 3)
            if outer:
                brush.line((lefts[-1], self.top, lefts[-1], bottom), BLACK, 3)
            self.top = bottom
            if index == len(rows) - 1:
                brush.line((lefts[0], bottom, lefts[-1], bottom), BLACK, 3)
        self.top += LEADING

    def _write(self, left: int, top: int, text: str) -> None:
        ImageDraw.Draw(self.picture).text((left, top), text, BLACK, font())


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font().getlength(longer) <= width - 2 * PAD:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=WHITE)


def photographed(picture: Image.Image) -> Image.Image:
    """As a phone takes it: at an angle, in uneven light, a little noisy and unsharp, as JPEG."""
    width, height = picture.size
    # Where each corner of the photo looks on the paper, a little beyond its edges.
    seen = (-60, -90, -30, height + 40, width + 100, height + 110, width + 45, -25)
    taken = picture.transform(
        picture.size, Image.Transform.QUAD, seen, Image.Resampling.BICUBIC, fillcolor=120
    )
    light = (
        Image.linear_gradient("L").resize(picture.size).point([140 + v // 3 for v in range(256)])
    )
    taken = ImageChops.multiply(taken, light)
    noise = Image.effect_noise(picture.size, 10)
    taken = ImageChops.add(taken, noise, scale=1, offset=-128)
    taken = taken.filter(ImageFilter.GaussianBlur(0.8))
    return Image.open(io.BytesIO(jpeg_of(taken)))


def jpeg_of(picture: Image.Image, quality: int = 70) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=quality)
    return made.getvalue()


def png_of(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def pdf_of(pictures: Sequence[Image.Image]) -> bytes:
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=200)
    return made.getvalue()

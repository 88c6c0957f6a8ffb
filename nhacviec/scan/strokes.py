"""Ruling lines on a picture: long straight runs of ink, joined where a slight slope broke them."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct, field
from PIL import Image, ImageChops, ImageFilter, ImageOps

_DARKER = 28  # than the paper around it, of 255: ink, faint pencil and grey borders too
_AROUND = 48  # pixels; the light of a photo changes slower than that
_NEXT_ROW = 2  # rows of pixels: a line goes on where its next run is no further down
_BLACKEST = 0.5  # percent of the page that may become black
INK, PAPER = 255, 0


class Along(StrEnum):
    """Which way a line runs."""

    ACROSS = "across"
    DOWN = "down"


class Stroke(Struct, frozen=True):
    """A line from `start` to `end` along its way, at `at_start` and `at_end` across (pixels)."""

    start: float
    end: float
    at_start: float
    at_end: float

    @property
    def length(self) -> float:
        """Give how long it is."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """Give where it lies, halfway."""
        return (self.at_start + self.at_end) / 2

    def at(self, along: float) -> float:
        """Give where it lies at a place along its way, also past its ends."""
        slope = (self.at_end - self.at_start) / max(self.length, 1)
        return self.at_start + slope * (along - self.start)


def evenly_lit(picture: Image.Image) -> Image.Image:
    """Give black letters on white paper, whatever light fell on the page."""
    paper = picture.filter(ImageFilter.BoxBlur(_AROUND))
    return ImageOps.autocontrast(
        ImageOps.invert(ImageChops.subtract(paper, picture)), cutoff=(_BLACKEST, 0)
    )


def ink_of(picture: Image.Image) -> Image.Image:
    """Give what is darker than the paper around it."""
    paper = picture.filter(ImageFilter.BoxBlur(_AROUND))
    darker = ImageChops.subtract(paper, picture)
    return darker.point([INK if level > _DARKER else PAPER for level in range(256)])


def find_strokes(ink: Image.Image, along: Along, shortest: int, spread: int) -> list[Stroke]:
    """Find the lines with a run of at least `shortest` pixels.

    `spread` is how far ink is spread sideways first, so that a sloping line stays one run.
    """
    turned = ink.transpose(Image.Transpose.TRANSPOSE) if along is Along.DOWN else ink
    spreads = turned
    for step in range(1, spread + 1):
        for shift in (-step, step):
            moved = Image.new("L", turned.size, PAPER)
            moved.paste(turned, (0, shift))
            spreads = ImageChops.lighter(spreads, moved)
    thickest = max(turned.size) // 120 + 2 * spread
    lines = _joined(_runs(spreads, shortest), gap=shortest // 2)
    return [line.fitted() for line in lines if line.thickness <= thickest]


def _runs(ink: Image.Image, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Give (row, first, last + 1) of every long run of ink, row by row."""
    width, height = ink.size
    written = ink.tobytes()
    run = re.compile(rb"\xff{%d,}" % shortest)
    for row in range(height):
        for found in run.finditer(written, row * width, (row + 1) * width):
            yield row, found.start() - row * width, found.end() - row * width


class _Line(Struct):
    """Runs on neighbouring rows that belong together."""

    runs: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def thickness(self) -> float:
        """Give the rows it takes at one place, on average."""
        start = min(first for _, first, _ in self.runs)
        end = max(last for _, _, last in self.runs)
        return sum(last - first for _, first, last in self.runs) / (end - start)

    def fitted(self) -> Stroke:
        """Lay a straight line through the runs (least squares)."""
        weights = [last - first for _, first, last in self.runs]
        total = sum(weights)
        middles = [(first + last) / 2 for _, first, last in self.runs]
        across = sum(w * m for w, m in zip(weights, middles, strict=True)) / total
        down = sum(w * run[0] for w, run in zip(weights, self.runs, strict=True)) / total
        # Every pixel of a run counts, not its middle alone: w * w / 12 is how far they lie apart.
        spread = sum(
            w * ((m - across) ** 2 + w * w / 12) for w, m in zip(weights, middles, strict=True)
        )
        rise = sum(
            w * (m - across) * (run[0] - down)
            for w, m, run in zip(weights, middles, self.runs, strict=True)
        )
        slope = rise / spread
        start = min(first for _, first, _ in self.runs)
        end = max(last for _, _, last in self.runs)
        return Stroke(start, end, down + slope * (start - across), down + slope * (end - across))


def _joined(runs: Iterator[tuple[int, int, int]], gap: int) -> Sequence[_Line]:
    """Join each run to a line that passed just above it; `gap` pixels of it may be missing."""
    lines: list[_Line] = []
    open_lines: list[_Line] = []
    for run in runs:
        row, first, last = run
        open_lines = [line for line in open_lines if row - line.runs[-1][0] <= _NEXT_ROW]
        near = [
            line
            for line in open_lines
            if any(
                first <= end + gap and start <= last + gap
                for at, start, end in line.runs[-8:]
                if row - at <= _NEXT_ROW
            )
        ]
        if not near:
            line = _Line([run])
            lines.append(line)
            open_lines.append(line)
            continue
        near[0].runs.append(run)
        for other in near[1:]:
            near[0].runs.extend(other.runs)
            near[0].runs.sort()
            open_lines.remove(other)
            lines.remove(other)
    return lines

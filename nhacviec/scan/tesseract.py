"""Tesseract at work: pictures in, words with their places and its own confidence out.

It is a program of its own (Debian: tesseract-ocr, tesseract-ocr-vie), found when it is installed.
One run reads many pictures, since starting it takes longer than reading a cell.
"""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from PIL import Image

from nhacviec.scan.grid import Box
from nhacviec.scan.installed import LANGUAGE, tesseract_program

BLOCK, PAGE = 6, 3  # how the picture is laid out: one block of text; a page
_WORD = "5"  # the level of a word in what it prints
_COLUMNS = 12
_ALONE = "1"
_SURE_TURN = 2.0  # its own measure; an empty page is near 0


class Word(Struct, frozen=True):
    """One word; `line` counts the lines of its picture, `confidence` is 0 to 100."""

    text: str
    line: tuple[int, int, int]
    box: Box
    confidence: float


def read_words(pictures: Sequence[Image.Image], layout: int) -> list[list[Word]]:
    """Read each picture; gives its words in reading order."""
    words: list[list[Word]] = [[] for _ in pictures]
    if not pictures:
        return words
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / f"{number}.png") for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            picture.save(name, compress_level=1)
        listing = Path(folder) / "pictures.txt"
        listing.write_text("\n".join(names), encoding="utf-8")
        printed = _run(
            [str(listing), "stdout", "-l", LANGUAGE, "--psm", str(layout), "tsv"]
        ).decode("utf-8")
    for line in printed.splitlines():
        values = line.split("\t")
        if values[0] == _WORD and len(values) == _COLUMNS and values[-1].strip():
            words[int(values[1]) - 1].append(_word(values))
    return words


def _run(arguments: Sequence[str]) -> bytes:
    """Give what the program prints; on a picture it can make nothing of it prints nothing."""
    return subprocess.run(  # noqa: S603  # our own arguments
        [tesseract_program(), *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": _ALONE},
    ).stdout


def _word(values: Sequence[str]) -> Word:
    _, _, block, paragraph, line, _, left, top, width, height = map(int, values[:10])
    box = Box(left, top, left + width, top + height)
    return Word(values[11], (block, paragraph, line), box, float(values[10]))


def quarter_turns(picture: Image.Image) -> int:
    """Say by how many quarter turns clockwise a page has to be turned to be upright."""
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder) / "page.png")
        picture.reduce(2).save(name, compress_level=1)
        printed = _run([name, "stdout", "-l", "osd", "--psm", "0"]).decode("utf-8", "replace")
    told = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
    if float(told.get("Orientation confidence", 0)) < _SURE_TURN:
        return 0
    return int(told.get("Rotate", 0)) // 90 % 4

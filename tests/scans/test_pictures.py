"""Picture files become pages, or are refused before they take memory."""

import io
import struct
import zlib

import pytest
from PIL import Image

from nhacviec.scan.pictures import MAX_PAGES, SIDE, pages_of
from plan.documents import DocumentError
from tests.scans.drawing import jpeg_of, png_of


def refusal(content: bytes) -> tuple[str, object]:
    with pytest.raises(DocumentError) as caught:
        list(pages_of(content))
    return str(caught.value.code), caught.value.values.get("what", caught.value.values.get("kind"))


def tiff_of(pages: int, size: tuple[int, int] = (1000, 1400)) -> bytes:
    made = io.BytesIO()
    first, *rest = [Image.new("1", size, 1) for _ in range(pages)]
    first.save(made, "TIFF", save_all=True, append_images=rest, compression="group4")
    return made.getvalue()


def vast_png() -> bytes:
    """A file of a few bytes that says it is 100,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def test_every_page_comes_in_one_size() -> None:
    page = Image.new("RGB", (1240, 1754), "white")
    for content in (png_of(page), jpeg_of(page), png_of(page.convert("RGBA"))):
        (read,) = pages_of(content)
        assert (read.mode, max(read.size)) == ("L", SIDE)
    assert [page.mode for page in pages_of(tiff_of(3))] == ["L"] * 3


def test_see_through_places_are_paper() -> None:
    (read,) = pages_of(png_of(Image.new("RGBA", (1240, 1754), (0, 0, 0, 0))))
    assert read.getextrema() == (255, 255)


def test_the_way_the_phone_was_held_counts() -> None:
    picture = Image.new("L", (1754, 1240), 255)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif)
    (read,) = pages_of(made.getvalue())
    assert read.height > read.width


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (vast_png(), ("hostile", "size")),
        (png_of(Image.new("1", (9000, 9000), 1)), ("hostile", "size")),
        (tiff_of(MAX_PAGES + 1), ("hostile", "pages")),
        (png_of(Image.new("L", (300, 400), 255)), ("unclear_picture", None)),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), ("broken", "picture")),
        (png_of(Image.effect_noise((1200, 1700), 40))[:9000], ("broken", "picture")),
        (b"GIF89a", ("broken", "picture")),
    ],
)
def test_refused(content: bytes, refused: tuple[str, object]) -> None:
    assert refusal(content) == refused

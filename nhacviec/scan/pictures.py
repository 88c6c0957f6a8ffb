"""Bytes to pages as grey pictures of a size that can be read, whatever size they were made in."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.limits import too_much

SIDE = 3000  # pixels of the longer side: letters of 12 points are about 40 high on A4
MAX_PAGES = 15
_MOST_PIXELS = 60_000_000
_SMALLEST_SIDE = 900  # below it letters are a few pixels high, and nobody reads them
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")


def pages_of(content: bytes) -> Iterator[Image.Image]:
    """Give the pages of a picture file: one, or those of a scanner's TIFF."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as file:
            _check_size(file)
            # A JPEG can be opened at a half or a quarter of its size, which saves the memory.
            file.draft("L", (SIDE // 2, SIDE // 2))
            frames = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
            if frames > MAX_PAGES:
                raise too_much("pages")
            for frame, _ in zip(ImageSequence.Iterator(file), range(frames), strict=False):
                _check_size(frame)
                yield sized(_grey(frame))
    except Image.DecompressionBombError as error:
        raise too_much("size") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DocumentError(DocumentFault.BROKEN, kind="picture") from error


def _check_size(picture: Image.Image) -> None:
    """Refuse by the size it says it has, before a pixel of it is unpacked."""
    if picture.width * picture.height > _MOST_PIXELS:
        raise too_much("size")
    if max(picture.size) < _SMALLEST_SIDE:
        raise DocumentError(DocumentFault.UNCLEAR_PICTURE)


def _grey(picture: Image.Image) -> Image.Image:
    """Give it in greys, the way up it was taken, see-through places white."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in {"RGBA", "LA", "P"}:
        paper = Image.new("RGBA", turned.size, "white")
        paper.alpha_composite(turned.convert("RGBA"))
        turned = paper
    return turned.convert("L")


def sized(picture: Image.Image) -> Image.Image:
    """Give it with its longer side as readers like it."""
    factor = SIDE / max(picture.size)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)

"""A sheet in pixels to draw on, with our own fonts: y grows downwards as on a phone."""

import io
from functools import cache
from importlib.resources import files
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import FancyBboxPatch, Rectangle

DPI = 100
POINT = 72 / DPI  # points in a pixel
ELLIPSIS = "…"
# Told apart also without colours, and by any colour vision (Okabe and Ito); light on purpose:
# the sheet brings its own ground, so that it reads alike in a light and a dark chat.
INK, FAINT, LINE, GROUND, CARD = "#1B1F24", "#59616B", "#C9CED4", "#EEF0F2", "#FFFFFF"
DONE, LATE, REST, OFF = "#0072B2", "#D55E00", "#D5DADF", "#E3E6E9"


class Sheet:
    """One picture being drawn, so many pixels wide and high."""

    def __init__(self, width: int, height: int) -> None:
        self._figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=GROUND)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)

    def card(self, x: float, y: float, width: float, height: float) -> None:
        """Lay a white card."""
        corner = 14
        shape = FancyBboxPatch(
            (x + corner, y + corner),
            width - 2 * corner,
            height - 2 * corner,
            boxstyle=f"round,pad={corner}",
            facecolor=CARD,
            edgecolor=LINE,
            linewidth=1,
        )
        self._axes.add_patch(shape)

    def box(self, place: tuple[float, float, float, float], colour: str, hatch: str = "") -> None:
        """Fill (x, y, width, height); hatched where the colour alone must not tell."""
        x, y, width, height = place
        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=colour,
                edgecolor=CARD if hatch else "none",
                hatch=hatch or None,
                linewidth=0,
            )
        )

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw an outline."""
        self._axes.add_patch(
            Rectangle((x, y), width, height, fill=False, edgecolor=FAINT, linewidth=1.2)
        )

    def text(self, x: float, y: float, words: str, size: int, **style: Any) -> None:
        """Write words with their middle at height y: `bold`, `align`, `colour`, `most` pixels."""
        bold = style.get("bold", False)
        most = style.get("most")
        self._axes.text(
            x,
            y,
            words if most is None else fitted(words, size, most, bold=bold),
            fontproperties=_font(bold=bold),
            fontsize=size * POINT,
            color=style.get("colour", INK),
            ha=style.get("align", "left"),
            va="center_baseline",
            parse_math=False,
        )

    def png(self) -> bytes:
        """Give the picture, without any see-through point."""
        out = io.BytesIO()
        self._figure.savefig(out, format="png", facecolor=GROUND, pil_kwargs={"compress_level": 2})
        return out.getvalue()


def _file(*, bold: bool) -> str:
    name = "LiberationSans-Bold.ttf" if bold else "LiberationSans-Regular.ttf"
    return str(files("reports").joinpath("fonts", name))


@cache
def _font(*, bold: bool) -> FontProperties:
    return FontProperties(fname=_file(bold=bold))


@cache
def _measure(*, bold: bool) -> FT2Font:
    return FT2Font(_file(bold=bold))


@cache
def _advance(letter: str, *, bold: bool) -> float:
    """Give how wide a letter is, in heights of the font; laying out a whole line is far slower."""
    font = _measure(bold=bold)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance / font.units_per_EM)


def width_of(words: str, size: int, *, bold: bool = False) -> float:
    """Give how many pixels wide words are, without kerning: a little more than they take."""
    return size * sum(_advance(letter, bold=bold) for letter in words)


def fitted(words: str, size: int, most: float, *, bold: bool = False) -> str:
    """Cut words at a blank so that they fit, with an ellipsis."""
    words = " ".join(words.split())
    if width_of(words, size, bold=bold) <= most:
        return words
    kept = words
    while kept and width_of(kept + ELLIPSIS, size, bold=bold) > most:
        shorter = kept.rsplit(" ", 1)[0]
        kept = shorter if shorter != kept else kept[:-1]
    return kept.rstrip(" ,;:.–-(") + ELLIPSIS

"""PDF by typst, with our own fonts embedded; a warning (a font, a letter) is an error."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from plan.errors import NhacViecError


class TypesettingError(NhacViecError):
    """The typesetter warned: a document with a wrong font or letter must not leave us."""


def write_pdf(name: str, context: dict[str, Any]) -> bytes:
    """Set the document `name` with its fields and tables."""
    layouts = Path(str(files("texts").joinpath("vi", "papers")))
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(files("reports").joinpath("fonts"))],
    )
    compiler = typst.Compiler(
        layouts / f"{name}.typ",
        root=layouts,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(context, ensure_ascii=False)},
    )
    made, warnings = compiler.compile_with_warnings(format="pdf")
    if warnings:
        raise TypesettingError(warnings[0].message)
    if not isinstance(made, bytes):
        raise TypesettingError(name)
    return made

"""Documents as files: plain values in, bytes out. Runs in the child process, which can be lost.

Each function gives {"file": bytes}, or {"fault": code, "detail": words} when a template is broken.
Heavy libraries are imported by the one that is asked for.
"""

from typing import Any

from reports.exports.plain import cleaned

Made = dict[str, Any]


def make_picture(figures: dict[str, Any]) -> Made:
    """Draw the week as a PNG."""
    from reports.charts.week import draw_week  # noqa: PLC0415 - only when drawn: 0.4 s

    return {"file": draw_week(cleaned(figures))}


def make_province_picture(figures: dict[str, Any]) -> Made:
    """Draw a province's schools as a PNG."""
    from reports.charts.province import draw_province  # noqa: PLC0415 - only when drawn: 0.4 s

    return {"file": draw_province(cleaned(figures))}


def make_docx(name: str, own: bytes | None, context: dict[str, Any]) -> Made:
    """Fill the Word template of a document, or the school's own one."""
    from reports.exports.docx import write_docx  # noqa: PLC0415 - only when written

    return write_docx(name, own, cleaned(context))


def make_pdf(name: str, context: dict[str, Any]) -> Made:
    """Set a document as a PDF."""
    from reports.exports.pdf import write_pdf  # noqa: PLC0415 - only when written

    return {"file": write_pdf(name, cleaned(context))}


def make_xlsx(sheets: list[dict[str, Any]]) -> Made:
    """Write tables as a workbook, a sheet each."""
    from reports.exports.xlsx import write_xlsx  # noqa: PLC0415 - only when written

    return {"file": write_xlsx(cleaned(sheets))}


def make_ics(calendar: dict[str, Any]) -> Made:
    """Write days as a calendar."""
    from reports.exports.ics import write_ics  # noqa: PLC0415 - only when written

    return {"file": write_ics(cleaned(calendar))}

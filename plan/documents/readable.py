"""A document made readable: letters composed, legacy letters mended, phone numbers covered."""

import re

from msgspec.structs import replace

from plan.documents.legacy import Letters, prevailing, to_unicode
from plan.documents.letters import tidy
from plan.documents.model import Notice, NoticeCode
from plan.documents.source import Cell, Line, Row, Source, Table

# A number of ten or eleven digits that begins with 0 or 84; money never begins with 0.
_PHONE = re.compile(r"(?<![\d.,/-])(?:\+84|84|0)(?:[ .-]?\d){9,10}(?![\d/])")
COVERED = "•" * 6


def without_phones(text: str) -> str:
    """Cover the phone numbers in a text: nobody agreed to have them kept."""
    return _PHONE.sub(COVERED, text)


def readable(source: Source) -> Source:
    """Give the source with every text tidied; `raw` keeps its letters as written."""
    usual = prevailing(source.texts())
    notices = source.notices
    if usual is not Letters.UNICODE:
        notices = (*notices, Notice(NoticeCode.LEGACY_LETTERS, detail=usual))

    def clear(text: str) -> str:
        return tidy(without_phones(to_unicode(text, usual)))

    def clear_row(row: Row) -> Row:
        return replace(row, cells=tuple(clear_cell(cell) for cell in row.cells))

    def clear_cell(cell: Cell) -> Cell:
        if not cell.raw:
            return cell
        return replace(cell, raw=without_phones(cell.raw), text=clear(cell.raw))

    blocks: list[Line | Table] = []
    for block in source.blocks:
        if isinstance(block, Line):
            blocks.append(replace(block, text=clear(block.text)))
        else:
            blocks.append(replace(block, rows=tuple(map(clear_row, block.rows))))
    unread = tuple(replace(item, text=clear(item.text)) for item in source.unread)
    return replace(source, blocks=tuple(blocks), notices=notices, unread=unread)

"""One document as plain values, and as its template, its page or its workbook take them."""

from typing import Any

from msgspec import Struct

from reports.papers.tables import Table


class Paper(Struct, frozen=True):
    """A document: fields and tables of its template, the sheets of its workbook."""

    template: str
    fields: dict[str, Any]
    tables: tuple[Table, ...]
    sheets: tuple[Table, ...]

    def docx_context(self) -> dict[str, Any]:
        """Give the fields, and each table by its code as rows in words."""
        return {**self.fields, **{table.code: table.worded() for table in self.tables}}

    def pdf_context(self) -> dict[str, Any]:
        """Give the fields, and the tables with their titles."""
        tables = {
            table.code: {
                "titles": {column.key: column.title for column in table.columns},
                "rows": table.worded(),
            }
            for table in self.tables
        }
        return {**self.fields, "tables": tables}

    def xlsx_sheets(self) -> list[dict[str, Any]]:
        """Give the sheets, typed."""
        return [table.plain() for table in self.sheets]

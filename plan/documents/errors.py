"""Why a document is refused: a code with values; the words are written elsewhere."""

from enum import StrEnum

from plan.errors import NhacViecError


class DocumentFault(StrEnum):
    """What is wrong with a document as a whole."""

    EMPTY = "empty"
    NOT_A_PLAN = "not_a_plan"  # no table of tasks in it
    NO_TASKS = "no_tasks"  # the table is there, but without a single task
    COLUMNS_MISSING = "columns_missing"  # values: missing, a list such as "work,time"
    NOT_A_ROSTER = "not_a_roster"
    IS_ROSTER = "is_roster"
    IS_PLAN = "is_plan"
    IS_CALENDAR = "is_calendar"
    TOO_LARGE = "too_large"  # values: size, limit (bytes)
    KIND_UNKNOWN = "kind_unknown"  # values: kind, such as "program" or "archive"
    PICTURE = "picture"  # and nothing here reads pictures
    SCANNED_PDF = "scanned_pdf"  # likewise; values: pages
    UNCLEAR_PICTURE = "unclear_picture"  # no plan can be made out in it
    OLD_DOC = "old_doc"  # values: kind ("doc", "xls", "rtf", "odt", "ods", "html", "html_sheet")
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BROKEN = "broken"  # values: kind
    BUSY = "busy"  # other documents are being read for too long
    HOSTILE = "hostile"  # values: what ("size", "rows", "nesting", "entities", "memory", "time")


class DocumentError(NhacViecError):
    """The document cannot be read."""

    def __init__(self, code: DocumentFault, **values: str | int) -> None:
        super().__init__(f"{code} {values}" if values else str(code))
        self.code = code
        self.values = values

"""What a document says, as frozen values: rows of a plan, people of a roster, what is left."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class Field(StrEnum):
    """What a column of a plan holds."""

    NUMBER = "number"
    LEVEL = "level"
    CRITERION = "criterion"
    WORK = "work"
    TIME = "time"
    TIME_FROM = "time_from"
    TIME_TO = "time_to"
    OWNER = "owner"
    SUPPORT = "support"
    OVERSEE = "oversee"
    CONDITIONS = "conditions"
    SOLUTION = "solution"
    BUDGET = "budget"
    RESULT = "result"
    NOTE = "note"


class Why(StrEnum):
    """Why something written is no task of its own."""

    NO_WORK = "no_work"  # a row with cells, but nothing said to be done
    LOOSE_LINE = "loose_line"  # a sentence between the rows, or after them
    TOO_MANY_CELLS = "too_many_cells"  # more cells than titles: they may have shifted
    NOTHING_ABOVE = "nothing_above"  # "nt" with no row above it
    HIDDEN = "hidden"  # a hidden row or sheet, or hidden words
    TEXT_BOX = "text_box"
    DELETED = "deleted"  # struck out by a tracked change that nobody accepted yet
    OTHER_TABLE = "other_table"  # a table without the columns of a plan
    TOTAL = "total"
    SIGNATURE = "signature"
    CALENDAR = "calendar"
    ROSTER = "roster"
    EMPTY_HEADING = "empty_heading"  # a heading with no task under it


class Doubt(StrEnum):
    """What about a row should be shown before it is trusted."""

    SPLIT_BY_LINES = "split_by_lines"  # one row held several tasks, each with its own time
    JOINED_LINES = "joined_lines"  # the work went on in a row without a number
    SAME_WORK = "same_work"  # one work cell over several rows that differ in time or owner
    EXTRA_CELLS = "extra_cells"  # something is written under no title
    TRACKED_CHANGE = "tracked_change"  # read as if the change were accepted
    CRITERION_UNREAD = "criterion_unread"  # the criterion's cell names no number


class NoticeCode(StrEnum):
    """What about the whole document should be named."""

    TRACKED_CHANGES = "tracked_changes"
    TEXT_BOXES = "text_boxes"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_SHEETS = "hidden_sheets"
    SCANNED_PAGES = "scanned_pages"  # pages of a PDF that are pictures, not read
    FROM_PICTURES = "from_pictures"  # pages read from pictures
    FORMULAS = "formulas"  # cells whose result the file does not hold
    LEGACY_LETTERS = "legacy_letters"  # typed in TCVN3 or VNI


class Notice(Struct, frozen=True):
    """One remark about the document: how many, or which."""

    code: NoticeCode
    count: int = 0
    detail: str = ""


class Unread(Struct, frozen=True):
    """A row or line that is in the document and is no task: where, what, why."""

    line: int
    text: str
    why: Why
    table: int = 0
    sheet: str = ""


class PlanRow(Struct, frozen=True):
    """One task as the document writes it.

    `line` is the line of a text, the row of a sheet, or the row within table number `table` of a
    document or PDF; `sheet` names the sheet of a workbook or the page of a PDF. `raw` holds every
    cell exactly as written, under its header as written; the other fields are tidied for reading
    (composed letters, single spaces). `inherited` names the fields whose value was written
    elsewhere: a merged cell, "nt", a heading. `blurred` names those read from a picture and not
    surely: to be asked, never trusted. `part` counts the tasks of a row that held several.
    """

    line: int
    work: str
    table: int = 0
    sheet: str = ""
    part: int = 0
    level: str = ""
    level_written: str = ""
    standard: str = ""
    standard_title: str = ""
    criterion: str = ""
    section: tuple[str, ...] = ()
    number: str = ""
    time: str = ""
    owner: str = ""
    support: str = ""
    oversee: str = ""
    conditions: str = ""
    solution: str = ""
    budget: str = ""
    result: str = ""
    note: str = ""
    items: tuple[str, ...] = ()
    inherited: tuple[Field, ...] = ()
    blurred: tuple[Field, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)


class Document(Struct, frozen=True):
    """A plan as read: its rows, and everything else that was written.

    `unread` was not understood and has to be shown; `set_aside` was understood to be no task
    (totals, signatures, a calendar beside the plan).
    """

    title: str
    school_years: tuple[str, ...]
    criteria_set: str
    rows: tuple[PlanRow, ...]
    unread: tuple[Unread, ...] = ()
    set_aside: tuple[Unread, ...] = ()
    header: Mapping[Field, str] = field(default_factory=dict)
    context: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


class RosterRow(Struct, frozen=True):
    """One person of a staff list, as written; phone numbers and e-mails are left out."""

    full_name: str
    line: int
    address: str = ""
    duties: str = ""
    unit: str = ""
    homeroom: str = ""
    subject: str = ""
    sheet: str = ""


class Roster(Struct, frozen=True):
    """A staff list as read, and the lines of it that name nobody we could read."""

    rows: tuple[RosterRow, ...]
    unread: tuple[Unread, ...] = ()

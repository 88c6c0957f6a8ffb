"""Plans from the command line: reading one, and taking one in without chat."""

from datetime import date

from followup.import_plan import accept_plan, draft_plan
from followup.stored_document import document_from
from nhacviec.run import open_database
from nhacviec.schools import named
from nhacviec.settings import load_settings
from nhacviec.workshop import Workshop
from plan.documents import Document
from plan.errors import NhacViecError
from plan.hours import local
from plan.school_years import SchoolYearError, first_year_of, read_school_year
from scheduler.clock import SystemClock
from storage.database import Tx
from storage.files import FileStore
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.plans import DocumentProblem
from texts.render import plain, render, somebody


class RefusedDocumentError(NhacViecError):
    """The file cannot be taken; the text says what is wrong and what to do."""


def document_of(content: bytes, name: str) -> Document:
    """Read a plan in the child process.

    Raises:
        RefusedDocumentError: what is wrong with the file, in Vietnamese.
    """
    workshop = Workshop()
    try:
        read = workshop.read(name, content)
    finally:
        workshop.close()
    if "plan" in read:
        return document_from(read["plan"])
    fault = read.get("fault", "not_a_plan")
    detail = ", ".join(str(value) for value in read.get("values", {}).values())
    raise RefusedDocumentError(plain(render(DocumentProblem(somebody(), fault, name, detail))))


def frame_of(document: Document, school_year: str, today: date | None) -> tuple[int, date]:
    """Give the school year and the day to read a document for: what was asked, else its own."""
    day = today or local(SystemClock().now()).date()
    if school_year:
        return read_school_year(school_year), day
    for name in document.school_years:
        try:
            return read_school_year(name), day
        except SchoolYearError:
            continue
    return first_year_of(day), day


def import_plan(content: bytes, name: str, school: str) -> str:
    """Take a plan in as the operator; gives what to print."""
    settings = load_settings()
    document = document_of(content, name)
    digest = FileStore(settings.data_dir / "files").keep(content)
    database = open_database(settings)

    def taken(tx: Tx) -> str:
        day = SchoolDay(tx, named(tx, school), SystemClock().now())
        operator = Actor(None, "operator")
        draft = draft_plan(day, operator, document, (name, digest))
        if draft.plan_id is None:
            return label("cli_plan_same")
        if draft.difference is not None:
            return label("cli_plan_edited")
        accept_plan(day, operator, draft)
        return label("cli_plan_taken", tasks=len(draft.tasks))

    try:
        return database.write(taken)
    finally:
        database.close()

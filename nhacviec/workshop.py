"""Reading and making documents, each in a child process of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Self

import structlog
from msgspec import Struct

from followup.stored_document import to_json
from nhacviec import office
from nhacviec.sandbox import (
    LOOKING,
    MAKING,
    SCANNING,
    Limits,
    Sandbox,
    SandboxBusyError,
    SandboxError,
)
from nhacviec.scan.installed import tesseract_program
from plan.documents import (
    Document,
    DocumentError,
    DocumentFault,
    EvidenceList,
    NoticeCode,
    Roster,
)

_log = structlog.get_logger(__name__)

# A page takes seconds to recognise: pictures have a child of their own, so that a document with
# text never waits for one.
SCAN_LIMITS = Limits(cpu_seconds=120, wall_seconds=240.0, wait_seconds=300.0, idle_seconds=1.0)
# Evidence is looked into in passing: whoever sent it waits for the answer.
LOOK_LIMITS = Limits(cpu_seconds=5, wall_seconds=8.0, wait_seconds=8.0, idle_seconds=10.0)
_LOOKED_INTO = (".docx", ".xlsx", ".pdf", ".csv", ".txt")
# Drawing and typesetting map large libraries; what they use of it is far less.
MAKING_LIMITS = Limits(memory_bytes=1024 * 1024 * 1024)
# Without the rows of a plan it may still be a list of evidence.
NO_PLAN = frozenset(
    {DocumentFault.NOT_A_PLAN, DocumentFault.COLUMNS_MISSING, DocumentFault.NO_TASKS}
)
_PICTURES = frozenset({DocumentFault.PICTURE, DocumentFault.SCANNED_PDF})


class Tools(Struct, frozen=True):
    """Which programs of this machine may be used for what needs them."""

    tesseract: bool = False
    libreoffice: bool = False

    @classmethod
    def installed(cls) -> Self:
        """Look for them."""
        return cls(bool(tesseract_program()), bool(office.program()))


class Workshop:
    """Tells a plan from a roster and reads it; makes pictures and documents.

    In children, which a hostile file may kill. Who makes does not wait for who reads.

    Old formats go through LibreOffice first and pictures through Tesseract, where installed.
    """

    def __init__(self, tools: Tools | None = None) -> None:
        self._tools = Tools.installed() if tools is None else tools
        self._sandbox = Sandbox()
        self._scans = Sandbox(SCAN_LIMITS, SCANNING)
        self._converting = threading.Lock()
        self._making = Sandbox(MAKING_LIMITS, MAKING)
        self._looks = Sandbox(LOOK_LIMITS, LOOKING)

    def read(self, name: str, content: bytes) -> dict[str, Any]:
        """Give {"plan": ...}, {"roster": ...}, {"evidence": ...}, or {"fault": code, ...}."""
        try:
            return _stored(self._read(name, content))
        except DocumentError as error:
            return {"fault": str(error.code), "values": error.values}
        except SandboxBusyError:
            return {"fault": str(DocumentFault.BUSY), "values": {}}
        except SandboxError:
            return {"fault": str(DocumentFault.BROKEN), "values": {}}

    def _read(self, name: str, content: bytes) -> object:
        try:
            found = self._recognised(name, content)
        except DocumentError as error:
            if error.code in _PICTURES and self._tools.tesseract:
                return self._scans.run("read_scan", name, content)
            if error.code is not DocumentFault.OLD_DOC or not self._tools.libreoffice:
                raise
            with self._one_at_a_time():
                made, converted = office.convert(content, str(error.values["kind"]))
            return self._recognised(made, converted)
        if _has_unread_pages(found) and self._tools.tesseract:
            return self._scans.run("read_scan", name, content)
        return found

    def _recognised(self, name: str, content: bytes) -> object:
        """Read a plan, or a roster or a list of evidence when it is one."""
        try:
            return self._sandbox.run("read_document", name, content)
        except DocumentError as error:
            return self._otherwise(error, name, content)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Wait for the conversion before; one alone takes most of the memory we may use."""
        if not self._converting.acquire(timeout=SCAN_LIMITS.wait_seconds):
            raise SandboxBusyError
        try:
            yield
        finally:
            self._converting.release()

    def make(self, function: str, *args: object) -> dict[str, Any]:
        """Run a function of reports.exports: {"file": bytes} or {"fault": code, "detail": ...}."""
        try:
            made = self._making.run(function, *args)
        except (DocumentError, SandboxError) as error:
            _log.warning("not_made", function=function, error=str(error))
            return {"fault": "failed", "detail": ""}
        if not isinstance(made, dict):
            return {"fault": "failed", "detail": ""}
        return made

    def count_pupils(self, name: str, content: bytes, today: date) -> int:
        """Count the lines of a file of evidence that name a pupil; 0 where none can be read."""
        if not name.lower().endswith(_LOOKED_INTO):
            return 0
        try:
            found = self._looks.run("count_pupils", name, content, today.isoformat())
        except (DocumentError, SandboxError):
            return 0
        return found if isinstance(found, int) else 0

    def _otherwise(self, error: DocumentError, name: str, content: bytes) -> object:
        """Read what is no plan as what else it may be; raises the plan's fault for neither."""
        if error.code is DocumentFault.IS_ROSTER:
            return self._sandbox.run("read_roster", name, content)
        if error.code not in NO_PLAN:
            raise error
        try:
            return self._sandbox.run("read_evidence_list", name, content)
        except DocumentError:
            raise error from None

    def close(self) -> None:
        """End the children."""
        self._sandbox.close()
        self._scans.close()
        self._making.close()
        self._looks.close()


def _has_unread_pages(found: object) -> bool:
    return isinstance(found, Document) and any(
        notice.code is NoticeCode.SCANNED_PAGES for notice in found.notices
    )


def _stored(found: object) -> dict[str, Any]:
    if isinstance(found, Document):
        return {"plan": to_json(found)}
    if isinstance(found, Roster):
        return {"roster": to_json(found)}
    if isinstance(found, EvidenceList):
        return {"evidence": to_json(found)}
    raise SandboxError(type(found).__name__)

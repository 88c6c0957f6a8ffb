"""Reading and making documents, each in a child process of its own."""

from typing import Any

import structlog

from followup.stored_document import to_json
from nhacviec.sandbox import MAKING, Limits, Sandbox, SandboxError
from plan.documents import Document, DocumentError, DocumentFault, Roster

_log = structlog.get_logger(__name__)

# Drawing and typesetting map large libraries; what they use of it is far less.
MAKING_LIMITS = Limits(memory_bytes=1024 * 1024 * 1024)


class Workshop:
    """Tells a plan from a roster and reads it; makes pictures and documents.

    Both in children, which a hostile file may kill. Who makes does not wait for who reads.
    """

    def __init__(self) -> None:
        self._sandbox = Sandbox()
        self._making = Sandbox(MAKING_LIMITS, MAKING)

    def read(self, name: str, content: bytes) -> dict[str, Any]:
        """Give {"plan": ...}, {"roster": ...}, or {"fault": code, "values": {...}}."""
        try:
            return self._read(name, content)
        except DocumentError as error:
            return {"fault": str(error.code), "values": error.values}
        except SandboxError:
            return {"fault": str(DocumentFault.BROKEN), "values": {}}

    def _read(self, name: str, content: bytes) -> dict[str, Any]:
        try:
            found = self._sandbox.run("read_document", name, content)
        except DocumentError as error:
            if error.code is not DocumentFault.IS_ROSTER:
                raise
            found = self._sandbox.run("read_roster", name, content)
        if isinstance(found, Document):
            return {"plan": to_json(found)}
        if isinstance(found, Roster):
            return {"roster": to_json(found)}
        raise SandboxError(type(found).__name__)

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

    def close(self) -> None:
        """End the children."""
        self._sandbox.close()
        self._making.close()

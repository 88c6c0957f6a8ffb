"""Reading documents in the child process, for the intake and the command line."""

from typing import Any

from followup.stored_document import to_json
from nhacviec.sandbox import Sandbox, SandboxError
from plan.documents import Document, DocumentError, DocumentFault, EvidenceList, Roster

# Without the rows of a plan it may still be a list of evidence.
NO_PLAN = frozenset(
    {DocumentFault.NOT_A_PLAN, DocumentFault.COLUMNS_MISSING, DocumentFault.NO_TASKS}
)


class Workshop:
    """Tells a plan from a roster and reads it, in a child that a hostile file may kill."""

    def __init__(self) -> None:
        self._sandbox = Sandbox()

    def read(self, name: str, content: bytes) -> dict[str, Any]:
        """Give {"plan": ...}, {"roster": ...}, {"evidence": ...}, or {"fault": code, ...}."""
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
            found = self._otherwise(error, name, content)
        if isinstance(found, Document):
            return {"plan": to_json(found)}
        if isinstance(found, Roster):
            return {"roster": to_json(found)}
        if isinstance(found, EvidenceList):
            return {"evidence": to_json(found)}
        raise SandboxError(type(found).__name__)

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
        """End the child."""
        self._sandbox.close()

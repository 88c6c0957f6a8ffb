"""Reading documents in the child process, for the intake and the command line."""

from typing import Any

from followup.stored_document import to_json
from nhacviec.sandbox import Sandbox, SandboxError
from plan.documents import Document, DocumentError, DocumentFault, Roster


class Workshop:
    """Tells a plan from a roster and reads it, in a child that a hostile file may kill."""

    def __init__(self) -> None:
        self._sandbox = Sandbox()

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

    def close(self) -> None:
        """End the child."""
        self._sandbox.close()

"""Files sent together: the first is asked about and answered, the others go where it goes."""

from msgspec.structs import asdict

from bot.commands.act import pieces_of
from bot.desk import Desk
from followup.add_evidence import add_evidence
from storage import evidence, history, prompts

DEEDS = frozenset({"report_progress", "add_evidence", "close_task"})


def joins(desk: Desk) -> bool:
    """Put a file beside the first one of its album; False when it is the first itself."""
    name = desk.said.album
    if not name or desk.said.text or not desk.prepared.files:
        return False
    waiting = prompts.open_of_member(desk.tx, desk.school_id, desk.me.member_id)
    asked = next((prompt for prompt in waiting if prompt.payload.get("album") == name), None)
    first = evidence.of_album(desk.tx, desk.school_id, desk.me.member_id, name)
    if first is not None:
        deed = history.go_on(desk.tx, desk.school_id, desk.actor, DEEDS, desk.day.now)
        pieces = pieces_of(desk.prepared.files, first.words, first.criterion, name)
        kept = add_evidence(desk.day, desk.actor, first.occurrence_id, pieces, deed)
        if asked is not None and kept is not None and "evidence" in asked.payload:
            numbers = [*asked.payload["evidence"], *kept.evidence_ids]
            payload = {**asked.payload, "evidence": numbers}
            prompts.extend(desk.tx, desk.school_id, asked.prompt_id, payload)
        return True
    if asked is None or "files" not in asked.payload:
        return False
    files = [*asked.payload["files"], *(asdict(file) for file in desk.prepared.files)]
    payload = {**asked.payload, "files": files}
    prompts.extend(desk.tx, desk.school_id, asked.prompt_id, payload)
    return True

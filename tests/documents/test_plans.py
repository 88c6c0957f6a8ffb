"""Every folder of tests/plans is a document and what must be read from it."""

import json
from pathlib import Path
from typing import Any

import pytest

from plan.documents import DocumentError, PlanRow, read_document
from tests.documents.build import PLANS

FOLDERS = sorted(path.parent for path in PLANS.glob("*/expected.json"))


def shown(value: Any) -> Any:
    """Give a value as JSON writes it."""
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    return dict(value) if hasattr(value, "keys") else value


def seen(row: PlanRow, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: shown(getattr(row, name)) for name in wanted}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_plan(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    (path,) = folder.glob("document.*")
    if "error" in expected:
        with pytest.raises(DocumentError) as caught:
            read_document(path.name, path.read_bytes())
        assert caught.value.code == expected["error"]
        return
    document = read_document(path.name, path.read_bytes())
    wanted = expected.pop("tasks")
    assert [row.work for row in document.rows] == [task["work"] for task in wanted]
    for row, task in zip(document.rows, wanted, strict=True):
        assert seen(row, task) == task
    for name in ("unread", "set_aside"):
        if name in expected:
            assert [item.text for item in getattr(document, name)] == expected.pop(name)
    assert {name: shown(getattr(document, name)) for name in expected} == expected

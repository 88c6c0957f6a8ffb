"""The runbook: an entry for whatever an operator may meet, and none for what there is not."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "followup", "nhacviec", "plan", "reports", "scheduler", "storage", "texts", "web")
LEVELS = {"warning": "warning", "error": "error", "exception": "error", "critical": "critical"}


def rows(heading: str) -> dict[str, list[str]]:
    """Give the rows of the table under a heading, by their code."""
    text = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    part = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found: dict[str, list[str]] = {}
    for line in re.findall(r"^\| `.*\|$", part, re.MULTILINE):
        code, *cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
        assert code not in found, code
        found[code.strip("`")] = cells
    return found


def findings() -> set[str]:
    """Give the codes of what the doctor may find amiss: those that have a mend."""
    words = tomllib.loads((ROOT / "texts" / "vi" / "doctor.toml").read_text("utf-8"))
    return set(words["mend"])


def logged() -> Iterator[tuple[str, str]]:
    """Give each (event, level) that the program may log as a warning or worse."""
    for room in ROOMS:
        for source in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                if "log" not in ast.unparse(node.func.value) or node.func.attr not in LEVELS:
                    continue
                event = node.args[0]
                assert isinstance(event, ast.Constant), ast.unparse(node)
                yield str(event.value), LEVELS[node.func.attr]


def test_each_finding_of_the_doctor_has_its_entry() -> None:
    entries = rows("What the doctor finds")
    assert set(entries) == findings()
    assert all(len(cells) == 2 and all(cells) for cells in entries.values())


def test_each_warning_and_error_of_the_log_has_its_entry() -> None:
    entries = rows("Lines of the journal")
    levels = {event: cells[0] for event, cells in entries.items()}
    # What libraries log comes through one event of ours, at whatever level they chose.
    assert levels.pop("library") == "any"
    assert levels == dict(logged())
    assert all(len(cells) == 2 and all(cells) for cells in entries.values())


def test_what_the_runbook_points_to_is_there() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    headings = {line.lower() for line in re.findall(r"^## (\w+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#(\w+)\)", text)) <= headings
    for place in re.findall(r"\b(?:docs|deploy)/[\w./-]+\w", text):
        assert (ROOT / place).exists(), place

"""The public case files beside the repository, when they are there."""

import json
import unicodedata
from pathlib import Path
from typing import Any

_SHARED = Path(__file__).parents[3] / "shared"


def cases(name: str) -> list[dict[str, Any]]:
    path = _SHARED / "reading" / name
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def plan_rows() -> list[dict[str, str]]:
    path = _SHARED / "plans" / "ke-hoach-cai-tien-2024-2025.expected.json"
    if not path.exists():
        return []
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def without_marks(text: str) -> str:
    whole = text.replace("đ", "d").replace("Đ", "D")
    split = unicodedata.normalize("NFD", whole)
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def spaced_out(text: str) -> str:
    return "  " + text.replace(",", " , ").replace(" ", "  ") + " "

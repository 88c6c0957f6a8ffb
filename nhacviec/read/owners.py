"""`nhacviec read owners`: a cell in, its owners out."""

from typing import Any

from plan.owners import read_owners


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Read the owner cell of one case."""
    reading = read_owners(str(case.get("cell") or ""))
    return {
        "reading": [
            {
                "role": owner.role,
                "part": owner.part.value,
                "count": owner.count,
                "person": owner.person,
                "unit": owner.unit,
            }
            for owner in reading.owners
        ],
        "must_confirm": reading.must_confirm,
    }

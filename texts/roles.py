"""The names of roles as people read them (vi/roles.toml)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("vi/roles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def role_name(code: str, unit: str = "") -> str:
    """Give the name of a role, with its unit when it has one; an unknown code is given back.

    Where classes are told apart from departments, a unit that opens with a digit is a class.
    """
    row = _names().get(code)
    if row is None:
        return f"{code} {unit}".strip()
    if not unit:
        return row["name"]
    form = row.get("class" if unit[0].isdigit() else "unit") or row.get("unit")
    return form.format(unit=unit) if form else f"{row['name']} ({unit})"

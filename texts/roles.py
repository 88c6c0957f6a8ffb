"""The names of roles as people read them (vi/roles.toml)."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from plan.model import Duty, Member


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
    if form is None:
        return f"{row['name']} ({unit})"
    # A school may call its department "tổ Toán", and the form says "tổ" already.
    before = form.partition("{unit}")[0].split()
    first, _, rest = unit.partition(" ")
    is_said = bool(before and rest) and before[-1].casefold() == first.casefold()
    return form.format(unit=rest if is_said else unit)


def duty_names(member: Member, duties: Iterable[Duty]) -> list[str]:
    """Name what somebody is, with the class; the own department is left out, it stands beside."""
    return [
        role_name("GVCN", member.homeroom)
        if one.role == "GVCN" and member.homeroom
        else role_name(one.role, "" if one.unit == member.unit else one.unit)
        for one in duties
    ]

"""Taking in a staff list: people who have not joined yet, their duties and units."""

from msgspec import Struct

from plan.documents import Roster, RosterRow
from plan.folding import fold
from plan.model import Member
from plan.owners import find_roles
from plan.staff import PRINCIPAL, Staff
from storage import people
from storage.history import Actor, Deed
from storage.school_day import SchoolDay


class RosterApplied(Struct, frozen=True):
    """What changed. `unread` are lines that name nobody, `unknown_duties` titles nobody knows."""

    added: int
    changed: int
    same: int
    unread: tuple[str, ...]
    unknown_duties: tuple[str, ...]


def import_roster(day: SchoolDay, actor: Actor, roster: Roster) -> RosterApplied:
    """Add who is new, change who is known by the same name; nobody is removed by a list."""
    deed = day.deed("import_roster", actor)
    counts = {"added": 0, "changed": 0, "same": 0}
    unknown: list[str] = []
    taken: set[int] = set()
    for row in roster.rows:
        counts[_apply(day, deed, row, (unknown, taken))] += 1
    refresh_hints(day)
    return RosterApplied(
        counts["added"],
        counts["changed"],
        counts["same"],
        tuple(line.text for line in roster.unread),
        tuple(dict.fromkeys(unknown)),
    )


def refresh_hints(day: SchoolDay) -> None:
    """Renew what tells two people of one call name apart, after anybody's name changed."""
    members = people.list_members(day.tx, day.school_id)
    people.set_hints(day.tx, day.school_id, Staff(members, ()).same_names())


def _apply(day: SchoolDay, deed: Deed, row: RosterRow, notes: tuple[list[str], set[int]]) -> str:
    unknown, taken = notes
    roles = find_roles(row.duties) if row.duties else ()
    if row.duties and not roles:
        unknown.append(row.duties)
    unit_id = _unit(deed, row, roles)
    known = _known(day, row, roles, taken)
    values = {
        "full_name": row.full_name,
        "folded": fold(row.full_name),
        "unit_id": unit_id,
        "homeroom": _homeroom(row, roles),
    }
    if known is None:
        member_id = people.add_member(
            deed, **values, call_name=row.full_name.split()[-1], address_word=row.address.lower()
        )
        outcome = "added"
    else:
        member_id = known.member_id
        if not known.call_name:
            values["call_name"] = row.full_name.split()[-1]
        if row.address and not known.address_word:
            values["address_word"] = row.address.lower()
        outcome = "changed" if people.change_member(deed, member_id, **values) else "same"
    taken.add(member_id)
    if _set_duties(day, deed, member_id, _duties(deed, row, roles, unit_id)) and known is not None:
        outcome = "changed"
    return outcome


def _known(
    day: SchoolDay, row: RosterRow, roles: tuple[tuple[str, str], ...], taken: set[int]
) -> Member | None:
    members = [m for m in people.list_members(day.tx, day.school_id) if m.member_id not in taken]
    same = [m for m in members if fold(m.full_name) == fold(row.full_name)]
    if len(same) > 1:
        same = [m for m in same if fold(m.unit) == fold(row.unit)]
    if same:
        return same[0]
    # The principal was made with the school, before anybody knew the name.
    if any(role == PRINCIPAL for role, _ in roles):
        return next((m for m in members if not m.full_name), None)
    return None


def _unit(deed: Deed, row: RosterRow, roles: tuple[tuple[str, str], ...]) -> int | None:
    name = row.unit or next((u for r, u in roles if u and r in {"TTCM", "TPCM", "TO_CM"}), "")
    return people.unit_named(deed, name, fold(name)) if name else None


def _homeroom(row: RosterRow, roles: tuple[tuple[str, str], ...]) -> str:
    return row.homeroom or next((unit for role, unit in roles if role == "GVCN" and unit), "")


def _duties(
    deed: Deed, row: RosterRow, roles: tuple[tuple[str, str], ...], unit_id: int | None
) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []
    for role, unit in roles:
        own = unit and not any(sign.isdigit() for sign in unit)
        found.append((role, people.unit_named(deed, unit, fold(unit)) if own else unit_id))
    if row.homeroom and not any(role == "GVCN" for role, _ in found):
        found.append(("GVCN", unit_id))
    if row.homeroom and not any(role == "GV" for role, _ in found):
        found.append(("GV", unit_id))
    return list(dict.fromkeys(found))


def _set_duties(
    day: SchoolDay, deed: Deed, member_id: int, duties: list[tuple[str, int | None]]
) -> bool:
    dropped = people.drop_duties(deed, member_id, day.first_year, set(duties))
    added = [
        people.add_duty(deed, member_id, day.first_year, role, unit_id) for role, unit_id in duties
    ]
    return dropped or any(added)

"""In August: heads of units and homeroom teachers are named anew before their work is reminded."""

from followup.post import notify
from followup.say import Option, Say
from plan.model import Duty
from plan.school_years import school_year_name
from plan.staff import is_yearly
from storage import people
from storage.history import Actor
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.handover import NewDuties
from texts.roles import role_name

HOMEROOM = "GVCN"


def lacking(day: SchoolDay) -> list[Duty]:
    """List last year's heads and homeroom teachers while none is named for this year."""
    year = day.first_year
    now, before = people.list_duties_of_years(day.tx, day.school_id, (year, year - 1))
    if any(is_yearly(duty.role) for duty in now):
        return []
    return [duty for duty in before if is_yearly(duty.role)]


def ask_new_duties(day: SchoolDay) -> bool:
    """Ask the principal once a school year; False when nothing is lacking or nobody is there."""
    found, principal = lacking(day), day.staff.principal
    if not found or principal is None:
        return False
    heads = tuple(role_name(d.role, d.unit) for d in found if d.role != HOMEROOM)
    homerooms = sum(duty.role == HOMEROOM for duty in found)
    message = NewDuties(principal, school_year_name(day.first_year), heads, homerooms)
    rows = ((Option("keep", label("keep_duties")), Option("new", label("new_list"))),)
    return notify(day, principal, f"new-duties:{day.first_year}", Say(message, "duties", {}, rows))


def ask_before_reminding(day: SchoolDay) -> None:
    """Ask before anything of the year is told to those roles, whatever day of the week it is.

    Until it is answered they have no holder, so that nothing goes to last year's.
    """
    if day.school.started_at is None or any(is_yearly(duty.role) for duty in day.staff.duties):
        return
    ask_new_duties(day)


def keep_duties(day: SchoolDay, actor: Actor) -> int:
    """Let last year's heads and homeroom teachers be this year's; gives how many duties."""
    found = lacking(day)
    deed = day.deed("keep_duties", actor)
    held = day.staff
    kept = [*found]
    for duty in found:
        # All of a member's roles are said for the new year, so that none is lost by one of them.
        kept += [one for one in held.duties_of(duty.member_id) if one not in kept]
    for duty in kept:
        people.add_duty(deed, duty.member_id, day.first_year, duty.role, duty.unit_id)
    return len(found)

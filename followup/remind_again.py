"""A reminder that somebody asks for, on a day of the own choice, beside the ladder's."""

from collections.abc import Iterable
from datetime import date, time

from plan.hours import instant
from plan.ladder import Moment, Rung, RungKind
from plan.model import Occurrence
from storage import moments
from storage.history import Actor
from storage.school_day import SchoolDay


def remind_again(day: SchoolDay, actor: Actor, about: Iterable[tuple[Occurrence, date]]) -> None:
    """Keep that the acting member is to be told of open occurrences, each on a day to come."""
    if actor.member_id is None:
        return
    deed = day.deed("remind_again", actor)
    for one, on in about:
        moment = Moment(Rung(RungKind.ASKED), on)
        # The tick looks at it from the first minute of its day, as at every other moment.
        moments.ask(deed, actor.member_id, one.occurrence_id, moment, instant(on, time(0)))

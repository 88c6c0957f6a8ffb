"""What a lane has seen of what is due, in the order in which it may begin."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice, takewhile
from operator import attrgetter

from scheduler.preparing import Upcoming

_is_answer = attrgetter("is_answer")


class Ahead:
    """Members' answers, then the schools in their turns; apart, whom no school knows."""

    def __init__(self) -> None:
        self._upcoming: deque[Upcoming] = deque()
        self._outside: list[Upcoming] = []

    def __len__(self) -> int:
        return len(self._upcoming) + len(self._outside)

    @property
    def few(self) -> int:
        """How many are left of what is looked at ahead: all but those of no school."""
        return len(self._upcoming)

    @property
    def numbers(self) -> set[int]:
        """The deliveries in it."""
        return {one.number for one in chain(self._upcoming, self._outside)}

    @property
    def has_outside(self) -> bool:
        """Whether somebody of no school waits in it."""
        return bool(self._outside)

    def answers(self) -> list[Upcoming]:
        """Give the members' answers."""
        return list(takewhile(_is_answer, self._upcoming))

    def add(self, seen: Iterable[Upcoming]) -> None:
        """Take up what was seen: answers before the rest, behind those that wait already."""
        some = list(seen)
        known = self.numbers if some else set()
        fresh = [one for one in some if one.number not in known]
        answers = [one for one in fresh if one.is_answer]
        if answers:
            waiting = self.answers()
            rest = islice(self._upcoming, len(waiting), None)
            self._upcoming = deque([*waiting, *answers, *rest])
        self._outside += [one for one in fresh if one.is_outside]
        self._upcoming += [one for one in fresh if not (one.is_answer or one.is_outside)]

    def in_order(self, *, outside_first: bool) -> Iterable[Upcoming]:
        """Give what may begin: people of no school before what schools say, or after it."""
        if not self._outside:
            return self._upcoming
        if not outside_first:
            return chain(self._upcoming, self._outside)
        waiting = self.answers()
        return chain(waiting, self._outside, islice(self._upcoming, len(waiting), None))

    def take(self, group: Sequence[Upcoming]) -> None:
        """Take out what begins."""
        for one in group:
            if one.is_outside:
                self._outside.remove(one)
            else:
                self._upcoming.remove(one)

    def keep(self, stays: Callable[[Upcoming], bool]) -> None:
        """Drop what does not stay."""
        self._upcoming = deque(filter(stays, self._upcoming))
        self._outside = list(filter(stays, self._outside))

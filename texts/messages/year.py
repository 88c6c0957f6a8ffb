"""The turn of the year: its two reviews asked for, its tasks closed one by one."""

from datetime import date

from msgspec import Struct

from plan.model import Member
from texts.messages.base import Message


class ReviewAsked(Message, frozen=True):
    """An official review is to be made: `kind` is half_year or year, `end_on` its last day.

    `base_done` of `base` tasks are done; `silent`, `overdue`, `unfiled` count what is open still.
    """

    who: Member
    kind: str
    end_on: date
    base_done: int
    base: int
    silent: int
    overdue: int
    unfiled: int


class CloseOne(Message, frozen=True):
    """One task of the round that closes the year; `step` says what is asked: result, proof, level.

    `words` were said without a result; `before` says what was kept of the task before.
    """

    who: Member
    code: str
    work: str
    due_on: date
    left: int
    step: str
    criterion: str
    circular: str
    words: str
    before: str


class CloseLacks(Message, frozen=True):
    """To who has said the result of all of theirs: evidence or the level of these is missing."""

    who: Member
    codes: tuple[str, ...]


class YearClosed(Message, frozen=True):
    """The round is over: what is missing, by code; `closed` of `count` tasks are complete."""

    who: Member
    before: str
    closed: int
    count: int
    no_result: tuple[str, ...]
    no_proof: tuple[str, ...]
    no_level: tuple[str, ...]
    can_go_on: bool


class CloseTooEarly(Message, frozen=True):
    """The year cannot be closed yet."""

    who: Member
    first_on: date


class NewYearAsked(Message, frozen=True):
    """What may go on into the next school year: for years, unfinished, every year.

    `unclosed` tasks of the year that ends have no result yet.
    """

    who: Member
    school_year: str
    going: int
    unfinished: int
    yearly: int
    unclosed: int


class NewYearMade(Message, frozen=True):
    """The next plans' tasks; no codes where nothing was done.

    `unplaced` had a criterion of the old set and have none of the new one.
    """

    who: Member
    school_year: str
    codes: tuple[str, ...]
    questions: int
    unplaced: tuple[str, ...]


class CriterionLine(Struct, frozen=True):
    """A criterion of the new set, the old numbers it is offered for, and how many tasks."""

    number: str
    title: str
    before: tuple[str, ...]
    count: int


class CriteriaOffered(Message, frozen=True):
    """The set of criteria changes: what is offered for each; `unknown` tasks have no offer."""

    who: Member
    school_year: str
    circular: str
    lines: tuple[CriterionLine, ...]
    unknown: tuple[str, ...]

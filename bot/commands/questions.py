"""The questions about a plan's doubtful rows, one at a time, each with "Để sau"."""

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from bot.codes import find_number
from bot.commands import same_work, unclear_cells
from bot.commands.papers import option_to_sign
from bot.desk import Chosen, Desk
from bot.words import is_one_of, split_names
from followup.answer_doubt import Answer, answer_doubt, next_doubt, put_off
from followup.import_plan import plan_frame
from followup.say import Option, Say
from plan.deadlines import Alternative, Frame, Reading, read_deadline
from plan.folding import fold
from plan.model import AssignedAs, Member, Shape, Task
from plan.owners import read_owners
from plan.school_years import school_year_name
from plan.task_reading import Ask, occurrences_of
from reports.overview import overview
from storage import plans, tasks
from storage.plans import Doubt
from texts.labels import label
from texts.messages.plans import (
    AskFollower,
    AskLearner,
    AskPeople,
    AskSameWork,
    AskTime,
    AskUnclear,
    QuestionsDone,
)
from texts.readings import choice_in_words, explain
from texts.render import named

# A principal has ten minutes a week: so many questions in a row, the rest when asked for.
IN_A_ROW = 7
MOST_NAMES = 5
HELPERS = ("PHT", "VT", "THU_KY", "CTCD", "TTCM")


def go_on(words: str, desk: Desk) -> Say:
    """Take up the questions again, those put off among them."""
    del words
    return next_question(desk, 0, later_too=True)


def next_question(desk: Desk, asked: int, *, later_too: bool = False) -> Say:
    """Ask the next question, or say how many are left."""
    doubt = None if asked >= IN_A_ROW else next_doubt(desk.day, later_too=later_too)
    while doubt is not None and _answers_itself(desk, doubt):
        doubt = next_doubt(desk.day, later_too=later_too)
    if doubt is None:
        return finish(desk)
    return _ask(desk, doubt, asked, later_too=later_too)


def _ask(
    desk: Desk, doubt: Doubt, asked: int, *, later_too: bool = False, unclear: str = ""
) -> Say:
    known = tasks.many(desk.tx, desk.school_id, doubt.task_ids)
    about = [known[number] for number in doubt.task_ids if number in known]
    left = max(0, len(plans.unanswered(desk.tx, desk.school_id)) - 1)
    message, rows = _ASKERS[Ask(doubt.kind)](desk, doubt, about, left)
    message = replace(message, unclear=unclear)
    later = ((Option("later", label("later")),),)
    payload = {"doubt": doubt.doubt_id, "asked": asked, "later_too": later_too}
    return Say(message, "doubt", payload, (*rows, *later), takes_text=True)


def _answers_itself(desk: Desk, doubt: Doubt) -> bool:
    """Settle what the roster has answered meanwhile: the one deputy, the one person of a name."""
    if doubt.kind == Ask.LINK:
        if same_work.first_of(desk, doubt) is None:
            answer_doubt(desk.day, desk.actor, doubt, Answer())
            return True
        return False
    people: tuple[Member, ...] = ()
    if doubt.kind == Ask.DEPUTY:
        people = desk.day.staff.holders("PHT")
    elif doubt.kind == Ask.PERSON:
        task = tasks.get(desk.tx, desk.school_id, doubt.task_ids[0])
        people = desk.day.staff.find(task.owner_text) if task is not None else ()
    if len(people) != 1:
        return False
    answer_doubt(desk.day, desk.actor, doubt, Answer(members=people))
    return True


def finish(desk: Desk) -> Say:
    """Say that the questions are over for now, and what is left open."""
    left = plans.unanswered(desk.tx, desk.school_id)
    held = [v.task.code for v in overview(desk.day) if v.people.is_held and v.task.plan_id]
    message = QuestionsDone(
        desk.me,
        sum(doubt.state == "open" for doubt in left),
        sum(doubt.state == "later" for doubt in left),
        tuple(held),
        desk.day.school.started_at is not None,
    )
    return Say(message, "papers", {}, ((option_to_sign(),),))


Rows = tuple[tuple[Option, ...], ...]
Asked = tuple[AskFollower | AskLearner | AskPeople | AskTime | AskUnclear | AskSameWork, Rows]


def _follower(desk: Desk, doubt: Doubt, about: Sequence[Task], left: int) -> Asked:
    del doubt
    codes = tuple(task.code for task in about)
    return AskFollower(desk.me, codes, left), _names(desk, HELPERS, self_too="self_follow")


def _names(desk: Desk, roles: Sequence[str], *, self_too: str = "") -> Rows:
    found = [m for role in roles for m in desk.day.staff.holders(role) if m != desk.me]
    rows = [(Option(str(m.member_id), named(m)),) for m in list(dict.fromkeys(found))[:MOST_NAMES]]
    if self_too:
        rows.append((Option("self", label(self_too)),))
    return tuple(rows)


def _learner(desk: Desk, doubt: Doubt, about: Sequence[Task], left: int) -> Asked:
    del doubt
    lines = tuple((task.code, task.work, task.owner_text) for task in about)
    both = (
        (Option("learners", label("all_learners", count=len(about))),),
        (Option("doers", label("all_doers", count=len(about))),),
    )
    return AskLearner(desk.me, lines, left), both


def _people(desk: Desk, doubt: Doubt, about: Sequence[Task], left: int) -> Asked:
    ask = Ask(doubt.kind)
    message = AskPeople(
        desk.me,
        str(ask),
        tuple(task.code for task in about),
        about[0].work,
        about[0].owner_text,
        _count(desk, about[0].task_id),
        left,
    )
    if ask is Ask.DEPUTY:
        return message, _names(desk, ("PHT",))
    if ask is Ask.COUNT:
        return message, ()
    if ask is Ask.PERSON:
        found = desk.day.staff.find(about[0].owner_text)[:MOST_NAMES]
        return message, tuple((Option(str(m.member_id), named(m)),) for m in found)
    rows = _names(desk, HELPERS, self_too="self_hold")
    if _may_be_as_read(desk, about[0]):
        return message, ((Option("as_read", label("as_read", cell=about[0].owner_text)),), *rows)
    return message, rows


def _may_be_as_read(desk: Desk, task: Task) -> bool:
    """Whether a cell is asked about only because a picture shows it unclearly."""
    assigned = tasks.list_assignments(desk.tx, desk.school_id, [task.task_id])
    parts = {one.part for one in assigned.get(task.task_id, [])}
    return AssignedAs.UNCLEAR in parts and not read_owners(task.owner_text).must_confirm


def _count(desk: Desk, task_id: int) -> int:
    """Say how many people the cell asks for, such as 2 of "02 GV"."""
    assigned = tasks.list_assignments(desk.tx, desk.school_id, [task_id]).get(task_id, [])
    # Whether they learn or do may be settled already; how many they are stays.
    asked = {AssignedAs.UNCLEAR, AssignedAs.LEAD, AssignedAs.BENEFICIARY}
    return sum(a.count or 0 for a in assigned if a.part in asked)


def _time(desk: Desk, doubt: Doubt, about: Sequence[Task], left: int) -> Asked:
    reading, first_year = _reading(desk, doubt, about[0])
    frame = plan_frame(desk.day, first_year)
    message = AskTime(
        desk.me,
        str(doubt.kind),
        tuple(task.code for task in about),
        about[0].work,
        about[0].time_text,
        _why(reading, frame),
        school_year_name(first_year),
        left,
    )
    rows: list[tuple[Option, ...]] = []
    if doubt.kind == Ask.PAST:
        year = school_year_name(first_year)
        rows.append((Option("this_year", label("this_year", year=year)),))
        rows.append((Option("drop", label("drop_task")),))
    else:
        rows += [
            (Option(f"reading:{n}", choice_in_words(choice) or label("yes")),)
            for n, choice in enumerate(_offered(reading))
        ]
    return message, tuple(rows)


def _offered(reading: Reading) -> tuple[Alternative, ...]:
    """Give what an ambiguous cell may mean, the likeliest first, at most three.

    One that reads well is asked about only when a picture shows it unclearly.
    """
    if reading.is_certain:
        return (Alternative(reading.spans, reading.rrule),)
    if reading.status != "ambiguous":
        return ()
    return (Alternative(reading.spans, reading.rrule), *reading.alternatives)[:3]


def _why(reading: Reading, frame: Frame) -> str:
    if reading.is_certain:
        return label("picture_unclear")
    return "" if _offered(reading) else explain(reading, frame)


def _reading(desk: Desk, doubt: Doubt, task: Task) -> tuple[Reading, int]:
    plan = plans.get(desk.tx, desk.school_id, doubt.plan_id)
    first_year = plan.first_year if plan is not None else desk.day.first_year
    return read_deadline(task.time_text, plan_frame(desk.day, first_year)), first_year


Asker = Callable[[Desk, Doubt, Sequence[Task], int], Asked]
_ASKERS: Mapping[Ask, Asker] = {
    Ask.FOLLOWER: _follower,
    Ask.LEARNER: _learner,
    Ask.COUNT: _people,
    Ask.CONTACT: _people,
    Ask.DEPUTY: _people,
    Ask.PERSON: _people,
    Ask.PAST: _time,
    Ask.TIME: _time,
    Ask.MONEY: unclear_cells.ask,
    Ask.WORDS: unclear_cells.ask,
    Ask.LINK: same_work.ask,
}


def answer(chosen: Chosen, desk: Desk) -> Say:
    """Take an answer, by tap or typed, and ask the next; what is not understood is asked again."""
    doubt = plans.doubt(desk.tx, desk.school_id, chosen.payload["doubt"])
    asked, later_too = chosen.payload["asked"], chosen.payload["later_too"]
    if doubt is None or doubt.state == "answered":
        return next_question(desk, asked, later_too=later_too)
    if chosen.value == "later":
        put_off(desk.day, desk.actor, doubt)
        return next_question(desk, asked + 1)
    said = _answer(chosen, desk, doubt)
    if said is None:
        return _ask(desk, doubt, asked, later_too=later_too, unclear=chosen.text)
    answer_doubt(desk.day, desk.actor, doubt, said)
    return next_question(desk, asked + 1, later_too=later_too)


def _answer(chosen: Chosen, desk: Desk, doubt: Doubt) -> Answer | None:
    ask = Ask(doubt.kind)
    if ask is Ask.LEARNER:
        return _learner_answer(chosen, desk, doubt)
    if ask in {Ask.PAST, Ask.TIME}:
        return _time_answer(chosen, desk, doubt)
    if ask is Ask.LINK:
        return same_work.answer(chosen, doubt)
    if ask in {Ask.MONEY, Ask.WORDS}:
        return unclear_cells.answer(chosen, desk, doubt)
    return _people_answer(chosen, desk, doubt)


def _people_answer(chosen: Chosen, desk: Desk, doubt: Doubt) -> Answer | None:
    if chosen.value == "as_read":
        return Answer(as_read=True)
    if chosen.value == "self":
        return Answer(members=(desk.me,))
    if chosen.value:
        member = desk.day.staff.member(int(chosen.value))
        return None if member is None else Answer(members=(member,))
    wanted = _count(desk, doubt.task_ids[0]) if doubt.kind == Ask.COUNT else 1
    return _named(desk, chosen.text, wanted)


def _named(desk: Desk, text: str, wanted: int) -> Answer | None:
    """Read typed names, separated by commas: as many people as wanted, each exactly one."""
    people: list[Member] = []
    for name in split_names(text):
        found = desk.day.staff.find(name)
        if len(found) != 1:
            return None
        people.append(found[0])
    return Answer(members=tuple(people)) if len(set(people)) == len(people) == wanted else None


def _learner_answer(chosen: Chosen, desk: Desk, doubt: Doubt) -> Answer | None:
    if chosen.value == "learners":
        return Answer(learners=doubt.task_ids)
    if chosen.value == "doers":
        return Answer(doers=doubt.task_ids)
    if is_one_of(chosen.text, "learner"):
        return Answer(learners=doubt.task_ids)
    if is_one_of(chosen.text, "doer"):
        return Answer(doers=doubt.task_ids)
    return _learner_by_code(desk, doubt, chosen.text)


def _learner_by_code(desk: Desk, doubt: Doubt, text: str) -> Answer | None:
    """Read "V3 làm, V7 học": every row of the question must be named."""
    known = tasks.many(desk.tx, desk.school_id, doubt.task_ids)
    by_number = {task.number: task_id for task_id, task in known.items()}
    found: dict[str, list[int]] = {"learner": [], "doer": []}
    for part in split_names(text):
        task_id = by_number.get(find_number(part) or 0)
        rest = " ".join(fold(part).split()[1:])
        kind = next((k for k in found if is_one_of(rest, k)), None)
        if task_id is None or kind is None:
            return None
        found[kind].append(task_id)
    named = {*found["learner"], *found["doer"]}
    if named != set(doubt.task_ids):
        return None
    return Answer(learners=tuple(found["learner"]), doers=tuple(found["doer"]))


def _time_answer(chosen: Chosen, desk: Desk, doubt: Doubt) -> Answer | None:
    if chosen.value == "drop":
        return Answer(drops=True)
    task = tasks.get(desk.tx, desk.school_id, doubt.task_ids[0])
    if task is None:
        return Answer(drops=True)
    reading, first_year = _reading(desk, doubt, task)
    frame = plan_frame(desk.day, first_year)
    if chosen.value == "this_year":
        return Answer(dated=(Shape.PLAIN, (frame.calendar.school_year,)))
    if chosen.value.startswith("reading:"):
        one = _offered(reading)[int(chosen.value.removeprefix("reading:"))]
        return Answer(time=replace(reading, status="ok", spans=one.spans, rrule=one.rrule))
    typed = read_deadline(chosen.text, frame)
    _, spans, ask = occurrences_of(typed, frame)
    return Answer(time=typed) if spans and ask is None else None

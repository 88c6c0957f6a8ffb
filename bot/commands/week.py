"""The week: on demand, and what the Friday delivery says."""

from bot.desk import Chosen, Desk
from followup.order_paper import attachment
from followup.ports import Attachment
from followup.say import Option, Say
from plan.model import Member
from reports.weekly import week, week_of_plans
from storage import papers
from storage.deliveries import Delivery
from storage.papers import PaperOrder
from storage.school_day import SchoolDay
from texts.labels import label
from texts.messages.week import NoPlanYet, Week, WeekPlans
from texts.papers import paper_word
from texts.render import money, shortened


def show_week(words: str, desk: Desk) -> Say:
    """Show the week as of now."""
    del words
    return say_week(desk.day, desk.me) or Say(NoPlanYet(desk.me))


def compose_week(day: SchoolDay, delivery: Delivery) -> Say | None:
    """Say the Friday summary from the state of when it is sent, under its picture if there is."""
    who = day.staff.member(delivery.member_id)
    drawn = papers.by_key(day.tx, day.school_id, delivery.dedup_key)
    files = () if drawn is None or not drawn.file_hash else (_file(drawn),)
    return None if who is None else say_week(day, who, files)


def _file(drawn: PaperOrder) -> Attachment:
    return attachment(drawn.file_hash, drawn.file_name)


def say_week(day: SchoolDay, who: Member, files: tuple[Attachment, ...] = ()) -> Say | None:
    """Say the week as of now, under a picture if one is given; None when no plan runs."""
    several = week_of_plans(day, who)
    if several is not None:
        return Say(several, "weeks", {}, _plans_rows(several), attachments=files)
    message = week(day, who)
    if message is None:
        return None
    return Say(message, "list", {"title": "week"}, _rows(message), attachments=files)


def open_plan(chosen: Chosen, desk: Desk) -> Say:
    """Show the week of one of several plans."""
    message = week(desk.day, desk.me, int(chosen.value))
    if message is None:
        return Say(NoPlanYet(desk.me))
    return Say(message, "list", {"title": "week"}, _rows(message))


def _plans_rows(message: WeekPlans) -> tuple[tuple[Option, ...], ...]:
    return tuple(
        (Option(str(plan.plan_id), label("open_week", title=shortened(plan.title, 40))),)
        for plan in message.plans
    )


def _rows(message: Week) -> tuple[tuple[Option, ...], ...]:
    numbers = (
        ("overdue", message.due_open),
        ("due_done", message.due_done),
        ("next", message.next_count),
        ("blocked", message.blocked),
        ("silent", message.silent),
        ("on_track", message.on_track),
        ("requests", message.waiting),
        ("unreached", len(message.unreached)),
        ("nobody", message.nobody),
        ("doubtful", len(message.doubtful)),
        ("carried", message.carried),
        ("handed", message.handed_open),
    )
    options = [
        Option(f"list:{name}", label(f"list_{name}", count=count))
        for name, count in numbers
        if count
    ]
    if message.planned:
        options.append(Option("list:money", label("list_money", count=money(message.planned))))
    rows = [tuple(options[n : n + 2]) for n in range(0, len(options), 2)]
    return (*rows, papers_row())


def papers_row() -> tuple[Option, ...]:
    """Give the buttons to the picture and to the documents."""
    picture = Option("paper:week_picture:png", paper_word("buttons.week_picture"))
    return (picture, Option("papers", paper_word("buttons.papers")))

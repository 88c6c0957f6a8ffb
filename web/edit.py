"""Changing a task on its page, as «sửa V4 ...» does in chat; of two people the second is told."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.routing import Route

from followup.above import reaches
from followup.edit_task import cells_of, edit_task, edited
from plan.model import Task, TaskState
from plan.reimport import CELLS
from plan.rights import Kind, scopes
from storage import history, schools, tasks
from texts.labels import label
from web.forms import version_of
from web.pages import NOT_YOURS, Page, Refused, Seen, page, post
from web.site import Site

EDIT = "/viec/{number}/sua"
LONGEST_CELL = 2000


def edit_routes(site: Site) -> list[Route]:
    """Make the form of a task, and where it goes."""
    return [page(site, EDIT, _form), post(site, EDIT, _edited)]


def _task(seen: Seen) -> Task | None:
    """Find the task of the address, for who may change it."""
    day = seen.day
    found = tasks.by_number(day.tx, day.school_id, seen.number("number"))
    if found is None or found.state is TaskState.CANCELLED or not may_edit(seen, found):
        return None
    return found


def may_edit(seen: Seen, task: Task) -> bool:
    """Whether a task is one the reader may change, as in chat."""
    found = scopes(seen.day.staff, seen.me.member_id, Kind.COMMAND, "sua")
    return reaches(seen.day, seen.me, found, task)


def _form(seen: Seen) -> Page | None:
    task = _task(seen)
    return None if task is None else _filled(seen, task, {})


def _filled(
    seen: Seen, task: Task, typed: Mapping[str, str], status: int = HTTPStatus.OK, why: str = ""
) -> Page:
    """Show the form with what was typed; where a cell says something else now, that stands beside.

    `why` is "time" for a time that cannot be read, "stale" for a task changed meanwhile.
    """
    now = cells_of(seen.day, task)
    cells = [
        (name, label(f"cell_{name}"), typed.get(name, text), text) for name, text in now.items()
    ]
    last = history.of_rows(seen.day.tx, seen.day.school_id, {"tasks": [task.task_id]}, 1)
    by = seen.day.staff.member(last[0].by) if last else None
    values = {"task": task, "cells": cells, "version": version_of(now), "why": why, "by": by}
    return Page("edit", values, status)


def _edited(seen: Seen) -> str | Page | Refused:
    """Change the cells that differ; nothing that was typed is lost when it cannot be kept."""
    schools.hold(seen.day.tx, seen.day.school_id)
    task = _task(seen)
    if task is None:
        return NOT_YOURS
    now = cells_of(seen.day, task)
    typed = {name: " ".join(seen.said(name).split())[:LONGEST_CELL] for name in CELLS}
    if seen.said("ban") != version_of(now):
        return _filled(seen, task, typed, HTTPStatus.CONFLICT, "stale")
    changed = {name: text for name, text in typed.items() if text != " ".join(now[name].split())}
    if not typed["work"]:
        return _filled(seen, task, typed, HTTPStatus.BAD_REQUEST, "work")
    if "time" in changed and not edited(seen.day, task, changed).spans:
        return _filled(seen, task, typed, HTTPStatus.BAD_REQUEST, "time")
    if changed:
        edit_task(seen.day, seen.actor, task, changed)
    return f"/viec/{task.number}?roi={'edited' if changed else 'same'}"

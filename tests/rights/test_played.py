"""Every command, answer and page is really tried by one person of each role, on both databases."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from bot.desk import Arrived, Prepared
from bot.dispatch import Answered, handle
from bot.table import ANSWERS, COMMANDS
from followup.ports import Inbound, InboundKind
from plan.rights import Kind, Role, Scope, table
from storage import bots, prompts
from storage.database import Database, Tx
from storage.prompts import NewPrompt
from tests.rights.people import HOLDERS
from tests.school import SampleSchool
from tests.web.pages import Pages, served
from texts.messages.requests import NotAllowed
from web.site_routes import site_routes

# What stands in the addresses of a school whose plan was just accepted.
SAMPLES = {"number": "1", "plan": "1", "doubt": "1", "kind": "progress", "ending": "docx"}

# What some commands are about; a head is asked about the own work.
WORDS = {"vieccua": "cô Hà"}


class UnplayedError(Exception):
    """Takes back what a try did."""


def widest(kind: Kind, name: str, role: Role) -> Scope | None:
    found = {s for r, s in table()[kind][name].items() if r in {role, Role.MEMBER}}
    return next((scope for scope in Scope if scope in found), None)


class Table:
    """Tries things on a school and takes each back."""

    def __init__(self, school: SampleSchool) -> None:
        self.school = school

    def types(self, name: str, text: str) -> list[Answered]:
        return self._tried(lambda tx: handle(tx, self._arrived(name, InboundKind.TEXT, text)))

    def presses(self, name: str, kind: str) -> list[Answered]:
        """Press a button of a question of that kind, asked of this person before."""
        school, who = self.school, self.school.member(name)

        def pressed(tx: Tx) -> list[Answered]:
            address = bots.open_address(tx, school.school_id, who.member_id)
            assert address is not None
            new = NewPrompt(kind, {}, (("yes", "Có"),), member_id=who.member_id)
            asked = prompts.add(tx, school.school_id, new, school.clock.now())
            return handle(tx, self._arrived(name, InboundKind.CHOICE, "", asked.key(0)))

        return self._tried(pressed)

    def presses_key(self, name: str, key: str) -> list[Answered]:
        """Press a button by its key, whoever was sent it."""
        pressed = self._arrived(name, InboundKind.CHOICE, "", key)
        return self._tried(lambda tx: handle(tx, pressed))

    def _arrived(self, name: str, kind: InboundKind, text: str, key: str = "") -> Arrived:
        said = Inbound(
            bot_id=self.school.bot.bot_id,
            channel="fake",
            dedupe_key="1",
            kind=kind,
            chat=self.school.chat(name),
            person=self.school.chat(name),
            text=text,
            choice_key=key,
            sent_at=self.school.clock.now(),
        )
        return Arrived(1, said, Prepared(), self.school.clock.now())

    def _tried(self, deed: Callable[[Tx], list[Answered]]) -> list[Answered]:
        found: list[Answered] = []

        def attempt(tx: Tx) -> None:
            found.extend(deed(tx))
            raise UnplayedError

        with pytest.raises(UnplayedError):
            self.school.database.write(attempt)
        return found


@pytest.mark.parametrize("role", HOLDERS)
def test_every_command_for_every_role(school: SampleSchool, role: Role) -> None:
    played = Table(school)
    for command in COMMANDS:
        words = WORDS.get(command.name, "")
        said = played.types(HOLDERS[role], f"/{command.name} {words}".strip())
        may = widest(Kind.COMMAND, command.name, role) is not None
        assert is_refused(said) is not may, command.name


@pytest.mark.parametrize("role", HOLDERS)
def test_every_answer_for_every_role_it_is_not_for(school: SampleSchool, role: Role) -> None:
    played = Table(school)
    for kind in ANSWERS:
        if widest(Kind.ANSWER, kind, role) is None:
            assert is_refused(played.presses(HOLDERS[role], kind)), kind


def is_refused(said: list[Answered]) -> bool:
    (one,) = said
    return isinstance(one.say.message, NotAllowed)


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    with served(database, tmp_path) as found:
        yield found


def test_every_page_for_every_role_and_for_strangers(pages: Pages) -> None:
    routes = [route for route in site_routes(pages.site) if isinstance(route, Route)]
    asked = [(m, r.path) for r in routes for m in sorted((r.methods or set()) - {"HEAD"})]
    assert {f"{method} {path}" for method, path in asked} == set(table()[Kind.PAGE])
    stranger = pages.browser()
    for method, path in asked:
        if Role.STRANGER not in table()[Kind.PAGE][f"{method} {path}"]:
            send = stranger.get if method == "GET" else stranger.post_alone
            assert send(filled(path)).status_code == 401, path
    for role, name in HOLDERS.items():
        browser = pages.browser(name)
        proof = browser.proof()
        for method, path in asked:
            row = table()[Kind.PAGE][f"{method} {path}"]
            if row.keys() & {Role.STRANGER, Role.OFFICER} or path in {"/moi", "/ra", "/ra-het"}:
                # The stream does not end, and who goes out is out.
                continue
            where = filled(path)
            is_get = method == "GET"
            answer = browser.get(where) if is_get else browser.post_alone(where, dau=proof)
            scope = widest(Kind.PAGE, f"{method} {path}", role)
            if scope is None:
                assert answer.status_code == (404 if is_get else 403), (role, path)
            else:
                assert answer.status_code not in {401, 500}, (role, path)
            if scope is Scope.ALL and path != "/ke-hoach/ban-cho":
                assert answer.status_code not in {403, 404}, (role, path)


def filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda found: SAMPLES.get(found[1], "999"), path)

"""Schools full of people for the soak: what is stored before it, and what each does during it."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import httpx
from sqlalchemy import select, update

from followup.create_school import create_school
from followup.import_plan import accept_plan, draft_plan
from followup.remind import expand_moments
from followup.start_reminding import start_reminding
from nhacviec.sample import PHOTO, PLAN, open_sample, sample_file
from plan.documents import read_document
from plan.school_years import first_year_of
from storage import bots
from storage.database import Database, Tx
from storage.history import Actor
from storage.school_day import SchoolDay
from storage.schools import set_settings
from storage.tables import addresses, deliveries, duties, members
from tests.telegram_server import Person, TelegramServer

# Telegram's chats are numbers: a member's own, from here on.
FIRST_CHAT = 100_000
FIRST_STRANGER = 900_000
ALWAYS = {"quiet_from": "23:59", "quiet_until": "00:00"}
Act = Callable[[Person], None]
_LINK = re.compile(r"(http://\S+)/vao/(\S+)")


def fill(database: Database, account: str, count: int, now: datetime, each: float) -> list[str]:
    """Store `count` sample schools that run their plan; gives codes of empty ones to be joined.

    No hour is quiet there. The digests of the next working morning are queued already, and fall
    due one after another from `now` on, `each` seconds apart.
    """
    document = read_document(PLAN, plan_of(now))
    operator = Actor(None, "operator")

    def school(tx: Tx, name: str) -> None:
        bot = bots.ensure_bot_all_schools(tx, "telegram", account, now)
        school_id = open_sample(tx, name, bot.bot_id, now)
        day = SchoolDay.of(tx, school_id, now)
        accept_plan(day, operator, draft_plan(day, operator, document, (PLAN, name)))
        set_settings(day.deed("set_hour", operator), ALWAYS)
        start_reminding(SchoolDay.of(tx, school_id, now), operator)

    for number in range(count):
        database.write(partial(school, name=f"THPT số {number + 1}"))
    database.write(_numbered)
    _queue_digests(database, now, each)
    new = [f"Trường mới {number + 1}" for number in range(max(1, count // 10))]
    return [database.write(partial(create_school, name=name, now=now)).code for name in new]


def plan_of(now: datetime) -> bytes:
    """Give the sample plan for the school year of now: its years are written for 2024-2025."""
    later = first_year_of(now.date()) - 2024
    text = sample_file(PLAN).read_text("utf-8")
    return re.sub(r"\b20[23]\d\b", lambda year: str(int(year[0]) + later), text).encode()


def _queue_digests(database: Database, now: datetime, each: float) -> None:
    morning = now + timedelta(days=4)
    while database.write(lambda tx: expand_moments(tx, morning)):
        pass

    def spread(tx: Tx) -> None:
        query = select(deliveries.c.delivery_id).where(deliveries.c.state == "QUEUED")
        for place, number in enumerate(tx.execute(query).scalars().all()):
            at = now + timedelta(seconds=each * place)
            row = update(deliveries).where(deliveries.c.delivery_id == number)
            tx.execute(row.values(not_before=at))

    database.write(spread)


def _numbered(tx: Tx) -> None:
    for chat in tx.execute(select(addresses.c.chat)).scalars().all():
        number = str(FIRST_CHAT + int(chat.removeprefix("m")))
        tx.execute(update(addresses).where(addresses.c.chat == chat).values(chat=number))


@dataclass
class Crowd:
    """Everybody of the schools at Telegram's double; `acts` lets one of them do something."""

    server: TelegramServer
    people: list[Person]
    codes: list[str]
    today: datetime
    plan: bytes
    dice: random.Random
    done: dict[str, int] = field(default_factory=dict)
    strangers: list[Person] = field(default_factory=list)

    @classmethod
    def of(
        cls, server: TelegramServer, database: Database, codes: list[str], now: datetime
    ) -> "Crowd":
        """Sit everybody who has a chat down at the double."""
        chats = database.read(lambda tx: list(tx.execute(select(addresses.c.chat)).scalars()))
        people = []
        for chat in chats:
            person = server.person(int(chat), f"Người {chat}")
            person.chat.opened = True
            people.append(person)
        dice = random.Random(8)  # noqa: S311 - which of them speaks, no secret
        return cls(server, people, codes, now, plan_of(now), dice)

    def principals(self, database: Database) -> list[Person]:
        """Give those who lead a school."""

        def chats(tx: Tx) -> set[int]:
            joined = addresses.join(members, addresses.c.person_id == members.c.person_id)
            query = (
                select(addresses.c.chat)
                .select_from(joined.join(duties, duties.c.member_id == members.c.member_id))
                .where(duties.c.role == "HT")
            )
            return {int(chat) for chat in tx.execute(query).scalars()}

        found = database.read(chats)
        return [person for person in self.people if person.chat.chat_id in found]

    def acts(self) -> None:
        """Let somebody do one thing."""
        kinds: dict[str, tuple[int, Act]] = {
            "asks": (20, lambda who: self._says(who, "việc của tôi", "sắp đến hạn", "trợ giúp")),
            "reports": (35, self._reports),
            "presses": (15, self._presses),
            "photo": (6, self._photo),
            "hands_out": (6, self._hands_out),
            "week": (6, lambda who: self._says(who, "tuần", "xem 3", "việc của kế toán")),
            "imports": (1, self._imports),
            "page": (5, self._opens_a_page),
            "joins": (4, lambda _who: self._joins()),
            "nonsense": (2, lambda who: self._says(who, "x" * 4000, "😀", "12345678")),
        }
        names = list(kinds)
        (name,) = self.dice.choices(names, [kinds[one][0] for one in names])
        kinds[name][1](self.dice.choice(self.people))
        self.done[name] = self.done.get(name, 0) + 1

    def _says(self, who: Person, *texts: str) -> None:
        who.says(self.dice.choice(texts))

    def _reports(self, who: Person) -> None:
        code = f"V{self.dice.randint(1, 21)}"
        percent = self.dice.randint(5, 95)
        self._says(
            who,
            f"{code} {percent}%",
            f"xong {code}",
            f"{code} vướng: chưa duyệt kinh phí",
            f"lùi {code} đến {self.today + timedelta(days=30):%d/%m}",
            "hoàn tác",
        )

    def _presses(self, who: Person) -> None:
        """Press any button of the last message, where it has one."""
        inbox = who.inbox
        labels = [button for row in inbox[-1].labels for button in row] if inbox else []
        if labels:
            who.presses(self.dice.choice(labels))
        else:
            who.says("việc của tôi")

    def _photo(self, who: Person) -> None:
        who.sends_photo(sample_file(PHOTO).read_bytes(), f"V{self.dice.randint(1, 21)}")

    def _hands_out(self, who: Person) -> None:
        due = self.today + timedelta(days=self.dice.randint(1, 9))
        who.says(f"giao cô Hà nộp báo cáo số {self.dice.randint(1, 999)} hạn {due:%d/%m}")

    def _imports(self, who: Person) -> None:
        who.sends_file(PLAN, self.plan)

    def _joins(self) -> None:
        """Come with a code, right or wrong; then go on pressing and answering as asked."""
        is_invited: bool = self.dice.choice((True, False))
        if self.codes and is_invited:
            new = self.server.person(FIRST_STRANGER + len(self.strangers), "Người mới")
            new.starts(self.codes.pop())
            self.strangers.append(new)
            self.people.append(new)
            return
        new = self.server.person(FIRST_STRANGER + len(self.strangers), "Người lạ")
        new.says(f"{self.dice.randint(0, 10**8 - 1):08d}")
        self.strangers.append(new)

    def _opens_a_page(self, who: Person) -> None:
        """Ask for the board; open it by the link of an earlier time."""
        links = [found for seen in who.inbox if (found := _LINK.search(seen.text))]
        if not links:
            who.says("bảng")
            return
        here, code = links[-1].groups()
        own = {"origin": here, "sec-fetch-site": "same-origin"}
        with httpx.Client(base_url=here, trust_env=False, timeout=30) as browser:
            browser.post("/vao", data={"ma": code}, headers=own)
            for path in ("/", "/nguoi", "/khong-co"):
                browser.get(path)
        who.says("bảng")

"""A stolen database: no token, invite, code or link can be read in it or found by trying."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, select, text, type_coerce, update

from bot.commands.join import code_in
from followup.ask_upload import ask_upload
from followup.create_school import create_school
from followup.enter import Entered, enter
from followup.file_links import FileLinks
from followup.join import open_school_code
from followup.open_feed import open_feed
from followup.ports import Attachment, Unknown
from followup.post import notify
from followup.say import Say
from nhacviec.pages import KEY
from nhacviec.settings import Settings
from nhacviec.telegram_inlet import inlets
from nhacviec.tokens import (
    keep_all_schools,
    of_channel,
    tokens_all_schools,
    webhook_secret_all_schools,
)
from storage import bot_tokens, bots, installation, tables
from storage.database import Database, Tx
from storage.history import Actor
from storage.sealing import Keyring
from storage.tables import deliveries, inbox, invites, metadata
from tests.databases import KEYRING
from tests.school import SampleSchool
from texts.messages.pages import BoardLink

SEALED = "1459232241454765289:another-invented-token_of-no-bot"
TOKEN = "123456:an-invented-token-of-no-bot-at-all"  # noqa: S105 - of no bot


def dump(database: Database) -> str:
    """Give every column of every table as it stands there, past our own types."""
    with database.engine.connect() as raw:
        rows = [
            str(list(raw.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608 - our own names
            for name in metadata.tables
        ]
    return "\n".join(rows)


@pytest.fixture
def lived(school: SampleSchool) -> SampleSchool:
    """Give a school that has handed out one of everything."""
    school.engine.intake.pages_at = "https://nhacviec.invalid"
    return school


def told_secrets(school: SampleSchool) -> dict[str, str]:
    """Let people ask for every kind of secret; gives each as it was told."""
    (invite,) = school.says("thầy Nam", "mời")
    code = re.search(r"\b\d{8}\b", invite.text)
    (link,) = school.says("cô Hà", "liên kết")
    (board,) = school.says("cô Hà", "bảng")
    entry = re.search(r"/vao/([\w-]+)", board.text)
    assert code is not None
    assert entry is not None
    named = {"school": code[0], "link": code_in(link.text, joined=True), "entry": entry[1]}
    hanoi = school.member("cô Hà")
    actor = Actor(hanoi.member_id, "fake")
    place = (school.bot.bot_id, school.chat("cô Hà"))
    address = school.read(
        lambda day: bots.find_address_all_schools(day.tx, place[0], (place[1], ""))
    )
    assert address is not None
    named["upload"] = school.do(lambda day: ask_upload(day, hanoi, address)).token
    named["feed"] = school.do(lambda day: open_feed(day, actor, hanoi))
    entered = school.database.write(
        lambda tx: enter(tx, named["entry"], school.clock.now()),
    )
    assert isinstance(entered, Entered)
    named["session"] = entered.token
    named["principal"] = school.database.write(
        lambda tx: create_school(tx, "Trường mới", school.clock.now())
    ).code
    return named


def test_nothing_that_works_can_be_read(lived: SampleSchool, tmp_path: Path) -> None:
    secrets = told_secrets(lived)
    # A code typed by one joiner still works for the next.
    lived.arrives({"chat": "ke-la", "text": secrets["school"]})
    lived.settle()
    settings = Settings.model_validate(
        {"NHACVIEC_DATA_DIR": tmp_path / "data", "TELEGRAM_BOT_TOKEN": TOKEN}
    )
    now = lived.clock.now()
    lived.database.write(lambda tx: keep_all_schools(tx, "zalo", (SEALED, "Bot Trường"), now))
    given = lived.database.write(lambda tx: tokens_all_schools(tx, settings, now))
    assert {one.token for one in given} == {TOKEN, SEALED}
    lived.database.write(
        lambda tx: inlets(tx, of_channel(given, "telegram"), settings, lived.database, lived.clock)
    )
    secrets["token"] = TOKEN.partition(":")[2]
    secrets["sealed token"] = SEALED.partition(":")[2]
    secrets["webhook"] = lived.database.write(lambda tx: webhook_secret_all_schools(tx, SEALED))
    signing = lived.database.write(lambda tx: installation.secret_all_schools(tx, KEY))
    secrets["signing"] = signing.hex()
    secrets["key"] = KEYRING.key.hex()
    stolen = dump(lived.database)
    assert "LIENKET" not in stolen
    for name, secret in secrets.items():
        assert secret not in stolen, name
        assert secret.replace(" ", "") not in stolen, name


def test_a_short_code_is_not_found_by_trying_them_all(lived: SampleSchool) -> None:
    secrets = told_secrets(lived)
    stolen = dump(lived.database)
    for name in ("school", "link"):
        assert sha256(secrets[name].encode()).hexdigest() not in stolen
    # What is random enough cannot be tried through; the hash of it opens nothing.
    entry = sha256(secrets["entry"].encode()).hexdigest()
    assert lived.database.write(lambda tx: enter(tx, entry, lived.clock.now())) is None


def test_an_address_of_a_file_cannot_be_made_up(lived: SampleSchool) -> None:
    lived.database.write(lambda tx: installation.secret_all_schools(tx, KEY))
    known = lived.database.write(lambda tx: installation.secret_all_schools(tx, KEY))
    ours = FileLinks("https://nhacviec.invalid", known)
    now = lived.clock.now()
    forged = FileLinks("https://nhacviec.invalid", bytes(32))
    token = forged.address_of(Attachment("0" * 64, "a.pdf", "application/pdf"), now).split("/")[4]
    assert ours.file_of(token, now) is None


def test_a_button_key_read_there_is_no_use_in_another_chat(lived: SampleSchool) -> None:
    lived.says("thầy Nam", "giao cô Hà nộp báo cáo hạn 5/12")
    key = lived.key("thầy Nam", "Giao")
    answers = lived.says("cô Đào", "", kind="choice", choice=key)
    assert "người khác" in answers[-1].text
    assert not any("nộp báo cáo" in told for told in lived.told("cô Hà"))


def contents(school: SampleSchool) -> list[Any]:
    query = select(deliveries.c.content).order_by(deliveries.c.delivery_id)
    return school.database.read(lambda tx: list(tx.execute(query).scalars()))


def test_a_link_of_unknown_outcome_waits_sealed_and_is_forgotten_in_the_end(
    lived: SampleSchool,
) -> None:
    hanoi = lived.member("cô Hà")
    link = "https://nhacviec.invalid/vao/a-link-that-lets-somebody-in"
    lived.platform.rule = lambda _target, _prompt: Unknown("read timeout")
    lived.do(lambda day: notify(day, hanoi, "link", Say(BoardLink(hanoi, link, 10))))
    lived.wait(seconds=1)
    assert any(link in str(content) for content in contents(lived)), "it is to be sent once more"
    assert link not in dump(lived.database)
    lived.wait(minutes=11)
    assert not any(link in str(content) for content in contents(lived))
    assert link not in dump(lived.database)


def test_a_code_answered_with_unknown_outcome_is_not_kept(lived: SampleSchool) -> None:
    lived.platform.rule = lambda _target, _prompt: Unknown("read timeout")
    lived.arrives({"chat": lived.chat("cô Hà"), "text": "liên kết"})
    lived.settle()
    assert contents(lived)
    assert not any("LIENKET" in str(content) for content in contents(lived))
    assert "LIENKET" not in dump(lived.database)


def test_another_key_reads_nothing_and_breaks_nothing(lived: SampleSchool) -> None:
    told_secrets(lived)
    now = lived.clock.now()
    lived.database.write(lambda tx: keep_all_schools(tx, "zalo", (SEALED, "Bot Trường"), now))
    thief = Database(lived.database.url, Keyring.new())
    try:
        contents = thief.read(lambda tx: list(tx.execute(select(deliveries.c.content)).scalars()))
        raws = thief.read(lambda tx: list(tx.execute(select(inbox.c.raw)).scalars()))
        tokens = thief.read(bot_tokens.list_all_schools)
    finally:
        thief.close()
    assert [one.token for one in tokens] == [None]
    assert contents
    assert not any(contents)
    assert raws
    assert not any(raws)


def test_a_token_that_was_moved_to_another_bot_does_not_speak_for_it(lived: SampleSchool) -> None:
    now = lived.clock.now()
    ours = lived.database.write(lambda tx: keep_all_schools(tx, "zalo", (SEALED, "Bot"), now))
    other = lived.database.write(lambda tx: keep_all_schools(tx, "zalo", ("7:other", "Bot"), now))

    def moved(tx: Tx) -> None:
        stored = type_coerce(tables.bot_tokens.c.token, JSON)
        of_ours = select(stored).where(tables.bot_tokens.c.bot_id == ours.bot_id)
        sealed = type_coerce(tx.execute(of_ours).scalar_one(), JSON)
        of_other = tables.bot_tokens.c.bot_id == other.bot_id
        tx.execute(update(tables.bot_tokens).where(of_other).values(token=sealed))

    lived.database.write(moved)
    found = lived.database.read(bot_tokens.list_all_schools)
    assert [one.token for one in found] == [SEALED, None]


def test_without_a_key_no_token_is_kept(lived: SampleSchool) -> None:
    keyless = Database(lived.database.url)
    try:
        with pytest.raises(bot_tokens.NoKeyError):
            keyless.write(
                lambda tx: keep_all_schools(tx, "zalo", (SEALED, "Bot"), lived.clock.now())
            )
    finally:
        keyless.close()
    assert lived.database.read(bot_tokens.list_all_schools) == []


def test_what_is_sealed_opens_only_in_its_place() -> None:
    sealed = KEYRING.seal([{"text": "chào cô"}], "deliveries.content")[0]
    assert KEYRING.unseal(sealed, "deliveries.content") == {"text": "chào cô"}
    with pytest.raises(ValueError, match="inbox"):
        KEYRING.unseal(sealed, "inbox.raw")
    assert len(set(KEYRING.seal([1, 1, 1], "a") + KEYRING.seal([1], "a"))) == 4


def test_what_was_stored_in_the_open_before_is_still_read(lived: SampleSchool) -> None:
    """As 0.1.0 left it: messages in the open, codes hashed without the key."""
    made = lived.do(lambda day: open_school_code(day, Actor(None, "operator")))
    plain = sha256(made.code.encode()).hexdigest()

    def as_before(tx: object) -> None:
        assert hasattr(tx, "execute")
        tx.execute(update(invites).where(invites.c.member_id.is_(None)).values(code_hash=plain))
        content = type_coerce({"text": "In the open", "rows": []}, JSON)
        tx.execute(update(deliveries).values(content=content))

    lived.database.write(as_before)
    assert "In the open" in dump(lived.database)
    lived.database.write(installation.take_key_all_schools)
    texts = lived.database.read(
        lambda tx: list(tx.execute(select(deliveries.c.content)).scalars())
    )
    assert {found["text"] for found in texts} == {"In the open"}
    lived.arrives({"chat": "nguoi-moi", "text": made.code})
    lived.settle()
    assert "không" not in lived.platform.sent[-1][1].text, lived.platform.sent[-1]

"""A backup put back: whole or not at all, and nothing that may have been sent is sent again."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import NullPool, Table, create_engine, select
from sqlalchemy.engine import make_url

from nhacviec.backup import make_backup
from nhacviec.instance import AlreadyRunningError, Instance
from nhacviec.manifest import BackupBrokenError, KeptFile, NoBackupError, write_manifest
from nhacviec.restore import (
    OtherKindError,
    Restored,
    RestoreUnfinishedError,
    StillConnectedError,
    refuse_unfinished,
    restore,
)
from storage import schools
from storage.copying import other_sessions
from storage.database import Database
from storage.files import FileStore
from storage.tables import deliveries, moments, reminders
from tests.backups.conftest import Installation, settings_of
from tests.databases import KEYRING, empty_postgresql
from tests.school import SampleSchool, at

WEDNESDAY, THURSDAY = "2024-12-04 02:30", "2024-12-05 10:00"


def goes_back(installation: Installation, backup: Path, now: str) -> tuple[Restored, SampleSchool]:
    """Restore, and open the same school at that time, with a platform that was sent nothing."""
    installation.database.close()
    done = restore(installation.settings, backup, at(now))
    return done, SampleSchool(installation.open(), installation.folder, now)


def states(school: SampleSchool, what: Table) -> Counter[str]:
    query = select(what.c.state)
    if what is moments:
        query = query.where(moments.c.next_at.is_(None))
    return Counter(school.database.read(lambda tx: list(tx.execute(query).scalars())))


def test_what_was_due_meanwhile_is_held_and_the_next_digest_says_so(
    installation: Installation,
) -> None:
    before = installation.school()
    before.forward(WEDNESDAY)
    made = make_backup(installation.settings, before.clock.now())
    before.forward(THURSDAY)
    assert "V1" in before.told("cô Hà")[-1], "it was told after the backup"
    done, school = goes_back(installation, made.folder, THURSDAY)
    assert done.held.reminders >= 1
    school.settle()
    assert school.told("cô Hà") == [], "nothing is sent a second time"
    assert states(school, reminders)["held"] >= 1
    school.forward("2024-12-06 07:00")
    (digest,) = school.told("cô Hà")
    assert "V1" in digest
    assert digest.endswith("dữ liệu tới 02:30 thứ Tư 04/12; việc báo sau đó xin báo lại giúp.")
    school.forward("2024-12-10 07:00")
    assert len(school.told("cô Hà")) > 1
    assert not any("khôi phục" in text for text in school.told("cô Hà")[1:]), "once a person"


def test_what_is_due_later_comes_at_its_time(installation: Installation) -> None:
    before = installation.school()
    made = make_backup(installation.settings, before.clock.now())
    _, school = goes_back(installation, made.folder, "2024-12-05 05:00")
    school.forward("2024-12-05 06:31")
    (digest,) = school.told("cô Hà")
    assert "khôi phục" in digest
    assert "V1" in digest


def test_every_moment_is_accounted_for(installation: Installation) -> None:
    before = installation.school()
    before.imports_the_sample_plan()
    before.presses("thầy Nam", "Để sau")
    before.forward("2024-12-17 12:00")
    made = make_backup(installation.settings, before.clock.now())
    done, school = goes_back(installation, made.folder, "2024-12-20 17:00")
    assert done.held.deliveries >= 1
    school.settle()
    assert school.platform.sent == [], "also the week of Friday 16:00 is held"
    school.forward("2025-01-10 17:00")
    assert states(school, reminders).keys() <= {"told", "held", "cancelled", "unreachable"}
    assert states(school, deliveries).keys() <= {"SENT", "FAILED", "UNKNOWN", "CANCELLED"}
    assert states(school, moments).keys() <= {"expanded", "cancelled"}
    weeks = [text for text in school.told("thầy Nam") if text.startswith("<b>Tuần")]
    assert len(weeks) >= 2, "the next weeks come"
    names = {chat for chat, _ in school.platform.sent}
    for chat in names:
        said = [p.text for to, p in school.platform.sent if to == chat and "khôi phục" in p.text]
        assert len(said) <= 1


def test_what_was_on_its_way_is_held(installation: Installation) -> None:
    before = installation.school()
    before.arrives({"chat": before.chat("cô Hà"), "text": "viec"})
    asyncio.run(before.engine.intake.run())
    made = make_backup(installation.settings, before.clock.now())
    done, school = goes_back(installation, made.folder, "2024-12-02 09:05")
    assert done.held.deliveries == 1
    school.settle()
    assert school.platform.sent == []
    assert states(school, deliveries)["UNKNOWN"] == 1


def test_what_lets_somebody_in_is_forgotten_when_it_is_held(installation: Installation) -> None:
    before = installation.school()
    for text in ("viec", "liên kết"):
        before.arrives({"chat": before.chat("cô Hà"), "text": text})
    asyncio.run(before.engine.intake.run())
    made = make_backup(installation.settings, before.clock.now())
    done, school = goes_back(installation, made.folder, "2024-12-02 09:05")
    assert done.held.deliveries == 2
    query = select(deliveries.c.content).order_by(deliveries.c.delivery_id)
    kept = school.database.read(lambda tx: list(tx.execute(query).scalars()))
    assert kept[-2]["text"]
    assert kept[-1] == {"text": ""}


def test_what_was_there_is_kept_aside_and_evidence_since_stays(
    installation: Installation,
) -> None:
    before = installation.school()
    store = FileStore(installation.folder / "files")
    old = store.keep(b"before")
    made = make_backup(installation.settings, before.clock.now())
    new = store.keep(b"after")
    store.path_of(old).unlink()
    before.says("thầy Nam", "giao cô Hà trực cổng hạn mai")
    done, _ = goes_back(installation, made.folder, "2024-12-02 09:05")
    assert (store.read(old), store.read(new)) == (b"before", b"after")
    assert done.aside is not None
    again = restored_from_aside(installation, done.aside)
    assert again == "Trường mẫu"


def restored_from_aside(installation: Installation, aside: Path) -> str:
    installation.database.close()
    if installation.settings.database_url:
        (folder,) = (place for place in aside.iterdir() if place.is_dir())
        restore(installation.settings, folder, at("2024-12-02 09:10"))
    else:
        (aside / "nhacviec.sqlite").replace(installation.folder / "nhacviec.sqlite")
    (school,) = installation.open().read(schools.list_all_schools)
    return school.name


@contextmanager
def empty(installation: Installation, folder: Path) -> Iterator[Installation]:
    """Give another machine: no data folder, and a database in which there is nothing."""
    with ExitStack() as closing:
        is_file = installation.database.is_sqlite
        address = "" if is_file else closing.enter_context(empty_postgresql())
        settings = settings_of(folder, address)
        other = Database(settings.database_address, KEYRING) if address else installation.database
        made = Installation(folder, other, settings)
        try:
            yield made
        finally:
            # Which database that is may have changed: a restore opens it anew.
            made.database.close()


def test_into_an_empty_folder_and_database(installation: Installation, tmp_path: Path) -> None:
    before = installation.school()
    digest = FileStore(installation.folder / "files").keep(b"a photo")
    before.forward(WEDNESDAY)
    backup = make_backup(installation.settings, before.clock.now()).folder
    before.forward(THURSDAY)
    with empty(installation, tmp_path / "new") as machine:
        done, school = goes_back(machine, backup, THURSDAY)
        assert done.aside is None
        assert done.held.reminders >= 1
        assert FileStore(machine.folder / "files").read(digest) == b"a photo"
        school.settle()
        assert school.platform.sent == [], "nothing is sent a second time"
        school.forward("2024-12-06 07:00")
        (said,) = school.told("cô Hà")
        assert "V1" in said
        assert "dữ liệu tới 02:30 thứ Tư 04/12" in said


@pytest.mark.parametrize("fault", ["changed", "missing", "no manifest", "outside"])
def test_a_broken_backup_changes_nothing(installation: Installation, fault: str) -> None:
    before = installation.school()
    digest = FileStore(installation.folder / "files").keep(b"a photo")
    made = make_backup(installation.settings, before.clock.now())
    place = made.folder / "files" / digest[:2] / digest
    if fault == "changed":
        place.write_bytes(b"a ph0to")
    elif fault == "missing":
        place.unlink()
    elif fault == "no manifest":
        (made.folder / "manifest.json").write_text("{}")
    else:
        outside = KeptFile("files/../../x", 7, digest)
        write_manifest(made.folder, replace(made.manifest, files=(outside,)))
    wanted = NoBackupError if fault == "no manifest" else BackupBrokenError
    with pytest.raises(wanted):
        restore(installation.settings, made.folder, at(THURSDAY))
    assert before.says("cô Hà", "viec"), "the database is as it was"
    assert not list(installation.folder.glob("replaced-*"))


def test_while_the_service_runs_it_refuses(installation: Installation) -> None:
    before = installation.school()
    made = make_backup(installation.settings, before.clock.now())
    with Instance(installation.settings), pytest.raises(AlreadyRunningError):
        restore(installation.settings, made.folder, at(THURSDAY))
    if not installation.database.is_sqlite:
        with pytest.raises(StillConnectedError):
            restore(installation.settings, made.folder, at(THURSDAY))
    assert before.says("cô Hà", "viec")


def test_a_backup_of_the_other_kind_is_refused(installation: Installation, tmp_path: Path) -> None:
    if not installation.database.is_sqlite:
        pytest.skip("seen from the other side")
    before = installation.school()
    made = make_backup(installation.settings, before.clock.now())
    other = settings_of(tmp_path / "new", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OtherKindError):
        restore(other, made.folder, at(THURSDAY))


def test_nothing_runs_on_data_that_is_half_restored(installation: Installation) -> None:
    refuse_unfinished(installation.settings)
    (installation.folder).mkdir(exist_ok=True)
    (installation.folder / "restore.unfinished").write_text("backups/x\n")
    with pytest.raises(RestoreUnfinishedError, match="backups/x"):
        refuse_unfinished(installation.settings)


def test_a_session_that_ends_just_now_is_waited_for() -> None:
    with empty_postgresql() as url:
        engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool
        )
        staying = engine.connect()
        assert other_sessions(url) == 1
        threading.Timer(0.5, staying.close).start()
        assert other_sessions(url) == 0

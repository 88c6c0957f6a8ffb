"""The wall clock jumps while the service runs; its monotonic clock goes on (faketime)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.debian import faketime_library
from tests.faults.ground import Ground, passes
from tests.telegram_server import TelegramServer


class Shifted:
    """A ground whose service reads its wall clock from a file's time stamp of our making."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.ground = ground
        self._file = folder / "shift"
        self.to("+0")
        ground.service.set(
            LD_PRELOAD=str(faketime_library()),
            FAKETIME_TIMESTAMP_FILE=str(self._file),
            FAKETIME_DONT_FAKE_MONOTONIC="1",
            FAKETIME_NO_CACHE="1",
            # A file's own times stay as they are; reading them would cost a second each import.
            NO_FAKE_STAT="1",
        )

    def to(self, shift: str) -> None:
        """Move the service's clock against ours: "+1h", "-1h", "+1d"."""
        self._file.write_text(f"{shift}\n", encoding="ascii")


@pytest.fixture
def shifted(server: TelegramServer, database: Database, tmp_path: Path) -> Iterator[Shifted]:
    made = Shifted(Ground(server, database, tmp_path, people=90), tmp_path)
    yield made
    made.ground.service.kill()


@pytest.mark.debian("faketime")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("shift", ["+1h", "-1h", "+1d"])
def test_the_clock_jumps_in_the_morning(shifted: Shifted, shift: str) -> None:
    ground = shifted.ground
    ground.service.start()
    ground.waits(lambda: ground.states()["SENT"] > 5)
    shifted.to(shift)
    before = len(ground.people[0].inbox)
    ground.people[0].says("việc của tôi")
    ground.people[0].waits(lambda inbox: len(inbox) > before, 30)
    passes(2)
    shifted.to("+0")
    ground.runs_to_the_end(most_held=5)

"""The disk fills up while a morning goes out; once there is room again nothing is lost."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import fresh_sqlite
from tests.faults.ground import Ground, passes
from tests.telegram_server import TelegramServer

MEGABYTE = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of a few megabytes; only root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    place = tmp_path / "small"
    place.mkdir()
    size = ["-o", "size=6m"]
    made = subprocess.run(  # noqa: S603 - our own folder
        ["/bin/mount", "-t", "tmpfs", *size, "tmpfs", str(place)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount a small file system")
    yield place
    subprocess.run(["/bin/umount", "-l", str(place)], check=True)  # noqa: S603 - as above


@pytest.mark.timeout(300)
def test_a_full_disk(server: TelegramServer, small_disk: Path) -> None:
    with fresh_sqlite(small_disk) as database:
        ground = Ground(server, database, small_disk, people=90)
        try:
            ground.service.start()
            ground.waits(lambda: ground.states()["SENT"] > 5)
            filler = small_disk / "filler"
            with filler.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"\0" * (MEGABYTE // 16))
                except OSError:
                    pass
            passes(4)
            filler.unlink()
            ground.people[0].says("việc của tôi")
            ground.settles()
            assert ground.service.ends() == 0
        finally:
            ground.service.kill()
        ground.law(most_held=5)

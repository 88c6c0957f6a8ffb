"""Each update is delivered five times and out of order: it is answered once."""

import random
from pathlib import Path

import pytest

from storage.database import Database
from tests.school import SampleSchool


@pytest.fixture
def school(database: Database, tmp_path: Path) -> SampleSchool:
    return SampleSchool(database, tmp_path, "2024-12-02 09:00")


def test_five_times_and_out_of_order(school: SampleSchool) -> None:
    names = ["thầy Nam", "cô Hà", "cô Đào", "cô Mai"]
    arrivals = [(name, number) for name in names for number in range(3)] * 5
    random.Random(3).shuffle(arrivals)  # noqa: S311 - an order, not a secret
    for name, number in arrivals:
        raw: dict[str, object] = {"chat": school.chat(name), "text": f"giờ 07:1{number}"}
        school.arrives(raw, key=f"{name}{number}")
        if number == 1:
            school.settle()
    school.settle()
    for name in names:
        told = [text for text in school.told(name) if "07:1" in text]
        assert sorted(text.partition("07:1")[2][0] for text in told) == ["0", "1", "2"]

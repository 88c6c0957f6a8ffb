"""The soak of `make soak`, for seconds: what the long one holds is held here too."""

from pathlib import Path

import pytest

from bench.soak import Size, soak


@pytest.mark.timeout(180)
def test_a_short_soak_holds_the_law(tmp_path: Path) -> None:
    lines: list[str] = []
    last = soak(Size(8, schools=2, pace=5), tmp_path, lines.append)
    assert last["broken"] == []
    assert sum(last["done"].values()) > 10
    assert last["sent"] > 5

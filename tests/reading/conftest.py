"""The two frames that most tests of reading times use."""

import pytest

from plan.deadlines import Frame
from tests.reading.cases import CHAT, PLAN


@pytest.fixture
def plan() -> Frame:
    return PLAN


@pytest.fixture
def chat() -> Frame:
    return CHAT

"""How long a thread computes before another that waits has its turn."""

import sys

# Python's own is 5 ms: with three threads that compute (what is due is composed, rules are made
# ready), whatever needs ten small turns, such as one call to a platform, takes 150 ms.
SECONDS = 0.001


def take_short_turns() -> None:
    """Let whoever needs little not wait long for those who compute; for the whole process."""
    sys.setswitchinterval(SECONDS)

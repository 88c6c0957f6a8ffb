"""The country at eight in the morning: every teacher told of one task, every row really stored.

    python -m bench.country [--schools 40000] [--processes 2]     prints JSON lines

On PostgreSQL and stubs that answer at once: what our side takes, whatever the platforms allow.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.load import MORNING, Size, expand_all, fill, printed
from bench.senders import Platform, rate, send_in_processes
from tests.databases import durable_postgresql

Row = dict[str, Any]
TEACHERS = 30
# At 28 a second a bot has told its 450 within 16 s.
SCHOOLS_A_BOT = 15


def country(schools: int, processes: int) -> Iterator[Row]:
    """Store it, expand it, send it; each step as it ends."""
    size = Size(max(processes, schools // SCHOOLS_A_BOT), SCHOOLS_A_BOT, TEACHERS)
    with durable_postgresql() as database:
        start = time.perf_counter()
        fill(database, size, queued=False)
        yield {"step": "stored", "people": size.messages, "seconds": _since(start)}
        start = time.perf_counter()
        expand_all(database, MORNING)
        yield {"step": "expanded", "due": size.messages, "seconds": _since(start)}
        start = time.perf_counter()
        sent = send_in_processes(database.url, size.bots, processes, Platform())
        yield {
            "step": "sent",
            "bots": size.bots,
            "processes": processes,
            "messages": sum(one.count for one in sent),
            "seconds": _since(start),
            "per_s": round(rate(sent)),
            "cpu_s": round(sum(one.cpu for one in sent)),
            "most_on_the_way_a_bot": max(one.most_on_the_way for one in sent),
        }


def _since(start: float) -> int:
    return round(time.perf_counter() - start)


def main() -> None:
    """Print every step as a line of JSON."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--schools", type=int, default=40_000)
    asked.add_argument("--processes", type=int, default=2)
    chosen = asked.parse_args()
    for row in country(chosen.schools, chosen.processes):
        sys.stdout.write(printed({"bench": "country"} | row) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""The measures of a bench on its command line: chosen, scaled, printed as they come."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.load import printed

# By name; each takes the scale and gives its rows.
Benches = Mapping[str, Callable[[float], Iterator[dict[str, Any]]]]


def run(benches: Benches) -> None:
    """Print every measure asked for as a line of JSON."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--scale", type=float, default=0.1)
    asked.add_argument("--only", nargs="*", default=list(benches))
    chosen = asked.parse_args()
    for name in chosen.only:
        for row in benches[name](chosen.scale):
            sys.stdout.write(printed(row | {"scale": chosen.scale}) + "\n")
            sys.stdout.flush()

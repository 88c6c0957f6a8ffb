"""How fast and how rightly times are read, with dateparser beside it; prints JSON lines."""

import compileall
import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import dateparser

from plan.calendar import default_calendar
from plan.deadlines import Frame, Reading, read_deadline

ROOT = Path(__file__).resolve().parents[1]
PUBLIC = ROOT.parent / "shared" / "reading" / "phrases.jsonl"
PHRASES = 5000
BASELINE_PHRASES = 200  # of the same ones: dateparser takes a millisecond for each
LONG = 4096
RUNS = 9
CHAT_SHARE = 0.25
MICRO = 1e6
MILLI = 1e3
IMPORTS = 7
Pairs = set[tuple[str, str]]

FORMS = (
    "{m}/{y}",
    "tháng {m}/{y}",
    "tháng {m} năm {y}",
    "{d}/{m}/{y}",
    "ngày {d} tháng {m} năm {y}",
    "trước ngày {d}/{m}/{y}",
    "chậm nhất {d}/{m}",
    "từ {d}/{m} đến 28/{m}/{y}",
    "{d}-28/{m}/{y}",
    "Từ ngày {d}/{m}/{y} đến ngày 28/{m}/{y}",
    "tháng {m} - 12/{y}",
    "HK{s} năm học {y}-{z}",
    "cuối HK{s}",
    "Quý {q}/{y}",
    "cuối tháng {m}/{y}",
    "dịp {d}/{m}",
    "tuần {w} tháng {m}",
    "Tuần {d}",
    "ngày {d} hằng tháng",
    "thứ {t} tuần sau",
    "{h}h{n} thứ {t} tuần sau",
    "{d} ngày nữa",
    "giai đoạn {y}-{f}",
    "thứ {t} hằng tuần",
    "theo kế hoạch số {d}",
    "tháng {m}, {k}/{y} và tháng 3/{z}",
)
HOSTILE = (
    "1, 2, ",
    "9/",
    "8h ",
    "tháng ",
    "từ ",
    "20/11 và ",
    "mỗi thứ 2, ",
    "e\u0302\u0323",
    "a",
)


def phrases() -> Iterator[tuple[str, Frame]]:
    """Make phrases of every kind, every one different."""
    chance = random.Random(1)  # noqa: S311 - phrases, not secrets
    seen: set[str] = set()
    while len(seen) < PHRASES:
        year = chance.randint(2020, 2030)
        phrase = chance.choice(FORMS).format(
            d=chance.randint(1, 27),
            m=chance.randint(1, 12),
            k=chance.randint(1, 12),
            y=year,
            z=year + 1,
            f=year + chance.randint(2, 9),
            s=chance.choice(("I", "II")),
            q=chance.choice(("I", "II", "III", "IV")),
            w=chance.randint(1, 4),
            t=chance.randint(2, 7),
            h=chance.randint(7, 17),
            n=chance.randint(10, 59),
        )
        if phrase in seen:  # the forms with few numbers run out: spaces make them differ again
            phrase += " " * chance.randint(1, 60)
        if phrase not in seen:
            seen.add(phrase)
            calendar = default_calendar(chance.randint(2023, 2027))
            today = date(calendar.first_year, 9, 20)
            is_chat = chance.random() < CHAT_SHARE
            yield phrase, Frame(calendar, today, "chat" if is_chat else "plan")


def timed(read: Callable[[str, Frame], Any], cases: list[tuple[str, Frame]]) -> dict[str, float]:
    """Give the median and the 99th percentile of reading each phrase once, in microseconds."""
    took = []
    for phrase, frame in cases:
        start = time.perf_counter()
        read(phrase, frame)
        took.append((time.perf_counter() - start) * MICRO)
    cuts = statistics.quantiles(took, n=100)
    return {"median_us": round(cuts[49], 1), "p99_us": round(cuts[98], 1)}


def baseline(phrase: str, frame: Frame) -> date | None:
    """Read a phrase with dateparser alone, as one would without a grammar."""
    base = datetime.combine(frame.today, datetime.min.time())
    found = dateparser.parse(phrase, languages=["vi"], settings={"RELATIVE_BASE": base})
    return found.date() if found else None


def grown() -> dict[str, Any]:
    """Give the worst time of a long text, and how it grows when the text doubles."""
    frame = Frame(default_calendar(2024), date(2024, 11, 20), "chat")
    worst: dict[str, Any] = {"ms_4096": 0.0, "doubling": 0.0}
    for piece in HOSTILE:
        text = (piece * LONG)[:LONG]
        once, twice = _best(text, frame), _best(text + text, frame)
        worst["ms_4096"] = max(worst["ms_4096"], round(once * MILLI, 2))
        worst["doubling"] = max(worst["doubling"], round(twice / once, 2))
    return worst


def _best(text: str, frame: Frame) -> float:
    took = []
    for _ in range(RUNS):
        start = time.process_time()
        read_deadline(text, frame)
        took.append(time.process_time() - start)
    return min(took)


def imported(module: str) -> float:
    """Give the best of several times that a new process takes to import a module, in ms."""
    code = (
        "import time; start = time.perf_counter(); "
        f"import {module}; print((time.perf_counter() - start) * 1000)"
    )
    command = [sys.executable, "-c", code]
    runs = (
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
        for _ in range(IMPORTS)
    )
    return round(min(float(run.stdout) for run in runs), 1)


def gold(case: dict[str, Any]) -> Pairs:
    """Give the days that a case means."""
    return {(first, last) for first, last in case["occurrences"]}


def judged(case: dict[str, Any], reading: Reading) -> str:
    """Say whether a reading acts rightly, asks, or acts wrongly."""
    days = {(span.first.isoformat(), span.last.isoformat()) for span in reading.spans}
    if reading.is_certain:
        return "right" if days == gold(case) and not case.get("ambiguous") else "wrong"
    if case.get("ambiguous"):
        return "right" if reading.status == "ambiguous" and days == gold(case) else "asked"
    return "right" if not days and not gold(case) else "asked"


def judged_baseline(case: dict[str, Any], found: date | None) -> str:
    """Say the same of dateparser, which gives one day: the due day is enough for it."""
    dues = {last for _, last in gold(case)}
    if found is None:
        return "right" if not dues else "asked"
    return "right" if {found.isoformat()} == dues else "wrong"


def scores() -> Iterator[dict[str, Any]]:
    """Count what is right and wrong on the public set, when it lies beside the project."""
    if not PUBLIC.exists():
        return
    lines = PUBLIC.read_text("utf-8").splitlines()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for case in map(json.loads, filter(str.strip, lines)):
        calendar = default_calendar(int(case["school_year"][:4]))
        frame = Frame(calendar, date.fromisoformat(case["today"]), case["context"])
        ours[judged(case, read_deadline(case["phrase"], frame))] += 1
        theirs[judged_baseline(case, baseline(case["phrase"], frame))] += 1
    yield {"bench": "reading.score", "reader": "plan.deadlines", **ours}
    yield {"bench": "reading.score", "reader": "dateparser", **theirs}


def measures() -> Iterator[dict[str, Any]]:
    """Give every measure, ours and the baseline's in turn."""
    cases = list(phrases())
    first, frame = cases[0]
    start = time.perf_counter()
    read_deadline(first, frame)
    first_ms = round((time.perf_counter() - start) * MILLI, 1)
    yield {
        "bench": "reading.phrase",
        "reader": "plan.deadlines",
        "phrases": len(cases),
        **timed(read_deadline, cases),
        "first_ms": first_ms,
        "target": "median <= 100 us, p99 <= 1 ms",
    }
    yield {
        "bench": "reading.phrase",
        "reader": "dateparser",
        "phrases": BASELINE_PHRASES,
        **timed(baseline, cases[:BASELINE_PHRASES]),
    }
    yield {"bench": "reading.long", **grown(), "target": "ms_4096 <= 20, doubling <= 2.2"}
    compileall.compile_dir(ROOT / "plan", quiet=1)
    for module in ("plan.deadlines", "dateparser"):
        yield {"bench": "reading.import", "module": module, "ms": imported(module), "target": 30}
    yield from scores()


def main() -> None:
    """Print every measure as a line of JSON."""
    for measure in measures():
        sys.stdout.write(json.dumps(measure, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

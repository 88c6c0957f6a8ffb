"""Writes what every document says now into golden/, to be read before it is committed.

python -m tests.papers.golden
"""

import tempfile
from pathlib import Path

from tests.databases import fresh_sqlite
from tests.papers.papers import (
    COMPARED,
    COMPARED_CLOSED,
    GOLDEN,
    close_the_year,
    made,
    school_in_february,
)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch, fresh_sqlite(Path(scratch)) as database:
        school = school_in_february(database, Path(scratch))
        for name, kind, ending, span, shown in COMPARED:
            (GOLDEN / name).write_text(shown(made(school, kind, ending, span)), "utf-8")
        close_the_year(school)
        for name, kind, ending, span, shown in COMPARED_CLOSED:
            (GOLDEN / name).write_text(shown(made(school, kind, ending, span)), "utf-8")

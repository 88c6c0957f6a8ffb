"""What stands around the tables: the title, the school years, and what it says for every row."""

import re
from collections.abc import Iterable, Sequence

from plan.documents.header import kind_of_exact_title
from plan.documents.letters import fold, without_marks
from plan.documents.model import Field
from plan.documents.sections import leading_number, one_of
from plan.documents.words import folded, load_words

_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*[-–—/]\s*(20\d\d|\d\d)(?!\d)")
_MONTH = r"\b{month}\s*(\d{{1,2}})\b(?:\s*(?:[/.-]|{year})\s*(20\d\d))?"
_FIRST_MONTH = 8  # the school year is planned from August to July
_LABELLED = re.compile(r"\s*(?:[-+•*]|\d{1,2}[.)]|[IVX]{1,4}\.|[a-h]\))?\s*([^:]{2,40}):\s*(\S.*)")
_LONGEST_TITLE = 30  # words
_TITLE_LINES = 3
_BARE_TITLE = 2  # words
_HEAD_LINES = 40
_LABELS = frozenset({Field.TIME, Field.OWNER, Field.SUPPORT, Field.OVERSEE})


def title_of(lines: Sequence[str]) -> tuple[str, int]:
    """Give the title and the index of the line after it; a title may take several lines."""
    head = lines[:_HEAD_LINES]
    starts = [index for index, line in enumerate(head) if _may_be_title(line)]
    if not starts:
        return "", 0
    first = next((index for index in starts if head[index].isupper()), starts[0])
    last = first + 1
    while last < len(lines) and last - first < _TITLE_LINES:
        # "KẾ HOẠCH" alone says nothing yet: what it is for stands in the next line.
        is_bare = last == first + 1 and len(lines[first].split()) <= _BARE_TITLE
        if not _goes_on(lines[last]) and not (is_bare and _may_follow(lines[last])):
            break
        last += 1
    return " ".join(lines[first:last]), last


def _may_be_title(line: str) -> bool:
    words = fold(line)
    if not words.startswith(tuple(folded("sections", "title"))) or line.endswith((";", ":")):
        return False
    return len(words.split()) <= _LONGEST_TITLE and (line[0].isupper() and line[-1] != ".")


def _may_follow(line: str) -> bool:
    return not leading_number(line) and not _names_year(line) and line[-1] not in ".:;"


def _names_year(line: str) -> bool:
    """Say whether a line begins with the school year."""
    return fold(line).startswith(tuple(folded("sections", "school_year")))


def _goes_on(line: str) -> bool:
    return line.isupper() and not leading_number(line) and not _YEARS.search(line)


def school_years(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the school years that texts name, each as "2024-2025", in order."""
    found = []
    for text in texts:
        for first, second in _YEARS.findall(text):
            if (int(first) + 1) % 100 == int(second) % 100:
                found.append(f"{first}-{int(first) + 1}")
    return tuple(dict.fromkeys(found))


def years_of(title: str, after: Sequence[str], name: str) -> tuple[str, ...]:
    """Give the school years of a plan: from its title, the lines below it, or its file name."""
    below = []
    for line in after[:_TITLE_LINES]:
        if leading_number(line):
            break
        below.append(line)
    return (
        school_years([title])
        or school_years(below)
        or school_years([name])
        or _year_of_month(title)
    )


def _year_of_month(title: str) -> tuple[str, ...]:
    """Give the school year of a title such as "Kế hoạch tháng 9 năm 2024"."""
    months = _months(title)
    if len(months) != 1 or not months[0][1]:
        return ()
    month, year = int(months[0][0]), int(months[0][1])
    first = year if month >= _FIRST_MONTH else year - 1
    return (f"{first}-{first + 1}",)


def month_of(title: str) -> str:
    """Give the one month that a title is about ("tháng 9/2024"), or nothing."""
    months = _months(title)
    if len(months) != 1:
        return ""
    month, year = months[0]
    phrase = load_words("sections")["phrases"]["month_of_year" if year else "month"]
    return str(phrase.format(month=month, year=year))


def _months(title: str) -> list[tuple[str, str]]:
    pattern = _MONTH.format(month=one_of("month"), year=one_of("year"))
    return list(dict.fromkeys(re.findall(pattern, without_marks(title))))


def labelled(line: str) -> tuple[Field, str] | None:
    """Read a line such as "Thời gian: 14 giờ ngày 28/9" as a field said for all rows."""
    found = _LABELLED.fullmatch(line)
    if not found:
        return None
    kind = kind_of_exact_title(found[1])
    return (Field(kind), found[2].strip()) if kind in _LABELS else None

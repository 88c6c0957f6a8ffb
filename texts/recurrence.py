"""Rules of recurrence in words that the reader of deadlines reads back to the same rule."""

from collections.abc import Mapping
from typing import Any

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTERS = {"3,6,9,12": "quarter_end", "1,4,7,10": "quarter_first_month"}
MIDDLE_OF_QUARTERS = "2,5,8,11"
FEW = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}


def rule_in_words(rrule: str, words: Mapping[str, Any], time: str = "") -> str:
    """Say a rule: "ngày 25 hằng tháng", "thứ Hai hằng tuần"."""
    rule = dict(part.split("=", 1) for part in rrule.split(";"))
    names = words["rule"]
    frequency = rule["FREQ"]
    interval = int(rule.get("INTERVAL", "1"))
    days = _days(rule, words)
    if frequency == "YEARLY" and "," in rule.get("BYMONTH", ""):
        return _timed(str(names["quarterly"]).format(days=days), time)
    if frequency == "DAILY" and interval == 1 and time:
        return str(names["daily_timed"]).format(time=time)
    name = FEW[frequency] + ("_few" if interval > 1 else "")
    return _timed(str(names[name]).format(days=days, interval=interval), time)


def _timed(said: str, time: str) -> str:
    return f"{time} {said}" if time else said


def _days(rule: Mapping[str, str], words: Mapping[str, Any]) -> str:
    names = words["rule"]
    joint = str(words["and"])
    if "BYMONTH" in rule:
        return _of_year(rule["BYMONTH"], rule["BYMONTHDAY"], names)
    if "BYMONTHDAY" in rule:
        return joint.join(
            str(names["month_end"] if day == "-1" else names["month_day"]).format(day=day)
            for day in rule["BYMONTHDAY"].split(",")
        )
    return joint.join(_weekday(day, words) for day in rule.get("BYDAY", "").split(",") if day)


def _weekday(day: str, words: Mapping[str, Any]) -> str:
    name = words["weekdays"][NAMES.index(day[-2:])]
    nth = day[:-2]
    if not nth:
        return str(name)
    form = "last_weekday" if nth == "-1" else "nth_weekday"
    return str(words["rule"][form]).format(weekday=name, nth=nth)


def _of_year(month: str, day: str, names: Mapping[str, str]) -> str:
    if month == MIDDLE_OF_QUARTERS:
        return names["quarter_middle_month"]
    if month in QUARTERS:
        is_start = day == "1" and month != "3,6,9,12"
        return names["quarter_start"] if is_start else names[QUARTERS[month]]
    return names["year_month" if day == "-1" else "year_day"].format(day=day, month=month)

"""Typed replies: what they mean, and when that is asked about before it is logged."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies import Action, ReplyContext, ReplyReading, read_reply
from nhacviec.read.lines import BadCaseError
from nhacviec.read.reply import answer
from plan.deadlines import Frame
from plan.model import Intent
from plan.school_years import SchoolYears
from tests.reading.public import cases, decomposed, spaced_out, without_marks

PUBLIC = cases("replies.jsonl")
TODAY, DUE = date(2025, 6, 4), date(2025, 6, 10)


class Case(NamedTuple):
    text: str
    meaning: str
    open_tasks: int | tuple[str, ...] = 1
    attachment: str | None = None
    today: date = TODAY
    due: date = DUE

    def context(self) -> ReplyContext:
        frame = Frame(SchoolYears().of(self.today), self.today, "chat")
        return ReplyContext(self.today, self.due, frame, self.open_tasks, self.attachment)


def own_cases() -> list[Case]:
    lines = Path(__file__).with_name("replies.txt").read_text(encoding="utf-8").splitlines()
    return [case_of(line) for line in lines if line and not line.startswith("# ")]


def case_of(line: str) -> Case:
    text, meaning, *rest = line.split(" | ")
    said: dict[str, Any] = {}
    for part in rest[0].split(", ") if rest else ():
        word, value = part.split(" ", 1)
        if word == "open":
            said["open_tasks"] = int(value) if value.isdigit() else tuple(value.split())
        elif word == "with":
            said["attachment"] = value
        else:
            said[{"on": "today", "due": "due"}[word]] = date.fromisoformat(value)
    return Case(text.replace("\\n", "\n"), meaning, **said)


OWN = own_cases()


def said(reading: ReplyReading, like: str) -> str:
    """Write a reading the way the file does; who and which criterion only where it says so."""
    actions = "; ".join(say_action(action, like) for action in reading.actions)
    return f"{actions} ?" if reading.must_confirm else actions


def say_action(action: Action, like: str) -> str:
    words = [f"{action.task}:{action.intent}" if action.task else str(action.intent)]
    if action.percent is not None:
        words.append(str(action.percent))
    if action.new_due:
        words.append(f"→{action.new_due}")
    if action.to and "to=" in like:
        words.append(f"to={action.to}")
    if action.criterion and "tc=" in like:
        words.append(f"tc={action.criterion}")
    return " ".join(words)


@pytest.mark.parametrize("case", OWN, ids=lambda case: case.text)
def test_a_reply_means(case: Case) -> None:
    reading = read_reply(case.text, case.context())
    assert said(reading, case.meaning) == case.meaning


def key(action: dict[str, Any]) -> tuple[object, ...]:
    percent = action.get("percent")
    if action["intent"] == "not_started":
        percent = percent or None
    return (action.get("task"), action["intent"], percent, action.get("new_due"))


@pytest.mark.parametrize("case", PUBLIC, ids=lambda case: case["text"])
def test_the_public_replies(case: dict[str, Any]) -> None:
    got = answer(case)
    found = got["actions"]
    wanted = case.get("actions") or [{**case, "task": found[0]["task"]}]
    assert list(map(key, found)) == list(map(key, wanted))
    assert got["must_confirm"] == case["must_confirm"]
    for field in ("to", "criterion", "done_on"):
        if field in case:
            assert got[field] == case[field]


RETYPED: dict[str, Callable[[str], str]] = {
    "no marks": without_marks,
    "no marks, capitals": lambda text: without_marks(text).upper(),
    "decomposed": decomposed,
    "capitals": str.upper,
    "spaced out": spaced_out,
}


def plain(reading: ReplyReading) -> tuple[object, ...]:
    deeds = sorted(
        (str(a.intent), str(a.task), str(a.percent), str(a.new_due)) for a in reading.actions
    )
    return (deeds, reading.must_confirm)


@pytest.mark.parametrize("way", RETYPED)
def test_a_reply_typed_in_another_way_is_the_same_or_asked(way: str) -> None:
    # A fifth of the file for each way, another fifth for the next: enough, and quick.
    chosen = OWN[list(RETYPED).index(way) :: len(RETYPED)]
    wrong, same = [], 0
    for case in chosen:
        first = read_reply(case.text, case.context())
        again = read_reply(RETYPED[way](case.text), case.context())
        same += plain(first) == plain(again)
        asked = again.must_confirm or again.actions[0].intent in (Intent.QUESTION, Intent.UNCLEAR)
        if plain(first) != plain(again) and not asked:
            wrong.append((case.text, said(again, "")))
    assert wrong == []
    assert same >= 0.95 * len(chosen)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("chưa có tiền", "chưa có tiền"),
        ("máy in hỏng, chưa in được", "máy in hỏng"),
        ("Sở chưa mở lớp nên chưa làm được", "Sở chưa mở lớp"),
        ("vướng: chưa duyệt kinh phí", "chưa duyệt kinh phí"),
        ("em bận thi, cho em nộp cuối tháng", "bận thi"),
        ("đang chờ thầy duyệt", "đang chờ thầy duyệt"),
        ("xong rồi ạ", None),
    ],
)
def test_the_obstacle_is_kept_in_the_writers_words(text: str, reason: str | None) -> None:
    assert read_reply(text, Case(text, "").context()).actions[0].reason == reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mình làm xong hôm qua", date(2025, 6, 3)),
        ("em xong hôm 3/6 rồi", date(2025, 6, 3)),
        ("nộp hồi sáng rồi", date(2025, 6, 4)),
        ("xong thứ 6 tuần trước", date(2025, 5, 30)),
        ("xong rồi", None),
    ],
)
def test_the_day_it_was_done(text: str, day: date | None) -> None:
    assert read_reply(text, Case(text, "").context()).actions[0].done_on == day


def test_a_question_beside_a_report_is_passed_on_too() -> None:
    reading = read_reply("em làm xong rồi. Minh chứng nộp cho ai ạ?", Case("", "").context())
    assert [action.intent for action in reading.actions] == [Intent.DONE, Intent.QUESTION]
    assert reading.must_confirm


def test_without_a_due_day_a_wish_still_has_its_day() -> None:
    context = ReplyContext(TODAY, None, Case("", "").context().frame)
    assert read_reply("xin lùi đến 20/6", context).actions[0].new_due == date(2025, 6, 20)
    assert read_reply("xin thêm 3 ngày", context).actions[0].new_due is None


@pytest.mark.parametrize("days", range(1, 9))
def test_a_bare_weekday_is_the_first_after_the_due_day(days: int) -> None:
    due = date.fromordinal(TODAY.toordinal() + days)
    case = Case("", "", due=due)
    new_due = read_reply("xin lùi đến thứ 2", case.context()).actions[0].new_due
    assert new_due is not None
    assert new_due.weekday() == 0
    assert 0 < (new_due - due).days <= 7


@pytest.mark.parametrize("field", ["text", "today", "due", "open_tasks", "attachment"])
def test_a_bad_field_is_named(field: str) -> None:
    case: dict[str, Any] = {"text": "xong", "today": "2025-06-04", "due": "2025-06-10"}
    bad: dict[str, Any] = {"open_tasks": [3], "attachment": 5, "text": 7, "today": "x", "due": "x"}
    with pytest.raises(BadCaseError, match=field):
        answer({**case, field: bad[field]})


@pytest.mark.parametrize(
    "text", ["xong " * 800, "nhờ kế toán làm " * 250, "V1 xong, " * 400, "không có gì " * 330]
)
def test_long_messages_end(text: str) -> None:
    assert read_reply(text, Case("", "").context()).actions


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert read_reply(text, Case("", "").context()).actions


WORDS = [
    "xong",
    "chưa",
    "rồi",
    "V3",
    "70%",
    "2/3",
    "lùi",
    "đến",
    "thứ",
    "6",
    "mai",
    "cô",
    "Lan",
    "?",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "?", ",", "nhờ", "T7", "việc", "3,5"]), max_size=8))
def test_any_string_of_chat_words_is_read(words: list[str]) -> None:
    context = Case("", "", open_tasks=("V3", "V5", "V7")).context()
    reading = read_reply(" ".join(words), context)
    named = [action for action in reading.actions if action.task not in (None, "V3", "V5", "V7")]
    assert reading.must_confirm or not named


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # Its own due day, whichever other tasks are open.
        ("V4 mai em gửi", "not_started"),
        ("V4 xin thêm 3 ngày", "postpone 2025-07-03"),
        ("V3 xin thêm 3 ngày, V4 xin thêm 1 tuần", "postpone 2025-06-13, postpone 2025-07-07"),
        ("V4 xin lùi đến thứ 2", "postpone 2025-07-07"),
        # Two with different ones: what is counted from neither is asked about.
        ("V3, V4 xin thêm 3 ngày", "postpone None, postpone None"),
        ("V3, V4 xin lùi đến 15/7", "postpone 2025-07-15, postpone 2025-07-15"),
    ],
)
def test_a_code_brings_its_own_due_day(text: str, meaning: str) -> None:
    frame = Frame(SchoolYears().of(TODAY), TODAY, "chat")
    dues = {"V3": DUE, "V4": date(2025, 6, 30)}
    reading = read_reply(text, ReplyContext(TODAY, None, frame, ("V3", "V4"), dues=dues))
    found = [
        f"{one.intent} {one.new_due}" if one.intent is Intent.POSTPONE else str(one.intent)
        for one in reading.actions
    ]
    assert ", ".join(found) == meaning

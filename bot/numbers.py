"""Which question a bare number answers: one that was seen, and only when no other could be."""

import re
from datetime import timedelta
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from bot.codes import find_numbers, is_only_code, without_code
from bot.desk import Desk
from bot.table import LASTING, REOPENED
from bot.words import without_politeness
from bot.yes_no import yes_or_no
from followup.say import Option, Say
from plan.folding import fold
from storage import deliveries, prompts
from storage.prompts import OpenPrompt, Told
from texts.messages.replies import OldNumber
from texts.render import plain

# So many of the newest questions are looked at.
LOOKED_AT = 12
# A choice called by a task's code may belong to a question much further back.
CALLED_AMONG = 60
# A question this old is no longer what a number may mean.
FRESH = timedelta(hours=12)
# Their choices only show something, so an older one may be gone back to.
SHOWING = frozenset({"digest", "list", "papers", "roles", "help"})
# Answered as far as numbers go; a press on a button still meets the present state.
USED_UP = "used"
_NUMBER = re.compile(r"(?:(?:chon |so |chon so )?(\d{1,2}))[.)]?")


class Meant(Struct, frozen=True):
    """A choice made by its number; `is_settled` when its question was answered before."""

    prompt: OpenPrompt
    value: str
    is_settled: bool = False


class Numbers(Struct, frozen=True, dict=True):
    """What a member was asked lately, and which of it a number or a line would answer."""

    desk: Desk

    @cached_property
    def told(self) -> list[Told]:
        """What was asked lately and seen, newest first; what takes no answer is no question."""
        desk = self.desk
        told = prompts.told_to(desk.tx, desk.school_id, desk.me.member_id, LOOKED_AT)
        return [one for one in told if one.prompt.options or one.prompt.takes_text]

    @property
    def current(self) -> OpenPrompt | None:
        """The question seen last, if it still waits; a typed line answers no other."""
        newest = self.told[0].prompt if self.told else None
        return newest if newest is not None and _waits(newest) else None

    def worded(self, text: str) -> str:
        """Give the value of the current question that a label, a yes or a no chooses.

        A yes is only taken for the last thing that was said: an "ok" may be about what came since.
        In a group it may be about what others say there.
        """
        prompt, desk = self.current, self.desk
        chosen = prompt.typed(text) if prompt is not None else ""
        if prompt is None or chosen or desk.said.is_group:
            return chosen
        chosen = yes_or_no(prompt, text)
        since = chosen and deliveries.is_told_since(
            desk.tx, desk.school_id, desk.me.member_id, prompt.delivery_id or 0
        )
        return "" if since else chosen

    def meant(self, text: str) -> Meant | Say | None:
        """Give the question that a bare number answers and the value chosen.

        A number that may be of an older list is refused and the newest shown again; None for what
        is no number, or one that no list has.
        """
        number = number_in(text)
        if not number or not self.told:
            return None
        newest = self.told[0]
        waiting = [one for one in self.told[1:] if _waits(one.prompt) and self._is_fresh(one)]
        if _waits(newest.prompt):
            having = [one for one in waiting if _has(one, number)]
            return self._of_newest(newest, having, number)
        if waiting:
            return self._back(waiting[0], waiting[0], number)
        if _has(newest, number) and self._is_fresh(newest):
            return Meant(newest.prompt, _value(newest, number), is_settled=True)
        return None

    def called(self, text: str) -> Meant | None:
        """Give the newest question about a task that has a choice of these words.

        "V7 tôi giữ" reaches what a button still reaches where there is one: a question passed
        over. The words of reminders are replies and need no question.
        """
        codes = find_numbers(text)
        said = fold(without_code(without_politeness(text))).strip(" .,:")
        if len(codes) != 1 or not said or is_only_code(text):
            return None
        desk = self.desk
        told = prompts.told_to(desk.tx, desk.school_id, desk.me.member_id, CALLED_AMONG)
        for one in told:
            is_over = one.prompt.state == "answered" and one.prompt.kind not in REOPENED
            if is_over or one.prompt.kind in LASTING:
                continue
            value = _labelled(one, said)
            if value and codes <= find_numbers(plain(one.content.get("text", ""))):
                return Meant(one.prompt, value)
        return None

    def _of_newest(self, newest: Told, others: list[Told], number: int) -> Meant | Say | None:
        if _has(newest, number):
            is_doubtful = bool(others) and self._came_unasked(newest)
            return self._refused(number, newest) if is_doubtful else self._chosen(newest, number)
        if newest.prompt.takes_text or not others:
            return None  # a line of its own: a day, a count, a percent
        if newest.prompt.kind not in SHOWING:
            return self._refused(number, newest)
        return self._back(others[0], newest, number)

    def _back(self, one: Told, newest: Told, number: int) -> Meant | Say:
        """Go back to an older list where that only shows something; else ask the newest again."""
        if _has(one, number) and one.prompt.kind in SHOWING:
            return self._chosen(one, number)
        return self._refused(number, newest)

    def _came_unasked(self, one: Told) -> bool:
        """Whether it came by itself, and its reader has not said anything since."""
        desk, number = self.desk, one.prompt.delivery_id or 0
        return not one.is_answer and not deliveries.is_answered_since(
            desk.tx, desk.school_id, desk.me.member_id, number
        )

    def _is_fresh(self, one: Told) -> bool:
        return self.desk.day.now - one.told_at <= FRESH

    def _chosen(self, one: Told, number: int) -> Meant:
        """Choose; the numbers of a list that did something are used up, its buttons are not."""
        if one.prompt.kind not in SHOWING:
            self._close(one.prompt)
        return Meant(one.prompt, _value(one, number))

    def _close(self, prompt: OpenPrompt) -> None:
        prompts.close_all_schools(self.desk.tx, prompt.prompt_id, USED_UP, self.desk.day.now)

    def _refused(self, number: int, fresh: Told) -> Say:
        """Say that nothing was done, and ask the newest question again as a new one."""
        desk, prompt = self.desk, fresh.prompt
        self._close(prompt)
        about = deliveries.about(desk.tx, desk.school_id, prompt.delivery_id or 0)
        text = prompt.payload.get("shown") or fresh.content["text"]
        shown = Markup(text)  # noqa: S704 - rendered and escaped when it was sent first
        message = OldNumber(desk.me, number, shown)
        rows = _rows(prompt, [len(row) for row in fresh.content.get("rows", [])])
        return Say(
            message,
            prompt.kind,
            {**prompt.payload, "shown": text},
            rows,
            prompt.takes_text,
            tuple(about),
        )


def number_in(text: str) -> int:
    """Read a line that is only the number of a choice ("2", "số 2 ạ", "2."); 0 for any other."""
    found = _NUMBER.fullmatch(fold(without_politeness(text)).strip())
    return int(found[1]) if found else 0


def _labelled(one: Told, said: str) -> str:
    """Give the value of the one choice that is worded so, empty without one."""
    same = [value for value, label in one.prompt.options if fold(label) == said]
    return same[0] if len(same) == 1 else ""


def _has(one: Told, number: int) -> bool:
    return 1 <= number <= len(one.prompt.options)


def _value(one: Told, number: int) -> str:
    return one.prompt.options[number - 1][0]


def _waits(prompt: OpenPrompt) -> bool:
    # "old" only says that something newer was asked, perhaps nothing that was seen.
    return prompt.state in {"open", "old"}


def _rows(prompt: OpenPrompt, lengths: list[int]) -> tuple[tuple[Option, ...], ...]:
    options = [Option(value, label) for value, label in prompt.options]
    rows = []
    for length in lengths:
        rows.append(tuple(options[:length]))
        options = options[length:]
    return tuple(rows)

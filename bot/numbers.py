"""Which question a bare number answers: one that was seen, and only when no other could be."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from markupsafe import Markup

from bot.desk import Desk
from bot.words import without_politeness
from followup.say import Option, Say
from plan.folding import fold
from storage import deliveries, prompts
from storage.prompts import OpenPrompt, Told
from texts.messages.replies import OldNumber

# So many of the newest questions are looked at.
LOOKED_AT = 12
# A question this old is no longer what a number may mean.
FRESH = timedelta(hours=12)
# Their choices only show something, so an older one may be gone back to.
SHOWING = frozenset({"digest", "list", "roles", "help"})
# Answered as far as numbers go; a press on a button still meets the present state.
USED_UP = "used"
_NUMBER = re.compile(r"(?:(?:chon |so |chon so )?(\d{1,2}))[.)]?")


@dataclass(frozen=True)
class Numbers:
    """What a member was asked lately, and which of it a number or a line would answer."""

    desk: Desk

    @cached_property
    def told(self) -> list[Told]:
        """Everything asked lately that was seen, newest first."""
        desk = self.desk
        return prompts.told_to(desk.tx, desk.school_id, desk.me.member_id, LOOKED_AT)

    @property
    def current(self) -> OpenPrompt | None:
        """The question seen last, if it still waits; a typed line answers no other."""
        newest = self.told[0].prompt if self.told else None
        return newest if newest is not None and _waits(newest) else None

    def meant(self, text: str) -> tuple[OpenPrompt, str] | Say | None:
        """Give the question that a bare number answers and the value chosen.

        A number that may be of an older list is refused and the newest shown again; None for what
        is no number, or one that no list has.
        """
        number = number_in(text)
        having = [one for one in self.told if 1 <= number <= len(one.prompt.options)]
        if not number or not having:
            return None
        waiting = [one for one in self.told if _waits(one.prompt) and self._is_fresh(one)]
        newest = self.told[0]
        if newest.prompt.takes_text and newest not in having and _waits(newest.prompt):
            return None  # the number is a line of its own: a day, a count
        if not _waits(newest.prompt):
            back = next(iter(waiting), None)
            if back is None:
                return None
            is_safe = back in having and back.prompt.kind in SHOWING
            return self._value(back, number) if is_safe else self._refused(number, back)
        others = [one for one in having if one is not newest and one in waiting]
        came_unasked = not newest.is_answer and bool(others)
        if newest in having and not came_unasked:
            return self._value(newest, number)
        return self._refused(number, newest) if others else None

    def _is_fresh(self, one: Told) -> bool:
        return self.desk.day.now - one.told_at <= FRESH

    def _value(self, one: Told, number: int) -> tuple[OpenPrompt, str]:
        """Choose; the numbers of a list that did something are used up, its buttons are not."""
        prompt = one.prompt
        if prompt.kind not in SHOWING:
            self._close(prompt)
        return prompt, prompt.options[number - 1][0]

    def _close(self, prompt: OpenPrompt) -> None:
        prompts.close_all_schools(self.desk.tx, prompt.prompt_id, USED_UP, self.desk.day.now)

    def _refused(self, number: int, fresh: Told) -> Say:
        """Say that nothing was done, and ask the newest question again as a new one."""
        desk, prompt = self.desk, fresh.prompt
        self._close(prompt)
        about = deliveries.items(desk.tx, desk.school_id, prompt.delivery_id or 0)
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

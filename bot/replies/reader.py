"""The reading of one typed message: the tasks it speaks of, and what it says of each."""

import re
from datetime import timedelta

from msgspec.structs import replace

from bot.replies.codes import Part, cut_by_tasks
from bot.replies.dates import Named, begun, day_gone_by, done_on, named_day, new_due
from bot.replies.decide import REASONS, Situation, Verdict, decide
from bot.replies.facts import Facts, gather
from bot.replies.lists import exact, is_word
from bot.replies.model import Action, ReplyContext, ReplyReading
from bot.replies.people import belongs_to, takes_over
from bot.replies.tokens import Token, is_typed_with_marks, tokenise
from plan.folding import compose, fold
from plan.model import Intent

_LONGEST = 4_096
_MOST_TOKENS = 300
_HALF_YEAR = timedelta(days=182)
_CRITERION = re.compile(r"(?:tieu chi|tc|h\d{1,2}-)\s*:?\s*(\d{1,2}\.\d{1,2})")
_QUIET = frozenset((Intent.ACK, Intent.QUESTION))
_SAYS_STATE = frozenset((Intent.DONE, Intent.PROGRESS, Intent.BLOCKED, Intent.NOT_STARTED))
_HAS_REASON = frozenset(
    (Intent.BLOCKED, Intent.PROGRESS, Intent.POSTPONE, Intent.REASSIGN, Intent.NOT_STARTED)
)
_WISHES = ("postponed", "not_until", "asks_leave")

Judged = tuple[Action, bool]


def read_reply(text: str, context: ReplyContext) -> ReplyReading:
    """Say what a message means for the tasks of the one who writes."""
    message = compose(text)[:_LONGEST]
    cut = cut_by_tasks(tokenise(message)[:_MOST_TOKENS], context.open_tasks)
    actions: list[Action] = []
    must_confirm = cut.unsure
    for part in cut.parts:
        said_of = context.about(part.codes) if part.codes else context
        reader = _PartReader(message, said_of, dated=not cut.unsure, has_code=bool(part.codes))
        for action, confirm in reader.read(part.tokens):
            must_confirm = must_confirm or confirm
            actions.extend(_for_tasks(action, part, context))
    must_confirm = must_confirm or any(_is_homeless(action, context) for action in actions)
    return ReplyReading(tuple(actions), must_confirm)


def _for_tasks(action: Action, part: Part, context: ReplyContext) -> list[Action]:
    codes = list(dict.fromkeys(part.codes))
    if not codes and len(context.codes) == 1:
        codes = [context.codes[0]]
    return [replace(action, task=code) for code in codes] or [action]


def _is_homeless(action: Action, context: ReplyContext) -> bool:
    """Whether nobody can tell which task is meant, or the one named is not open."""
    if action.task is not None:
        return bool(context.codes) and action.task not in context.codes
    return action.intent not in _QUIET and context.count != 1


class _PartReader:
    """Reads what is said of one group of tasks."""

    def __init__(
        self, message: str, context: ReplyContext, *, dated: bool, has_code: bool
    ) -> None:
        self._message = message
        self._context = context
        self._dated = dated
        self._has_code = has_code
        self._marked = is_typed_with_marks(message)

    def read(self, tokens: list[Token]) -> list[Judged]:
        """Give the action, and beside it the question that another sentence asks."""
        verdict, situation = self._judge(tokens)
        if verdict.intent is Intent.QUESTION:
            for sentence in _sentences(tokens):
                other, said = self._judge(sentence)
                if other.intent in _SAYS_STATE and not said.facts.asks:
                    question = Action(Intent.QUESTION)
                    return [(self._action(other, said), True), (question, False)]
        return [(self._action(verdict, situation), verdict.confirm)]

    def _judge(self, tokens: list[Token]) -> tuple[Verdict, Situation]:
        """Decide by words as they are marked; when that says nothing, by their bare forms."""
        verdict, situation = self._decide(gather(tokens, lenient=not self._marked))
        if verdict.intent is Intent.UNCLEAR and self._marked:
            verdict, situation = self._decide(gather(tokens, lenient=True))
            # What the marks deny is no report yet: "cho tôi xin ..." waits for nothing.
            is_sure = verdict.intent in _QUIET
            verdict = Verdict(verdict.intent, verdict.percent, confirm=not is_sure)
        return verdict, situation

    def _decide(self, facts: Facts) -> tuple[Verdict, Situation]:
        situation = Situation(
            facts,
            self._context,
            self._day(facts) if self._dated else Named(),
            self._successor(facts),
            self._has_code,
        )
        return decide(situation), situation

    def _successor(self, facts: Facts) -> str | None:
        to = takes_over(self._message, facts.tokens)
        if to is None and not facts.has("done", "handed"):
            return belongs_to(self._message, facts.tokens)
        return to

    def _day(self, facts: Facts) -> Named:
        """Give the day named; far ahead, of what is said to be done, it is the one gone by."""
        tokens = self._dated_tokens(facts)
        named = named_day(tokens, self._message, self._context)
        if named == Named() and any(t.text in exact("dates", "part_of_day") for t in tokens):
            return Named(self._context.today)  # "chiều em làm"
        if named == Named() and facts.lenient and self._may_name_a_part_of_day(tokens):
            return Named(unsure=True)  # "chieu", but also "sang" for "sang" and "toi" for "tôi"
        start = begun(tokens, named)
        if start is not None:
            return Named(start)
        far = named.day is not None and named.day > self._context.today + _HALF_YEAR
        if far and facts.has("done", "handed"):
            return Named(day_gone_by(tokens, self._message, self._context))
        return named

    def _may_name_a_part_of_day(self, tokens: list[Token]) -> bool:
        return any(is_word(tokens, place, "dates", "part_of_day") for place in range(len(tokens)))

    def _dated_tokens(self, facts: Facts) -> list[Token]:
        """Give the words in which a day may be named: without the share "3/5 lớp"."""
        amount = facts.amount
        if amount is None or (not amount.sure and facts.has(*_WISHES)):
            return facts.tokens
        hidden = range(amount.first, amount.last + 1)
        return [token for place, token in enumerate(facts.tokens) if place not in hidden]

    def _action(self, verdict: Verdict, situation: Situation) -> Action:
        facts = situation.facts
        due = None
        if verdict.intent is Intent.POSTPONE and self._dated:
            due = new_due(self._dated_tokens(facts), self._message, self._context)
        done = verdict.intent is Intent.DONE
        return Action(
            verdict.intent,
            percent=verdict.percent,
            new_due=due,
            reason=self._reason(facts) if verdict.intent in _HAS_REASON else None,
            to=situation.to if verdict.intent is Intent.REASSIGN else None,
            criterion=self._criterion(facts) if verdict.intent is Intent.EVIDENCE else None,
            done_on=done_on(facts.tokens, situation.named.day, self._context) if done else None,
        )

    def _reason(self, facts: Facts) -> str | None:
        """Give the first obstacle in the writer's own words, up to the end of its clause."""
        found = sorted(label.first for label in facts.labels if label.name in REASONS)
        said = [self._clause_from(facts.tokens, first) for first in found]
        # A lone "vướng" only announces the obstacle.
        return next((words for words in said if " " in words), said[0] if said else None)

    def _clause_from(self, tokens: list[Token], first: int) -> str:
        last = first
        for place in range(first + 1, len(tokens)):
            if tokens[place].is_break or tokens[place].text in exact("words_of_end", "clause_end"):
                break
            last = place
        while last > first and is_word(tokens, last, "words_of_end", "trailing"):
            last -= 1
        return " ".join(self._message[tokens[first].start : tokens[last].end].split())

    def _criterion(self, facts: Facts) -> str | None:
        if not facts.tokens:
            return None
        found = _CRITERION.search(fold(self._message[facts.tokens[0].start :]))
        return found[1] if found else None


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    """Cut at every break; a question mark stays with the words it asks about."""
    made: list[list[Token]] = [[]]
    for token in tokens:
        if token.is_break:
            if token.text == "?":
                made[-1].append(token)
            made.append([])
        else:
            made[-1].append(token)
    return [sentence for sentence in made if sentence]

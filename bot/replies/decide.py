"""From what a clause holds to what it means: one list of rules, the first that holds decides."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from bot.replies.dates import Named
from bot.replies.facts import Facts
from bot.replies.model import ReplyContext
from plan.model import Intent

_WHOLE = 100
_MOST_LEFT = 8  # a long tale around "xong" may be about something else

OBSTACLES = ("lacks", "waits", "others_not_yet", "broken")
NOT_YET = ("not_finished", "never_started", "not_handed", "not_yet")
REASONS = (*OBSTACLES, "sick", "busy", "left")
PARTLY = ("nearly", "some", "running")
TO_COME = ("promise", "asks_leave", "intends")


class Situation(Struct, frozen=True):
    """A clause with what was worked out about it beforehand."""

    facts: Facts
    context: ReplyContext
    named: Named
    to: str | None
    has_code: bool = False

    @property
    def day(self) -> date | None:
        """The day named, None when it is none or must be asked about."""
        return self.named.day

    @property
    def is_late(self) -> bool:
        """Whether the day named lies beyond the due day."""
        return self.day is not None and (self.context.due is None or self.day > self.context.due)


class Verdict(Struct, frozen=True):
    """An intent, its percent, and whether acting at once would be wrong."""

    intent: Intent
    percent: int | None = None
    confirm: bool = False


Rule = Callable[[Situation], Verdict | None]


def decide(situation: Situation) -> Verdict:
    """Say what a clause means; what fits no rule is asked about."""
    for rule in _RULES:
        verdict = rule(situation)
        if verdict:
            return verdict
    return Verdict(Intent.UNCLEAR, confirm=True)


def _nothing_typed(s: Situation) -> Verdict | None:
    if not s.facts.is_empty or s.facts.asks:
        return None
    if s.context.attachment:
        return Verdict(Intent.EVIDENCE, confirm=not s.has_code)
    return Verdict(Intent.UNCLEAR, confirm=True)


def _contradicted(s: Situation) -> Verdict | None:
    return Verdict(Intent.PROGRESS, confirm=True) if s.facts.has("contradicted") else None


def _handed_over(s: Situation) -> Verdict | None:
    others = s.facts.has("others_did") and not s.facts.has("postponed")
    if s.to or others or s.facts.has("left"):
        return Verdict(Intent.REASSIGN, confirm=True)
    return None


def _declined(s: Situation) -> Verdict | None:
    return Verdict(Intent.DECLINE, confirm=True) if s.facts.has("declined") else None


def _forbidden(s: Situation) -> Verdict | None:
    return Verdict(Intent.UNCLEAR, confirm=True) if s.facts.has("forbids") else None


def _postponed(s: Situation) -> Verdict | None:
    wished = (
        s.facts.has("asks_leave", "promise", "can_i") and s.is_late and not s.facts.has("done")
    )
    if s.facts.has("postponed", "not_until") or wished:
        return Verdict(Intent.POSTPONE, confirm=True)
    return None


def _asked(s: Situation) -> Verdict | None:
    return Verdict(Intent.QUESTION) if s.facts.asks else None


def _hedged(s: Situation) -> Verdict | None:
    return Verdict(Intent.PROGRESS, confirm=True) if s.facts.has("hedged") else None


def _later(s: Situation) -> Verdict | None:
    if not s.facts.has("later") or s.facts.has("done", "handed"):
        return None
    return Verdict(Intent.ACK)


def _unable(s: Situation) -> Verdict | None:
    if not s.facts.has("cannot") or s.facts.has(*OBSTACLES, "done", "handed"):
        return None
    return Verdict(Intent.BLOCKED, confirm=True)


def _blocked(s: Situation) -> Verdict | None:
    facts = s.facts
    ill = facts.has("sick")
    if not facts.has(*OBSTACLES) and not ill:
        return None
    if facts.has("done"):
        return Verdict(Intent.PROGRESS, confirm=True)
    percent = facts.amount.percent if facts.amount else None
    plain = not facts.has("handed", "promise", "busy", *PARTLY) and facts.amount is None
    if ill and not facts.has(*OBSTACLES):
        plain = plain and facts.has(*NOT_YET)
    return Verdict(Intent.BLOCKED, percent, confirm=not plain)


def _measured(s: Situation) -> Verdict | None:
    amount = s.facts.amount
    if amount is None:
        return None
    if amount.percent == _WHOLE and not s.facts.has(*NOT_YET, "nearly"):
        return Verdict(Intent.DONE, _WHOLE, confirm=not amount.sure)
    if amount.percent == 0:
        return Verdict(Intent.NOT_STARTED, 0, confirm=not amount.sure)
    percent = None if amount.percent == _WHOLE else amount.percent
    return Verdict(Intent.PROGRESS, percent, confirm=not amount.sure or percent is None)


def _half_said(s: Situation) -> Verdict | None:
    """Read "xong rồi mà chưa gửi": said done, and then something that is not."""
    if not s.facts.has("done", "handed"):
        return None
    if s.facts.has(*NOT_YET):
        return Verdict(Intent.PROGRESS, confirm=True)
    if s.facts.has(*PARTLY):
        return Verdict(Intent.PROGRESS, confirm=s.facts.has("done"))
    return None


def _promised_done(s: Situation) -> Verdict | None:
    """Read "mai xong", "20/6 xong": the day is still to come."""
    if not s.facts.has("done", "handed") or s.day is None or s.day <= s.context.today:
        return None
    if s.facts.tells_the_past and not s.is_late:
        return None  # "xong từ hôm thứ Hai": the weekday is one gone by
    if s.is_late:
        return Verdict(Intent.POSTPONE, confirm=True)
    return Verdict(Intent.PROGRESS, confirm=True)


def _done(s: Situation) -> Verdict | None:
    facts = s.facts
    if facts.has("done"):
        doubtful = facts.left > _MOST_LEFT or facts.turns or facts.has("promise", "busy", "later")
        return Verdict(Intent.DONE, _WHOLE, confirm=doubtful)
    return Verdict(Intent.DONE, _WHOLE, confirm=True) if facts.has("handed") else None


def _counted(s: Situation) -> Verdict | None:
    return Verdict(Intent.PROGRESS, confirm=True) if s.facts.has("counted") else None


def _partly(s: Situation) -> Verdict | None:
    if not s.facts.has(*PARTLY, "not_finished"):
        return None
    # Without marks "đang" and "đăng" are one word: "dang len web roi" may be done.
    either = s.facts.lenient and s.facts.has("running") and s.facts.ends_in_already
    return Verdict(Intent.PROGRESS, confirm=either or s.facts.has("never_started", "declined"))


def _not_started(s: Situation) -> Verdict | None:
    facts = s.facts
    if not facts.has("never_started", "not_handed", "not_yet"):
        return None
    plain = facts.has("never_started") and not facts.has("busy")
    return Verdict(Intent.NOT_STARTED, 0, confirm=not plain)


def _wished_well(s: Situation) -> Verdict | None:
    return Verdict(Intent.ACK) if s.facts.has("wishes") else None


def _gone_by(s: Situation) -> Verdict | None:
    """Read "hôm qua em làm": the day is over; a decision's day says nothing of when."""
    if s.day is None or s.day >= s.context.today or not s.facts.has(*TO_COME):
        return None
    is_proof = s.context.attachment or s.facts.has("proof", "evidence")
    return None if is_proof else Verdict(Intent.DONE, _WHOLE, confirm=True)


def _promised(s: Situation) -> Verdict | None:
    if s.is_late and not s.context.attachment:
        return Verdict(Intent.POSTPONE, confirm=True)
    is_day = s.day is not None and s.day >= s.context.today
    if is_day and s.facts.has(*TO_COME):
        begun = s.facts.has("did")
        return Verdict(Intent.PROGRESS, confirm=True) if begun else Verdict(Intent.NOT_STARTED, 0)
    hazy = s.named.unsure or (s.facts.lenient and not s.facts.has("promise"))
    if hazy and s.facts.has(*TO_COME) and not s.context.attachment:
        return Verdict(Intent.UNCLEAR, confirm=True)
    if s.facts.has("promise") and not s.context.attachment:
        return Verdict(Intent.ACK, confirm=s.facts.negates)
    return None


def _evidence(s: Situation) -> Verdict | None:
    if s.context.attachment:
        return Verdict(Intent.EVIDENCE)
    if s.facts.has("proof"):
        return Verdict(Intent.EVIDENCE)
    return Verdict(Intent.EVIDENCE, confirm=True) if s.facts.has("evidence") else None


def _acknowledged(s: Situation) -> Verdict | None:
    if not s.facts.has("ack", "read", "intends"):
        return None
    return Verdict(Intent.ACK, confirm=s.facts.left > _MOST_LEFT or s.facts.negates)


_RULES: tuple[Rule, ...] = (
    _nothing_typed,
    _contradicted,
    _handed_over,
    _declined,
    _forbidden,
    _postponed,
    _asked,
    _hedged,
    _later,
    _unable,
    _blocked,
    _measured,
    _half_said,
    _promised_done,
    _counted,
    _done,
    _partly,
    _not_started,
    _wished_well,
    _gone_by,
    _promised,
    _evidence,
    _acknowledged,
)

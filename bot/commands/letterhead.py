"""The head of a school's documents, and its own Word templates, said once in chat."""

from bot.commands.papers import order_now
from bot.desk import Desk
from bot.words import words as known_words
from followup.say import Say
from followup.set_letterhead import set_letterhead, set_template
from plan.folding import fold
from plan.papers import PaperKind
from reports.papers.letterhead import Letterhead
from storage.school_day import SchoolDay
from texts.messages.papers import LetterheadSeen, TemplateRefused
from texts.messages.requests import NotAllowed

PARTS = ("parent", "place", "symbol")
LONGEST_PART = 120
# Whose template a file replaces, by the words sent with it.
TEMPLATES = {
    "report": ("bao-cao", PaperKind.PROGRESS),
    "review": ("so-ket", PaperKind.HALF_YEAR),
    "year": ("tong-ket", PaperKind.YEAR),
    "improvement": ("bieu-2", PaperKind.IMPROVEMENT),
    "evidence": ("minh-chung", PaperKind.EVIDENCE),
    "reading": ("doc-ke-hoach", PaperKind.READING),
}


def letterhead(words: str, desk: Desk) -> Say:
    """Show the letterhead; with words, keep one part of it first."""
    day = desk.day
    named = _part(words)
    if named is not None:
        set_letterhead(day, desk.actor, *named)
        day = SchoolDay.of(day.tx, day.school_id, day.now)
    own = Letterhead.of(day.school.settings)
    unread = "" if named is not None else words
    return Say(LetterheadSeen(own.parent, own.place, own.symbol, unread))


def _part(words: str) -> tuple[str, str] | None:
    """Read "địa danh Giồng Riềng" as (place, Giồng Riềng)."""
    text = " ".join(words.split())
    for part in PARTS:
        for word in known_words(f"letterhead_{part}"):
            rest = text[len(word) :].strip(" :")
            if fold(text[: len(word)]) == fold(word) and 0 < len(rest) <= LONGEST_PART:
                return part, rest
    return None


def template_of(text: str) -> str | None:
    """Say whose template a file sent with these words is: a key of TEMPLATES."""
    said = " ".join(fold(text).split())
    return next(
        (
            name
            for name in TEMPLATES
            if any(said == fold(word) for word in known_words(f"template_{name}"))
        ),
        None,
    )


def keep_template(name: str, desk: Desk) -> Say:
    """Keep a file as the school's template and make a document by it at once, to be looked at."""
    if not desk.may_use("thethuc"):
        return Say(NotAllowed(desk.me, "command"))
    file = next(iter(desk.prepared.files), None)
    if file is None or not file.name.lower().endswith(".docx"):
        return Say(TemplateRefused(desk.me))
    template, kind = TEMPLATES[name]
    set_template(desk.day, desk.actor, template, file.file_hash)
    return order_now(desk, kind, "docx")

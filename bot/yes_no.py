"""Yes and no to a question that was just asked, in the words people use for them."""

from bot import province
from bot.words import is_made_of, without_ends
from followup import consent_again
from plan.folding import fold
from storage.prompts import OpenPrompt

# The values of choices that a yes chooses, and of those that a no does beside one of them. What
# drops something, or starts writing to everybody, is chosen by its own words.
YES = frozenset({"yes", "agree", "accept", "take"})
NO = frozenset({"no", "refuse", "leave", "keep"})
# Who lets data about himself be kept says so in so many words (Law 91/2025: explicit consent).
CONSENTS = frozenset({"consent", consent_again.KIND, province.CONSENT})


def asks_yes_or_no(prompt: OpenPrompt) -> bool:
    """Whether a question is about doing something or not; a request has commands of its own."""
    return any(value == "no" or value in YES - {"agree"} for value, _ in prompt.options)


def yes_or_no(prompt: OpenPrompt, text: str) -> str:
    """Give the value that a yes, a no or such a choice's own words choose; empty for others.

    "dạ đúng rồi ạ" and "ok thầy" are a yes, "thôi ạ" a no.
    """
    if not any(value in YES or value == "no" for value, _ in prompt.options):
        return ""
    said = without_ends(text, "around_yes_no")
    bare = without_ends(without_ends(said, "before_no"), "around_yes_no")
    for value, label in prompt.options:
        if value in YES | NO and fold(label) == fold(bare):
            return value
        if value in YES and prompt.kind not in CONSENTS and is_made_of(said, "says_yes"):
            return value
        if value in NO and is_made_of(bare, "says_no"):
            return value
    return ""

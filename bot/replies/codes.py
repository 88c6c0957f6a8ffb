"""Task codes in a message, and which words belong to which task."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from bot.replies.lists import is_word
from bot.replies.tokens import Token

_LONGEST = 4
_MONTHS = range(1, 13)


class Mention(Struct, frozen=True):
    """A code at its place among the tokens; `last` is included."""

    code: str
    first: int
    last: int


class Part(Struct):
    """What is said about some tasks: their codes, none when no task was named."""

    codes: list[str]
    tokens: list[Token]


class Parts(Struct):
    """The message cut by tasks; `unsure` when "T7" may be a weekday or a month."""

    parts: list[Part] = field(default_factory=list)
    unsure: bool = False


def cut_by_tasks(tokens: list[Token], open_tasks: int | tuple[str, ...]) -> Parts:
    """Say which words speak of which task: "xong V3, V5; V7 50%", "v3 xong, v5 70%"."""
    known = open_tasks if isinstance(open_tasks, tuple) else ()
    tokens = _apart(tokens)
    mentions, unsure = _mentions(tokens, known)
    if not mentions:
        return Parts([Part([], tokens)], unsure)
    groups = _groups(tokens, mentions)
    heads, tails = _split_between(tokens, groups)
    parts = [
        Part([mention.code for mention in group], [*before, *after])
        for group, before, after in zip(groups, heads, tails, strict=True)
    ]
    return Parts(_share(parts), unsure)


def find_codes(tokens: list[Token]) -> list[Mention]:
    """Give the codes that are plainly written: V12, #12, "việc 12"."""
    found = (code_at(tokens, place) for place in range(len(tokens)))
    return [mention for mention in found if mention]


def _mentions(tokens: list[Token], known: Sequence[str]) -> tuple[list[Mention], bool]:
    mentions: list[Mention] = []
    unsure = False
    place = 0
    while place < len(tokens):
        mention = code_at(tokens, place) or _next_number(tokens, place, mentions, known)
        if mention is None and _is_t_code(tokens, place):
            number = int(tokens[place + 1].text)
            meaning = _meaning(tokens, place, f"V{number}", known)
            if number not in _MONTHS or meaning == "task":
                mention = Mention(f"V{number}", place, place + 1)
            unsure = unsure or (mention is None and meaning == "unsure")
        if mention:
            mentions.append(mention)
        place = mention.last + 1 if mention else place + 1
    return mentions, unsure


def _apart(tokens: list[Token]) -> list[Token]:
    """Cut "3,7" into two numbers where codes are listed: after V, # and the word for task."""
    made: list[Token] = []
    for token in tokens:
        if token.kind != "num" or "," not in token.text or not _leads_to_codes(made):
            made.append(token)
            continue
        place = token.start
        for number in token.text.split(","):
            made += [Token(number, place, place + len(number), "num"), Token(",", place, place)]
            place += len(number) + 1
        made.pop()
    return made


def _leads_to_codes(before: list[Token]) -> bool:
    last = len(before) - 1
    if is_word(before, last, "codes", "number_words"):
        last -= 1
    return last >= 0 and (
        before[last].text in ("v", "#") or is_word(before, last, "codes", "work_words")
    )


def _number(tokens: list[Token], place: int) -> int | None:
    if not 0 <= place < len(tokens) or tokens[place].kind != "num":
        return None
    text = tokens[place].text
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def code_at(tokens: list[Token], place: int) -> Mention | None:
    """Read V12, v 12, V.12, #12, "việc 12", "việc số 12"."""
    text = tokens[place].text
    after = place + 1
    if text == "v" and after < len(tokens) and tokens[after].text in (".", "-"):
        after += 1
    elif is_word(tokens, place, "codes", "work_words"):
        after += is_word(tokens, after, "codes", "number_words")
        if _counts_things(tokens, after):
            return None
    elif text not in ("v", "#"):
        return None
    number = _number(tokens, after)
    return Mention(f"V{number}", place, after) if number else None


def _counts_things(tokens: list[Token], place: int) -> bool:
    return is_word(tokens, place + 1, "amounts", "time_units") or is_word(
        tokens, place + 1, "amounts", "percent"
    )


def _next_number(
    tokens: list[Token], place: int, mentions: list[Mention], known: Sequence[str]
) -> Mention | None:
    """Read the bare number in "V3, 5": only when that task is open."""
    number = _number(tokens, place)
    if number is None or not mentions or f"V{number}" not in known:
        return None
    joined = range(mentions[-1].last + 1, place)
    if not all(is_word(tokens, n, "codes", "between") for n in joined):
        return None
    return None if _counts_things(tokens, place) else Mention(f"V{number}", place, place)


def _is_t_code(tokens: list[Token], place: int) -> bool:
    glued = place + 1 < len(tokens) and tokens[place].end == tokens[place + 1].start
    return tokens[place].text == "t" and glued and bool(_number(tokens, place + 1))


def _has_date_after(tokens: list[Token], place: int) -> bool:
    return is_word(tokens, place + 2, "codes", "time_after")


def _meaning(tokens: list[Token], place: int, code: str, known: Sequence[str]) -> str:
    """Say whether T2 to T12 is a task, a date (month or weekday), or unsure."""
    if _has_date_after(tokens, place):
        return "date"
    if is_word(tokens, place - 1, "codes", "time_before"):
        return "unsure"
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    before = tokens[place - 1] if place else None
    if any(token is not None and _is_status(token) for token in (before, after)):
        return "unsure" if known and code not in known else "task"
    return "unsure" if code in known else "date"


def _is_status(token: Token) -> bool:
    return token.kind == "pct" or is_word([token], 0, "codes", "status")


def _groups(tokens: list[Token], mentions: list[Mention]) -> list[list[Mention]]:
    """Join codes that stand side by side: one thing is said of all of them."""
    groups = [[mentions[0]]]
    for before, after in pairwise(mentions):
        between = range(before.last + 1, after.first)
        if all(is_word(tokens, place, "codes", "between") for place in between):
            groups[-1].append(after)
        else:
            groups.append([after])
    return groups


def _split_between(
    tokens: list[Token], groups: list[list[Mention]]
) -> tuple[list[list[Token]], list[list[Token]]]:
    """Give each group the words before and after it, cut where a new clause begins."""
    heads, tails = [tokens[: groups[0][0].first]], []
    for group, following in pairwise(groups):
        between = tokens[group[-1].last + 1 : following[0].first]
        cut = _last_turn(between)
        tails.append(between[:cut])
        heads.append(between[cut:])
    tails.append(tokens[groups[-1][-1].last + 1 :])
    return heads, tails


def _last_turn(between: list[Token]) -> int:
    """Give where the words of the next task begin; with no turn all belong to the one before."""
    for place in range(len(between) - 1, -1, -1):
        if between[place].is_break or is_word(between, place, "codes", "turns"):
            return place
    return len(between)


def _share(parts: list[Part]) -> list[Part]:
    """Give tasks without words of their own those of the one before, or else of the one after."""
    for order in (range(1, len(parts)), range(len(parts) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for place in order:
            if not _says_something(parts[place]) and _says_something(parts[place + step]):
                parts[place].tokens = parts[place + step].tokens
    return parts


def _says_something(part: Part) -> bool:
    return any(
        token.kind or token.text[0] == "@" or token.text[0].isalpha() for token in part.tokens
    )

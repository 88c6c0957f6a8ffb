"""A text as a line of words of time, each with its kind and value, and everything else."""

from plan.deadlines.folding import Text
from plan.deadlines.words import OTHER, TOKEN, Meaning, Node, words

SIGNS = {
    "/": "slash",
    "-": "dash",
    ".": "dot",
    ",": "comma",
    ";": "semicolon",
    "\n": "newline",
    ":": "colon",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    "&": "and",
    "+": "and",
    ">": "arrow",
    "'": "quote",
}
LOOK_ALIKES = str.maketrans("lio", "110")
MOST_DIGITS = 9
PADDING = 6  # ends after the last word, so that the grammar may look ahead without counting
# After these "năm" is a number (thứ năm, tháng năm), never the start of "năm học".
BEFORE_NUMBER = frozenset({"weekday", "month"})


class Line:
    """The words of one text: kind, value, plain word, and where each begins and ends.

    `depth` is how many readers wait for each other now, and `dead_until` the first word after
    numbers already found to be no date: both keep the work of a hostile text within bounds.
    """

    __slots__ = (
        *("dead_until", "depth", "ends", "kinds", "size", "starts", "text", "values", "words"),
    )

    def __init__(self, text: Text) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.values: list[int] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.size = 0
        self.depth = 0
        self.dead_until = 0

    def add(self, meaning: Meaning, word: str, start: int, end: int) -> None:
        """Put one more word at the end."""
        self.kinds.append(meaning.kind)
        self.values.append(meaning.value)
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)
        self.size += 1

    def touches(self, index: int) -> bool:
        """Tell whether a word follows the one before it without a space."""
        return self.starts[index] == self.ends[index - 1]

    def is_glued(self, index: int) -> bool:
        """Tell whether a number is the end of a word: V12, H5."""
        if index == 0 or not self.touches(index):
            return False
        return self.kinds[index - 1] in {OTHER, "roman"} and self.words[index - 1].isalnum()

    def is_numbered(self, index: int) -> bool:
        """Tell whether a number belongs to a word before it: "lớp 10/12", "V12", "tổ 5"."""
        if index == 0:
            return False
        if self.is_glued(index):
            return True
        if self.kinds[index - 1] == "from_or_four" and self.words[max(0, index - 2)] != "thong":
            return False  # typed without accents: "tu 15" is "từ 15", "thong tu 15" is a paper
        return words().numbered.has(self.spelling(index - 1))

    def spelling(self, index: int) -> str:
        """Give a word as it was typed."""
        return self.text.typed[self.starts[index] : self.ends[index]]


def lex(text: Text) -> Line:
    """Cut a text into words and look each up, the longest name first."""
    line = Line(text)
    found = [(m.lastgroup, m.group(), m.start(), m.end()) for m in TOKEN.finditer(text.plain)]
    root = words().root
    index = 0
    while index < len(found):
        group, word, start, end = found[index]
        if group == "number":
            line.add(Meaning("num", _number(word)), word, start, end)
        else:
            node = root.get(word)
            if node is not None:
                meaning, last = _longest(line, found, index, node)
                line.add(meaning, word, start, found[last][3])
                index = last
            elif group == "sign":
                line.add(Meaning(SIGNS.get(word[-1], OTHER), 0), word, start, end)
            else:
                line.add(Meaning(OTHER, 0), word, start, end)
        index += 1
    line.kinds.extend(["end"] * PADDING)
    line.values.extend([0] * PADDING)
    line.words.extend([""] * PADDING)
    line.starts.extend([len(text.plain)] * PADDING)
    line.ends.extend([len(text.plain)] * PADDING)
    return line


Tokens = list[tuple[str | None, str, int, int]]


def _number(word: str) -> int:
    digits = word.translate(LOOK_ALIKES)
    return int(digits) if len(digits) <= MOST_DIGITS else -1


def _longest(line: Line, found: Tokens, index: int, node: Node) -> tuple[Meaning, int]:
    """Give the longest name that starts here, and the index of its last word."""
    best = _single(line, found, index, node)
    last = index
    at_number = bool(line.size) and line.kinds[-1] in BEFORE_NUMBER and best.kind == "year_or_five"
    ahead = index + 1
    while not at_number and ahead < len(found):
        following = node.next.get(found[ahead][1])
        if following is None:
            break
        node = following
        if node.meaning is not None and _is_spelt(line, found[index : ahead + 1], node):
            best, last = node.meaning, ahead
        ahead += 1
    return best, last


def _single(line: Line, found: Tokens, index: int, node: Node) -> Meaning:
    meaning = node.meaning
    if node.forms is not None:
        _, _, start, end = found[index]
        meaning = node.forms.get(line.text.typed[start:end].lower(), meaning)
    return meaning or Meaning(OTHER, 0)


def _is_spelt(line: Line, run: Tokens, node: Node) -> bool:
    """Tell whether the words typed are this name, and no other words that look like it."""
    root = words().root
    for (_, word, start, end), spelt in zip(run, node.spelt, strict=False):
        top = root.get(word)
        if top is None or top.forms is None:
            continue
        typed = line.text.typed[start:end].lower()
        if typed in {spelt, word}:
            continue
        # "Tuấn Lê" is not "tuần lễ", and "giờ tổ" not "giỗ tổ".
        if top.forms.get(typed, OTHER) is None or spelt in top.forms:
            return False
    return True

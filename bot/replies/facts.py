"""What one part of a message holds: labels, an amount, a question mark, words left over."""

from msgspec import Struct

from bot.replies.amounts import Amount, find_amount
from bot.replies.lists import is_word
from bot.replies.patterns import Label, Stream, rules
from bot.replies.tokens import Token


class Facts(Struct, frozen=True):
    """Everything the decision looks at."""

    tokens: list[Token]
    labels: tuple[Label, ...]
    amount: Amount | None
    left: int
    lenient: bool = False

    def has(self, *names: str) -> bool:
        """Whether any of these labels was found."""
        return any(label.name in names for label in self.labels)

    @property
    def asks(self) -> bool:
        """Whether a question is asked in words or by its mark."""
        return self.has("question", "can_i") or any(token.text == "?" for token in self.tokens)

    @property
    def tells_the_past(self) -> bool:
        """Whether a word says that it has happened ("đã", "rồi", "từ")."""
        return any(is_word(self.tokens, n, "dates", "past_words") for n in range(len(self.tokens)))

    @property
    def turns(self) -> bool:
        """Whether a "nhưng" turns against what was said before it."""
        return any(
            is_word(self.tokens, n, "words_of_end", "contrast") for n in range(len(self.tokens))
        )

    @property
    def negates(self) -> bool:
        """Whether a "không" or "chưa" stands outside all that was understood."""
        covered = {n for label in self.labels for n in range(label.first, label.last + 1)}
        return any(
            is_word(self.tokens, n, "words_of_end", "negation")
            for n in range(len(self.tokens))
            if n not in covered
        )

    @property
    def ends_in_already(self) -> bool:
        """Whether the last word says that it has happened ("rồi")."""
        said = [token for token in self.tokens if token.text[0].isalpha()]
        return any(is_word(said, len(said) - n, "words_of_end", "already") for n in (1, 2))

    @property
    def is_empty(self) -> bool:
        """Whether nothing but signs was typed."""
        return not any(
            token.kind or token.text[0].isalpha() or token.text[0] == "@" for token in self.tokens
        )


def gather(tokens: list[Token], *, lenient: bool) -> Facts:
    """Run the rules over one part of a message."""
    stream = Stream(tokens)
    for rule in rules("rules", lenient=lenient):
        stream.apply(rule)
    return Facts(
        tokens, tuple(stream.labels), find_amount(tokens), len(stream.words_left()), lenient
    )

"""What one part of a message holds: labels, an amount, a question mark, words left over."""

from dataclasses import dataclass

from bot.replies.amounts import Amount, find_amount
from bot.replies.patterns import Label, Stream, rules
from bot.replies.tokens import Token


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the decision looks at."""

    tokens: list[Token]
    labels: tuple[Label, ...]
    amount: Amount | None
    left: int

    def has(self, *names: str) -> bool:
        """Whether any of these labels was found."""
        return any(label.name in names for label in self.labels)

    @property
    def asks(self) -> bool:
        """Whether a question is asked in words or by its mark."""
        return self.has("question", "can_i") or any(token.text == "?" for token in self.tokens)

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
    return Facts(tokens, tuple(stream.labels), find_amount(tokens), len(stream.words_left()))

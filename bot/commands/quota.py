"""What the platforms allow and how much of it is used, for who runs the school's bot."""

from bot.desk import Desk
from followup.quota import standings_of
from followup.say import Say
from texts.messages.quota import BotLine, BotsSeen


def show(words: str, desk: Desk) -> Say:
    """Show places and messages of the school's bots."""
    del words
    lines = tuple(
        BotLine(
            standing.use.name,
            standing.use.people,
            standing.use.most_people,
            standing.use.messages,
            standing.use.most_messages,
            standing.forecast,
            standing.is_short,
        )
        for standing in standings_of(desk.day)
    )
    return Say(BotsSeen(desk.me, lines))

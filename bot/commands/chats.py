"""One person with two chats: linked by a typed code, written to where they choose."""

from bot.desk import Desk
from followup.join import open_link
from followup.say import Say
from plan.folding import fold
from storage import bots
from texts.messages.joining import ChannelChosen, LinkCode


def link(words: str, desk: Desk) -> Say:
    """Give the code to type in the other chat."""
    del words
    made = open_link(desk.day, desk.actor, desk.me.member_id)
    return Say(LinkCode(desk.me, made.code, made.until))


def choose(words: str, desk: Desk) -> Say:
    """Let the speaker be written to by the channel named, if they have a chat there."""
    person_id = desk.me.person_id
    chats = bots.chats_of_person_all_schools(desk.tx, person_id) if person_id else []
    there = [address for address, channel in chats if channel == fold(words).strip()]
    if there:
        bots.prefer_all_schools(desk.tx, there[-1].address_id, desk.day.now)
    return Say(ChannelChosen(desk.me, words.strip().capitalize(), ok=bool(there)))


def names_channel(rest: str, said: str, desk: Desk) -> bool:
    """Take the name of a channel that a bot of this installation has."""
    del said
    return fold(rest).strip() in {bot.channel for bot in bots.list_all_schools(desk.tx)}

"""Handing in a file where the chat brings none: by an address that works once."""

from bot.desk import Desk
from followup.ask_upload import ask_upload
from followup.say import Say
from texts.messages.uploads import SendHere, UploadHere, UploadNowhere


def give(words: str, desk: Desk) -> Say:
    """Give the address; where the chat takes files, or nothing else does, say so."""
    if desk.ways.takes_files:
        return Say(SendHere(desk.me))
    if not desk.ways.upload_at("-"):
        return Say(UploadNowhere(desk.me))
    place = ask_upload(desk.day, desk.me, desk.address, words)
    return Say(UploadHere(desk.me, words, desk.ways.upload_at(place.token), place.until))

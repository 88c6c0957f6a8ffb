"""People of a test: they write, press, send files, block the bot; and groups they sit in."""

from collections.abc import Callable
from typing import Any

from tests.telegram_server.world import (
    TELEGRAM_OF_ANONYMOUS,
    Chat,
    Raw,
    Seen,
    StoredFile,
    World,
)

PATIENCE_SECONDS = 5.0


class Place:
    """A chat, or a topic of one, as a test looks at it."""

    def __init__(self, world: World, chat: Chat, thread: int | None = None) -> None:
        self.world = world
        self.chat = chat
        self.thread = thread

    @property
    def inbox(self) -> list[Seen]:
        """What the bot wrote here, the oldest first, as it stands now."""
        with self.world.lock:
            return [
                seen
                for seen in self.chat.messages
                if seen.sender is None and self.thread in (None, seen.thread)
            ]

    @property
    def last(self) -> Seen:
        """The bot's last message here."""
        return self.inbox[-1]

    def waits(
        self, until: int | Callable[[list[Seen]], bool], seconds: float = PATIENCE_SECONDS
    ) -> list[Seen]:
        """Wait for so many messages, or until the inbox is as wished; gives the inbox."""

        def is_there() -> bool:
            inbox = self.inbox
            return len(inbox) >= until if isinstance(until, int) else until(inbox)

        with self.world.lock:
            if not self.world.lock.wait_for(is_there, seconds):
                raise AssertionError(f"waited in vain; here: {[one.text for one in self.inbox]}")
        return self.inbox

    def post(self, sender: Raw, content: Raw, reply_to: int | None = None) -> Seen:
        """Put somebody's message here and tell the bot, if it may know."""
        if not self.chat.inside and self.chat.kind == "private":
            raise AssertionError("who blocked the bot must unblock it to write")
        seen = Seen(0, sender, content, reply_to=reply_to, thread=self.thread)
        with self.world.lock:
            self.chat.opened = True
            raw = self.world.post(self.chat, seen)
            if self._reaches_bot(seen):
                self.world.updates.add("message", raw)
        return seen

    def _reaches_bot(self, seen: Seen) -> bool:
        if self.chat.kind == "private":
            return True
        if not self.chat.inside:
            return False
        replied = self.chat.find(seen.reply_to)
        is_to_bot = (
            seen.text.startswith("/")
            or f"@{self.world.user['username']}" in seen.text
            or (replied is not None and replied.sender is None)
        )
        return is_to_bot or not self.world.privacy

    def membership(self, by: Raw, before: str, after: str) -> None:
        """Tell the bot that its place here changed."""
        change = {
            "chat": self.chat.raw(),
            "from": by,
            "date": int(self.world.now()),
            "old_chat_member": _member(before, self.world.user),
            "new_chat_member": _member(after, self.world.user),
        }
        self.world.updates.add("my_chat_member", change)


def _member(status: str, user: Raw) -> Raw:
    member: Raw = {"status": status, "user": user}
    return member | {"until_date": 0} if status == "kicked" else member


class Person(Place):
    """Somebody with a private chat with the bot; `where` another place is meant."""

    def __init__(self, world: World, user: Raw) -> None:
        names: Raw = {
            key: user[key] for key in ("first_name", "last_name", "username") if key in user
        }
        chat = Chat(user["id"], "private", names, opened=False)
        world.chats[chat.chat_id] = chat
        super().__init__(world, chat)
        self.user = user

    def says(self, text: str, *, reply_to: int | None = None, where: Place | None = None) -> Seen:
        """Write a text."""
        return (where or self).post(self.user, {"text": text}, reply_to)

    def starts(self, code: str = "") -> Seen:
        """Open the bot, perhaps by its deep link."""
        return self.says(f"/start {code}".strip())

    def forwards(self, text: str, first_name: str) -> Seen:
        """Pass on somebody else's words."""
        author = {"id": self.world.number(), "is_bot": False, "first_name": first_name}
        origin = {"type": "user", "date": int(self.world.now()), "sender_user": author}
        return self.post(self.user, {"text": text, "forward_origin": origin})

    def edits(self, seen: Seen, text: str) -> None:
        """Change a message of one's own."""
        with self.world.lock:
            seen.earlier.append(seen.text)
            name = "text" if "text" in seen.content else "caption"
            seen.content = {**seen.content, name: text, "edit_date": int(self.world.now())}
            chat = next(c for c in self.world.chats.values() if seen in c.messages)
            self.world.updates.add("edited_message", self.world.raw_message(chat, seen))

    def presses(self, wanted: str, where: Place | None = None) -> str:
        """Press a button by its label or data, on the last message that has it."""
        place = where or self
        for seen in reversed(place.inbox):
            for button in (button for row in seen.buttons for button in row):
                if wanted in (button.label, button.data):
                    return self._press(place, seen, button.data)
        raise AssertionError(f"no button {wanted!r}; the last message has {place.last.labels}")

    def _press(self, place: Place, seen: Seen, data: str) -> str:
        press = f"press{self.world.number()}"
        self.world.presses[press] = None
        query = {
            "id": press,
            "from": self.user,
            "message": self.world.raw_message(place.chat, seen),
            "chat_instance": str(place.chat.chat_id),
            "data": data,
        }
        self.world.updates.add("callback_query", query)
        return press

    def sends_photo(
        self, data: bytes, caption: str = "", *, where: Place | None = None, album: str = ""
    ) -> Seen:
        """Send a picture from the gallery; the server makes a smaller size, as Telegram does."""
        small = self.world.keep_file("small.jpg", data[: len(data) // 2])
        big = self.world.keep_file("photo.jpg", data)
        sizes = [
            {**small.raw(), "width": 320, "height": 240},
            {**big.raw(), "width": 1280, "height": 960},
        ]
        content: Raw = {"photo": sizes}
        if album:
            content["media_group_id"] = album
        return self._send_file(content, big, caption, where)

    def sends_file(
        self, name: str, data: bytes, caption: str = "", *, size: int | None = None
    ) -> Seen:
        """Send a document; `size` pretends, so that a test needs no 20 MB."""
        stored = self.world.keep_file(name, data, size=size)
        document = {**stored.raw(), "file_name": name, "mime_type": stored.mime}
        return self._send_file({"document": document}, stored, caption, None)

    def sends_voice(self, data: bytes = b"ogg") -> Seen:
        """Send a voice message."""
        stored = self.world.keep_file("voice.oga", data, "audio/ogg")
        voice = {**stored.raw(), "duration": 3, "mime_type": stored.mime}
        return self._send_file({"voice": voice}, stored, "", None)

    def sends_sticker(self, emoji: str = "👍") -> Seen:
        """Send a sticker."""
        stored = self.world.keep_file("sticker.webp", b"webp", "image/webp")
        shape = {"type": "regular", "width": 512, "height": 512}
        sticker = {**stored.raw(), **shape, "is_animated": False, "is_video": False}
        return self._send_file({"sticker": {**sticker, "emoji": emoji}}, stored, "", None)

    def _send_file(
        self, content: Raw, stored: StoredFile, caption: str, where: Place | None
    ) -> Seen:
        if caption:
            content["caption"] = caption
        seen = (where or self).post(self.user, content)
        seen.file = stored
        return seen

    def blocks(self) -> None:
        """Stop the bot."""
        self.chat.inside = False
        self.membership(self.user, "member", "kicked")

    def unblocks(self) -> None:
        """Let it in again."""
        self.chat.inside = True
        self.membership(self.user, "kicked", "member")


class Group(Place):
    """A group with the bot in it."""

    def __init__(self, world: World, chat_id: int, title: str, kind: str = "supergroup") -> None:
        super().__init__(world, Chat(chat_id, kind, {"title": title}))
        world.chats[chat_id] = self.chat

    def topic(self, name: str, by: Person) -> Place:
        """Open a topic; the group becomes a forum."""
        self.chat.names["is_forum"] = True
        opening = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        thread = self.chat.next_id
        self.chat.topics[thread] = name
        seen = Seen(0, by.user, opening, thread=thread)
        self.world.updates.add("message", self.world.post(self.chat, seen))
        return Place(self.world, self.chat, thread)

    def anonymous_says(self, text: str, *, reply_to: int | None = None) -> Seen:
        """Write as an anonymous administrator."""
        sender = {
            "id": TELEGRAM_OF_ANONYMOUS,
            "is_bot": True,
            "first_name": "Group",
            "username": "GroupAnonymousBot",
        }
        return self.post(sender, {"text": text, "sender_chat": self.chat.raw()}, reply_to)

    def adds_bot(self, by: Person) -> None:
        """Let the bot in."""
        self.chat.inside = True
        self.membership(by.user, "left", "member")

    def removes_bot(self, by: Person) -> None:
        """Show the bot out."""
        self.chat.inside = False
        self.membership(by.user, "member", "kicked")

    def upgrades(self, new_id: int, by: Person) -> "Group":
        """Become a supergroup: a new chat id; the old one refuses and names the new."""
        new = Group(self.world, new_id, self.chat.names["title"])
        self.chat.moved_to = new_id
        self.serves(by.user, {"migrate_to_chat_id": new_id})
        new.serves(by.user, {"migrate_from_chat_id": self.chat.chat_id})
        return new

    def serves(self, by: Raw, content: Raw) -> None:
        """Post a service message; the bot is told of every one of them."""
        self.world.updates.add("message", self.world.post(self.chat, Seen(0, by, content)))


def user(person_id: int, first_name: str, **more: Any) -> Raw:
    """A User object."""
    return {"id": person_id, "is_bot": False, "first_name": first_name, **more}

"""People of a test: they write and send pictures, stickers, voices; and groups they sit in."""

from collections.abc import Callable

from tests.zalo_server.world import Chat, Raw, Seen, World

PATIENCE_SECONDS = 5.0


class Place:
    """A chat as a test looks at it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def inbox(self) -> list[Seen]:
        """What the bot wrote here, the oldest first."""
        with self.world.lock:
            return [seen for seen in self.chat.messages if seen.by_bot]

    @property
    def last(self) -> Seen:
        """The newest message of the bot."""
        return self.inbox[-1]

    def waits(
        self, until: int | Callable[[list[Seen]], bool], seconds: float = PATIENCE_SECONDS
    ) -> list[Seen]:
        """Wait until the bot wrote so many messages, or until something holds of them."""
        count = until if isinstance(until, int) else 0

        def holds() -> bool:
            inbox = self.inbox
            return until(inbox) if callable(until) else len(inbox) >= count

        with self.world.lock:
            if not self.world.lock.wait_for(holds, seconds):
                raise AssertionError(f"waited in vain; got {[s.text for s in self.inbox]}")
            return self.inbox


class Person(Place):
    """Somebody on Zalo; the bot may write only after they wrote first."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__(world, Chat(world.new_id()))
        self.name = name

    @property
    def person_id(self) -> str:
        """The id; in a private chat it is the chat's as well."""
        return self.chat.chat_id

    def says(self, text: str, *, where: "Group | None" = None) -> str:
        """Write; in a group the bot sees it only because it is mentioned."""
        return self._event("message.text.received", {"text": text}, text, where)

    def sends_photo(self, url: str, caption: str = "") -> str:
        """Send a picture, which the bot gets as an address."""
        content: Raw = {"photo": url}
        if caption:
            content["caption"] = caption
        return self._event("message.image.received", content, caption)

    def sends_sticker(self) -> str:
        """Send a sticker."""
        content = {"sticker": "0e078a2cb0fe7ea027ef", "url": "https://stickers.zalo.test/1"}
        return self._event("message.sticker.received", content)

    def sends_voice(self) -> str:
        """Send a voice message."""
        return self._event("message.voice.received", {"voice_url": "https://v.zalo.test/1.aac"})

    def sends_unsupported(self) -> str:
        """Send what the bot may not see."""
        return self._event("message.unsupported.received", {})

    def leaves(self) -> None:
        """Stop the bot; nobody is told."""
        self.chat.inside = False

    def _event(self, name: str, content: Raw, text: str = "", where: "Group | None" = None) -> str:
        world = self.world
        place = where or self
        if not self._has_place(place):
            return ""
        place.chat.inside = True
        message_id = world.new_id()
        world.post(place.chat, Seen(message_id, text, by_bot=False))
        shown = "first_name" if world.old_shape else "display_name"
        message: Raw = {
            "from": {"id": self.person_id, shown: self.name, "is_bot": False},
            "chat": {
                "id": place.chat.chat_id,
                "chat_type": "GROUP" if place.chat.is_group else "PRIVATE",
            },
            "message_id": message_id,
            "date": 1_750_316_131_602 + world.number(),
            **content,
        }
        event: Raw = {"message": message}
        if not world.old_shape:
            event["event_name"] = name
        world.events.add(event)
        return message_id

    def _has_place(self, place: Place) -> bool:
        """Whether the bot has a place left for whoever writes to it for the first time."""
        world = self.world
        with world.lock:
            if place.chat.chat_id not in world.chats:
                people = sum(not chat.is_group for chat in world.chats.values())
                if not place.chat.is_group and people >= world.most_people:
                    return False
                world.chats[place.chat.chat_id] = place.chat
        return True


class Group(Place):
    """A group with the bot in it."""

    def __init__(self, world: World) -> None:
        super().__init__(world, Chat(world.new_id(), is_group=True))
        world.chats[self.chat.chat_id] = self.chat

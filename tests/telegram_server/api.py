"""What each method of the Bot API does to the world, and what it refuses."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.telegram_server.rules import broken, marked
from tests.telegram_server.spec import Upload
from tests.telegram_server.world import Button, Chat, Raw, Seen, StoredFile, World

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DOWNLOAD = 20 * 1024 * 1024


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.envelope: Raw = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.envelope["parameters"] = parameters


def bad_request(words: str, **parameters: int) -> ApiError:
    """The 400 that Telegram gives for nearly everything."""
    return ApiError(HTTPStatus.BAD_REQUEST, f"Bad Request: {words}", **parameters)


class Api:
    """The methods. getUpdates is not here: it waits, so the server itself plays it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods: dict[str, Callable[[Raw], Any]] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_message,
            "editMessageReplyMarkup": self._edit_message,
            "answerCallbackQuery": self._answer_callback_query,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": self._get_my_commands,
            "deleteMyCommands": self._delete_my_commands,
            "setChatMenuButton": self._set_chat_menu_button,
            "getChatMenuButton": self._get_chat_menu_button,
            "getFile": self._get_file,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
        }

    def check(self, method: str, params: Raw) -> None:
        """Refuse a call that breaks the specification, and remember it for the test."""
        found = broken(method, params)
        if found:
            self._world.violations += found
            raise bad_request("; ".join(found))

    def perform(self, method: str, params: Raw) -> Any:
        """Do it."""
        with self._world.lock:
            return self._methods[method](params)

    def _get_me(self, _params: Raw) -> Raw:
        reads_all = not self._world.privacy
        return {
            **self._world.user,
            "can_join_groups": True,
            "can_read_all_group_messages": reads_all,
            "supports_inline_queries": False,
        }

    def _send_message(self, params: Raw) -> Raw:
        shown = marked(params, "text")
        content: Raw = {"text": shown.text}
        if shown.entities:
            content["entities"] = shown.entities
        return self._post(params, content, params["text"])

    def _send_photo(self, params: Raw) -> Raw:
        stored = self._stored(params["photo"], "photo.jpg")
        sizes = [{**stored.raw(), "width": 1280, "height": 960}]
        return self._post_file(params, {"photo": sizes}, stored)

    def _send_document(self, params: Raw) -> Raw:
        stored = self._stored(params["document"], "document")
        document = {**stored.raw(), "file_name": stored.name, "mime_type": stored.mime}
        return self._post_file(params, {"document": document}, stored)

    def _stored(self, given: Upload | str, name: str) -> StoredFile:
        if isinstance(given, Upload):
            return self._world.keep_file(given.name or name, given.data, given.mime)
        if given not in self._world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._world.files[given]

    def _post_file(self, params: Raw, content: Raw, stored: StoredFile) -> Raw:
        shown = marked(params, "caption")
        if shown.text:
            content["caption"] = shown.text
        if shown.entities:
            content["caption_entities"] = shown.entities
        return self._post(params, content, params.get("caption", ""), stored)

    def _post(
        self, params: Raw, content: Raw, source: str, stored: StoredFile | None = None
    ) -> Raw:
        chat = self._open_chat(params)
        reply = params.get("reply_parameters", {})
        reply_to = reply.get("message_id")
        if reply_to is not None and chat.find(reply_to) is None:
            if not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
            reply_to = None
        seen = Seen(0, None, content, reply_to=reply_to, source=source, file=stored)
        seen.thread = params.get("message_thread_id")
        seen.buttons = _buttons(params)
        return self._world.post(chat, seen)

    def _open_chat(self, params: Raw) -> Chat:
        """The chat that a call writes to, if the bot may write there now."""
        chat = self._world.chats.get(params["chat_id"])
        if chat is None:
            raise bad_request("chat not found")
        if chat.moved_to:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        if not chat.inside:
            blocked = chat.kind == "private"
            why = "blocked by the user" if blocked else f"kicked from the {chat.kind} chat"
            raise ApiError(HTTPStatus.FORBIDDEN, f"Forbidden: bot was {why}")
        if not chat.opened:
            why = "bot can't initiate conversation with a user"
            raise ApiError(HTTPStatus.FORBIDDEN, f"Forbidden: {why}")
        thread = params.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        return chat

    def _edit_message(self, params: Raw) -> Raw:
        chat = self._open_chat(params)
        seen = chat.find(params["message_id"])
        if seen is None:
            raise bad_request("message to edit not found")
        if seen.sender is not None:
            raise bad_request("message can't be edited")
        if "text" in params and "text" not in seen.content:
            raise bad_request("there is no text in the message to edit")
        shown = marked(params, "text") if "text" in params else None
        buttons = _buttons(params)
        before = (seen.text, seen.content.get("entities", []))
        is_same = shown is None or (shown.text, shown.entities) == before
        if is_same and buttons == seen.buttons:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        if shown is not None:
            seen.earlier.append(seen.text)
            seen.content = {"text": shown.text, "entities": shown.entities}
            seen.source = params["text"]
        seen.buttons = buttons
        seen.content["edit_date"] = int(self._world.now())
        self._world.lock.notify_all()
        return self._world.raw_message(chat, seen)

    def _answer_callback_query(self, params: Raw) -> bool:
        press = params["callback_query_id"]
        if self._world.presses.get(press, "") is not None:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        self._world.presses[press] = params.get("text", "")
        self._world.lock.notify_all()
        return True

    def _send_chat_action(self, params: Raw) -> bool:
        chat = self._open_chat(params)
        self._world.actions.append((chat.chat_id, params["action"]))
        return True

    def _set_my_commands(self, params: Raw) -> bool:
        self._world.commands[self._scope(params)] = params["commands"]
        return True

    def _get_my_commands(self, params: Raw) -> list[Raw]:
        return self._world.commands.get(self._scope(params), [])

    def _delete_my_commands(self, params: Raw) -> bool:
        self._world.commands.pop(self._scope(params), None)
        return True

    def _set_chat_menu_button(self, params: Raw) -> bool:
        self._world.menu_button = params.get("menu_button", {"type": "default"})
        return True

    def _get_chat_menu_button(self, _params: Raw) -> Raw:
        return self._world.menu_button

    def _scope(self, params: Raw) -> str:
        scope = params.get("scope", {"type": "default"})
        if "chat_id" not in scope:
            kind: str = scope["type"]
            return kind
        if scope["chat_id"] not in self._world.chats:
            raise bad_request("chat not found")
        return ":".join(
            str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope
        )

    def _get_file(self, params: Raw) -> Raw:
        stored = self._world.files.get(params["file_id"])
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if stored.size > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return {**stored.raw(), "file_path": stored.path}

    def _set_webhook(self, params: Raw) -> bool:
        self._world.webhook = params if params["url"] else {}
        self._accept_kinds(params)
        return True

    def _delete_webhook(self, params: Raw) -> bool:
        self._world.webhook = {}
        self._accept_kinds(params)
        return True

    def _accept_kinds(self, params: Raw) -> None:
        if "allowed_updates" in params:
            self._world.updates.allowed = params["allowed_updates"]
        if params.get("drop_pending_updates"):
            self._world.updates.drop()
        self._world.updates.wake()

    def _get_webhook_info(self, _params: Raw) -> Raw:
        return {
            "url": self._world.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }


def _buttons(params: Raw) -> list[list[Button]]:
    rows = params.get("reply_markup", {}).get("inline_keyboard", [])
    return [[Button(one["text"], one.get("callback_data", "")) for one in row] for row in rows]

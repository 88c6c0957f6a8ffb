"""The Zalo Bot Platform over real HTTP on loopback: one bot, its people, what can go wrong."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.loopback import Loopback
from tests.zalo_server.faults import Fault
from tests.zalo_server.people import PATIENCE_SECONDS, Group, Person
from tests.zalo_server.rules import faults_of
from tests.zalo_server.world import Call, Raw, Seen, World

TOKEN = "1459232241454765289:tests-only_AbCdEfGhIjKlMnOp"  # noqa: S105  # opens nothing
_PUSH_PAUSE_SECONDS = 0.05


class RefusedCallError(Exception):
    """Zalo's own no."""

    def __init__(self, code: int, words: str = "", *, quietly: bool = False) -> None:
        super().__init__(words)
        self.code = code
        self.quietly = quietly
        words = words or HTTPStatus(code).phrase
        self.envelope: Raw = {"ok": False, "error_code": code, "description": words}


class ZaloServer:
    """Use it as a context manager; `url` is the base address for the bot's settings."""

    def __init__(self, token: str = TOKEN, *, people: int = 50, messages: int = 3000) -> None:
        self.world = World(token, people, messages)
        self.token = token
        self._faults: list[Fault] = []
        routes = [Route("/bot{token}/{method}", self._called, methods=["GET", "POST"])]
        self._loopback = Loopback(Starlette(routes=routes), self._push)

    def __enter__(self) -> Self:
        self._loopback.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loopback.__exit__(kind, error, trace)

    @property
    def url(self) -> str:
        """The base address, as ZALO_API_BASE."""
        return self._loopback.url

    @property
    def violations(self) -> list[str]:
        """Every way in which calls broke the contract."""
        return self.world.violations

    @property
    def calls(self) -> list[Call]:
        """Every call that arrived."""
        return self.world.calls

    def person(self, name: str) -> Person:
        """Make somebody; the bot may write only after they wrote first."""
        return Person(self.world, name)

    def group(self) -> Group:
        """Make a group with the bot in it."""
        return Group(self.world)

    def push(self, event: Raw) -> None:
        """Hand out anything as an event."""
        self.world.events.add(event)

    def play(self, fault: Fault) -> None:
        """Let something go wrong from now on."""
        self._faults.append(fault)

    def waits(self, until: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something holds, looked at whenever the world changes."""
        with self.world.lock:
            if not self.world.lock.wait_for(until, seconds):
                raise AssertionError(f"waited in vain; calls: {[c.method for c in self.calls]}")

    def down(self) -> None:
        """Refuse connections; those open break. Nothing is forgotten."""
        self._loopback.down()

    def up(self) -> None:
        """Take connections again, on the same port."""
        self._loopback.up()

    async def _called(self, request: Request) -> Response:
        call = Call(time.monotonic(), request.path_params["method"], {})
        with self.world.lock:
            self.world.calls.append(call)
        try:
            answer = await self._answer(request, call)
        except RefusedCallError as error:
            answer = JSONResponse(error.envelope, 200 if error.quietly else error.code)
        with self.world.lock:
            call.status = answer.status_code
            self.world.lock.notify_all()
        return answer

    async def _answer(self, request: Request, call: Call) -> Response:
        if request.path_params["token"] != self.token:
            raise RefusedCallError(HTTPStatus.UNAUTHORIZED)
        call.params = await self._params(request)
        faults = faults_of(call.method, call.params)
        if faults:
            self.violations.extend(faults)
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, faults[0])
        fault = next((f for f in self._faults if f.meets(call.method, call.chat)), None)
        if fault is not None and fault.play == "envelope":
            raise RefusedCallError(fault.status, fault.words, quietly=fault.quietly)
        if fault is None:
            return await self._perform(request, call)
        if fault.stored:
            await self._perform(request, call)
        return await self._go_wrong(request, fault, answer_of(fault))

    async def _params(self, request: Request) -> Raw:
        body = await request.body()
        if request.headers.get("content-type", "").split(";")[0] != "application/json":
            self.violations.append("the body is not sent as JSON")
        try:
            params = json.loads(body)
        except ValueError:
            params = None
        if not isinstance(params, dict):
            self.violations.append("unreadable body")
            raise RefusedCallError(HTTPStatus.BAD_REQUEST)
        return params

    async def _perform(self, request: Request, call: Call) -> Response:
        match call.method:
            case "getMe":
                return _ok(self.world.account)
            case "getUpdates":
                return await self._poll(request, float(call.params.get("timeout", 0)))
            case "sendChatAction":
                self.world.actions.append((call.chat, call.params["action"]))
                return JSONResponse({"ok": True})
            case "sendMessage" | "sendPhoto":
                return _ok(await self._send(call))
            case "setWebhook" | "deleteWebhook" | "getWebhookInfo":
                return _ok(self._webhook(call))
        raise RefusedCallError(HTTPStatus.BAD_REQUEST)

    def _webhook(self, call: Call) -> Raw:
        world = self.world
        if call.method == "getWebhookInfo" and not world.had_webhook:
            raise RefusedCallError(HTTPStatus.NOT_FOUND, "Not Found")
        if call.method == "setWebhook":
            world.webhook, world.had_webhook = dict(call.params), True
        elif call.method == "deleteWebhook":
            world.webhook = {}
        world.events.wake()
        return {"url": world.webhook.get("url", ""), "updated_at": int(time.time() * 1000)}

    async def _send(self, call: Call) -> Raw:
        world, params = self.world, call.params
        chat = world.chats.get(call.chat)
        if chat is None or not chat.inside:
            raise RefusedCallError(HTTPStatus.FORBIDDEN, "the user has not written to the bot")
        if world.sent >= world.most_messages:
            raise RefusedCallError(HTTPStatus.TOO_MANY_REQUESTS, "Quota exceeded")
        world.sent += 1
        seen = Seen(world.new_id(), params.get("text") or params.get("caption", ""), by_bot=True)
        if call.method == "sendPhoto":
            seen.photo, seen.photo_url = await self._fetch(params["photo"]), params["photo"]
        seen.bold = list(_bold(params))
        world.post(chat, seen)
        return {"message_id": seen.message_id, "date": int(time.time() * 1000)}

    async def _fetch(self, url: str) -> bytes:
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                answer = await client.get(url)
            except httpx.HTTPError:
                raise RefusedCallError(HTTPStatus.BAD_REQUEST, "no photo there") from None
        if not answer.is_success or not answer.headers["content-type"].startswith("image/"):
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, "no photo there")
        return answer.content

    async def _go_wrong(self, request: Request, fault: Fault, answer: Response) -> Response:
        if fault.play == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.play == "silent":
            while (await request.receive())["type"] != "http.disconnect":
                pass
        elif fault.play in {"reset", "hangup"} and request.client is not None:
            client = (request.client.host, request.client.port)
            self._loopback.break_connection(client, hard=fault.play == "reset")
        return answer

    async def _poll(self, request: Request, seconds: float) -> Response:
        world = self.world
        if world.webhook:
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, "a webhook is set")
        if world.polls:
            self.violations.append("two polls at the same time")
        world.polls += 1
        deadline = time.monotonic() + seconds
        try:
            with self._watch() as changed:
                while True:
                    changed.clear()
                    event = world.events.take()
                    if event is not None:
                        return _ok(event)
                    left = deadline - time.monotonic()
                    if left <= 0 or await request.is_disconnected():
                        return JSONResponse({"ok": False, "description": "Request timeout"}, 408)
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(changed.wait(), left)
        finally:
            world.polls -= 1

    @contextlib.contextmanager
    def _watch(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever the queue changes, from whatever thread."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                loop.call_soon_threadsafe(changed.set)

        self.world.events.watchers.add(wake)
        try:
            yield changed
        finally:
            self.world.events.watchers.discard(wake)

    async def _push(self) -> None:
        """Push events to the webhook, in order, each until it is taken."""
        async with httpx.AsyncClient(trust_env=False) as client:
            with self._watch() as changed:
                while True:
                    changed.clear()
                    event = self.world.events.take() if self.world.webhook else None
                    if event is None:
                        await changed.wait()
                    elif not await self._push_one(client, event):
                        self.world.events.put_back(event)
                        await asyncio.sleep(_PUSH_PAUSE_SECONDS)

    async def _push_one(self, client: httpx.AsyncClient, event: Raw) -> bool:
        webhook = dict(self.world.webhook)
        headers = {
            "X-Bot-Api-Secret-Token": webhook["secret_token"],
            "User-Agent": "Java/17.0.2",
        }
        try:
            pushed = {"ok": True, "result": event}
            answer = await client.post(webhook["url"], json=pushed, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success


def answer_of(fault: Fault) -> Response:
    """What arrives, if anything does, when something went wrong."""
    if fault.play == "slow":
        return _ok({"message_id": "82599fa32f56d00e8941", "date": 1749632637199})
    if fault.play == "garbage":
        return Response("<html>Đăng nhập Wi-Fi</html>", media_type="text/html")
    if fault.play == "status":
        return Response("<html>lỗi</html>", fault.status, media_type="text/html")
    return Response(status_code=HTTPStatus.NO_CONTENT)  # nobody reads it


def _bold(params: Raw) -> Iterator[str]:
    units = str(params.get("text", "")).encode("utf-16-le")
    for style in params.get("text_styles", []):
        if "b" in style["st"]:
            start, end = 2 * style["start"], 2 * (style["start"] + style["len"])
            yield units[start:end].decode("utf-16-le")


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})

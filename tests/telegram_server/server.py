"""The Bot API over real HTTP on loopback: one bot, its people, and what can go wrong."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.loopback import Loopback
from tests.telegram_server.api import Api, ApiError, bad_request
from tests.telegram_server.calls import UnreadableCallError, parameters
from tests.telegram_server.faults import SENDING, Fault, Faults, flood_error
from tests.telegram_server.people import PATIENCE_SECONDS, Group, Person, user
from tests.telegram_server.world import Call, Raw, World

TOKEN = "7000000001:AAE-only-for-tests-0123456789_abcdefgh"  # noqa: S105  # opens nothing
_PUSH_PAUSE_SECONDS = 0.05


class TelegramServer:
    """Use it as a context manager; `url` is the base address for the bot's settings."""

    def __init__(self, token: str = TOKEN, now: Callable[[], float] = time.time) -> None:
        self.world = World(token, now)
        self.faults = Faults()
        self.token = token
        self._api = Api(self.world)
        self._others: dict[str, TelegramServer] = {}
        routes = [
            Route("/bot{token}/{method}", self._called, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._downloaded),
        ]
        self._loopback = Loopback(Starlette(routes=routes), self._push_all)

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
        """The base address, as TELEGRAM_API_BASE."""
        return self._loopback.url

    @property
    def violations(self) -> list[str]:
        """Every way in which calls broke the specification."""
        return self.world.violations

    @property
    def calls(self) -> list[Call]:
        """Every call that arrived."""
        return self.world.calls

    def person(self, person_id: int, first_name: str, **more: Any) -> Person:
        """Make somebody; the bot may write only after they wrote first."""
        return Person(self.world, user(person_id, first_name, **more))

    def group(self, chat_id: int, title: str, kind: str = "supergroup") -> Group:
        """Make a group with the bot in it."""
        return Group(self.world, chat_id, title, kind)

    def hosts(self, token: str, username: str) -> Self:
        """Make another bot at the same address, before it is entered, with a world of its own."""
        other = type(self)(token, self.world.now)
        other.world.user["username"] = username
        other._loopback = self._loopback  # noqa: SLF001 - of our own kind
        self._others[token] = other
        return other

    def renews(self, old: str, new: str) -> None:
        """Give another bot of this address a new token, as its owner asks: the old one ends."""
        self._others[new] = other = self._others.pop(old)
        other.token = new

    def play(self, fault: Fault) -> None:
        """Let something go wrong from now on."""
        self.faults.add(fault)

    def waits(self, until: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something holds, looked at whenever the world changes."""
        with self.world.lock:
            if not self.world.lock.wait_for(until, seconds):
                raise AssertionError(f"waited in vain; calls: {[c.method for c in self.calls]}")

    def busiest(self, seconds: float = 1.0, chat: int | None = None) -> int:
        """The most sending calls within any such span, of one chat or of all."""
        times = [c.at for c in self.calls if c.method in SENDING and chat in (None, c.chat)]
        most = first = 0
        for last, at in enumerate(times):
            while at - times[first] >= seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def calls_in_penalty(self) -> list[Call]:
        """Sending calls made before the wait that a 429 asked for was over."""
        early: list[Call] = []
        until = 0.0
        for call in self.calls:
            if call.method in SENDING:
                if call.at < until:
                    early.append(call)
                until = max(until, call.at + call.retry_after)
        return early

    def down(self) -> None:
        """Refuse connections; those open break. Nothing is forgotten."""
        self._loopback.down()

    def up(self) -> None:
        """Take connections again, on the same port."""
        self._loopback.up()

    async def _called(self, request: Request) -> Response:
        other = self._others.get(request.path_params["token"])
        if other is not None:
            return await other._called(request)  # noqa: SLF001 - of our own kind
        method = request.path_params["method"]
        call = Call(time.monotonic(), method, {})
        with self.world.lock:
            self.world.calls.append(call)
        try:
            answer = await self._answer(request, call)
        except ApiError as error:
            call.retry_after = error.envelope.get("parameters", {}).get("retry_after", 0)
            answer = JSONResponse(error.envelope, error.code)
        with self.world.lock:
            call.status = answer.status_code
            self.world.lock.notify_all()
        return answer

    async def _answer(self, request: Request, call: Call) -> Response:
        if request.path_params["token"] != self.token:
            raise ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")
        try:
            kind = request.headers.get("content-type", "")
            body = await request.body()
            call.params = parameters(call.method, kind, body, request.url.query)
        except (UnreadableCallError, ValueError) as error:
            self.violations.append(f"{call.method}: unreadable body")
            raise bad_request("can't read the body") from error
        self._api.check(call.method, call.params)
        fault = self.faults.pick(call.method, call.chat)
        if fault is not None and fault.play == "flood":
            raise flood_error(fault)
        if call.method == "getUpdates" and fault is None:
            return _ok(await self._get_updates(request, call.params))
        result = self._api.perform(call.method, call.params) if _happens(fault) else None
        return _ok(result) if fault is None else await self._go_wrong(request, fault, result)

    async def _go_wrong(self, request: Request, fault: Fault, result: object) -> Response:
        if fault.play == "slow":
            await asyncio.sleep(fault.seconds)
            return _ok(result)
        if fault.play == "garbage":
            return Response("<html>Đăng nhập Wi-Fi</html>", media_type="text/html")
        if fault.play == "status":
            if fault.body:
                return Response(fault.body, fault.status, media_type="text/html")
            raise ApiError(fault.status, HTTPStatus(fault.status).phrase)
        if fault.play == "silent":
            while (await request.receive())["type"] != "http.disconnect":
                pass
        elif request.client is not None:
            client = (request.client.host, request.client.port)
            self._loopback.break_connection(client, hard=fault.play == "reset")
        return Response(status_code=HTTPStatus.NO_CONTENT)  # nobody reads it

    async def _get_updates(self, request: Request, params: Raw) -> list[Raw]:
        updates = self.world.updates
        if self.world.webhook:
            why = "can't use getUpdates method while webhook is active; use deleteWebhook"
            raise ApiError(HTTPStatus.CONFLICT, f"Conflict: {why} to delete the webhook first")
        if "allowed_updates" in params:
            updates.allowed = params["allowed_updates"]
        if "offset" in params:
            updates.confirm(params["offset"])
        poll = updates.begin_poll()
        deadline = time.monotonic() + params.get("timeout", 0)
        with self._watch() as changed:
            while True:
                changed.clear()
                if not updates.is_last_poll(poll):
                    why = "terminated by other getUpdates request; make sure that only one bot"
                    raise ApiError(HTTPStatus.CONFLICT, f"Conflict: {why} instance is running")
                batch = updates.take(params.get("limit", 100))
                left = deadline - time.monotonic()
                if batch or left <= 0 or await request.is_disconnected():
                    return batch
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), left)

    @contextlib.contextmanager
    def _watch(self) -> Any:
        """An event that is set whenever the queue changes, from whatever thread."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                loop.call_soon_threadsafe(changed.set)

        self.world.updates.watchers.add(wake)
        try:
            yield changed
        finally:
            self.world.updates.watchers.discard(wake)

    async def _downloaded(self, request: Request) -> Response:
        other = self._others.get(request.path_params["token"])
        if other is not None:
            return await other._downloaded(request)  # noqa: SLF001 - of our own kind
        path = request.path_params["path"]
        stored = next((one for one in self.world.files.values() if one.path == path), None)
        fault = self.faults.pick("file", None)
        if request.path_params["token"] != self.token or stored is None:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        if fault is not None:
            return await self._go_wrong(request, fault, None)
        return Response(stored.data, media_type="application/octet-stream")

    async def _push_all(self) -> None:
        await asyncio.gather(*(one._push() for one in (self, *self._others.values())))  # noqa: SLF001 - of our own kind

    async def _push(self) -> None:
        """Push updates to the webhook, in order, each until it is taken."""
        async with httpx.AsyncClient(trust_env=False) as client:
            with self._watch() as changed:
                while True:
                    changed.clear()
                    batch = self.world.updates.take(1) if self.world.webhook else []
                    if not batch:
                        await changed.wait()
                    elif await self._push_one(client, batch[0]):
                        self.world.updates.confirm(batch[0]["update_id"] + 1)
                    else:
                        await asyncio.sleep(_PUSH_PAUSE_SECONDS)

    async def _push_one(self, client: httpx.AsyncClient, update: Raw) -> bool:
        webhook = dict(self.world.webhook)
        headers = {"Content-Type": "application/json"}
        if "secret_token" in webhook:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret_token"]
        try:
            answer = await client.post(webhook["url"], content=json.dumps(update), headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success


def _ok(result: object) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _happens(fault: Fault | None) -> bool:
    return fault is None or fault.stored

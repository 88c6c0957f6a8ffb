"""Hostile or slow work done in a child process, with limits on memory, CPU and time.

The child is `python -m nhacviec.sandbox`. It gets calls and gives results over pipes, each as a
length and a pickle; of what comes back only plain values and the frozen values of plan/ are
accepted. Windows has no limits on memory and CPU: there the time alone ends a hostile document.
"""

import importlib
import io
import mmap
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

from msgspec import Struct

from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.limits import check_bytes
from plan.errors import NhacViecError

_LENGTH = struct.Struct(">Q")
# No token or password of ours is in reach of a document that takes the child over.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "HOME", "LANG")
# One call at a time: threads of a library would only take memory, and memory is limited.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
_TIRED_BYTES = 120 * 1024 * 1024  # a child that grew so large ends after its answer


class SandboxError(NhacViecError):
    """The child process failed in a way that is our fault, not the document's."""


class SandboxBusyError(SandboxError):
    """Other documents are being read for so long that this one has to wait."""


class Room(Struct, frozen=True):
    """The module whose functions a child runs, and which of them."""

    module: str
    functions: frozenset[str]


READING = Room(
    "plan.documents",
    frozenset(
        {
            "read_document",
            "read_document_text",
            "read_evidence_list",
            "read_roster",
            "read_roster_text",
        }
    ),
)
LOOKING = Room("plan.sensitive", frozenset({"count_pupils"}))
SCANNING = Room("nhacviec.scan.reading", frozenset({"read_scan"}))
MAKING = Room(
    "reports.exports",
    frozenset(
        {"make_picture", "make_docx", "make_pdf", "make_xlsx", "make_ics", "make_province_picture"}
    ),
)


class Limits(Struct, frozen=True):
    """What one call may take, how long it waits for its turn, when an idle child ends."""

    memory_bytes: int = 208 * 1024 * 1024
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    wait_seconds: float = 60.0
    idle_seconds: float = 60.0


class _Reply(NamedTuple):
    """What a call came to: a value, a DocumentError as code and values, or a failure."""

    outcome: str
    content: Any
    is_tired: bool = False


def _refused(what: str) -> _Reply:
    """Give the reply for a document that ended the child."""
    return _Reply("refused", (DocumentFault.HOSTILE, {"what": what}), is_tired=True)


class Sandbox:
    """Runs named pure functions of a room, one at a time, in a child that can be lost."""

    def __init__(self, limits: Limits | None = None, room: Room = READING) -> None:
        self._limits = limits or Limits()
        self._room = room
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def run(self, function_name: str, *args: object) -> object:
        """Give what the function gives, or raise DocumentError as it would.

        A document that takes too much memory or time ends the child: one more DocumentError.
        """
        if function_name not in self._room.functions:
            raise SandboxError(f"no such function: {function_name}")
        for arg in args:
            if isinstance(arg, bytes):
                check_bytes(arg)  # before it is copied to the child
        request = pickle.dumps((function_name, args))
        if not self._turn.acquire(timeout=self._limits.wait_seconds):
            raise SandboxBusyError
        try:
            reply = self._exchange(request)
        finally:
            self._turn.release()
        if reply.outcome == "refused":
            code, values = reply.content
            raise DocumentError(code, **values)
        if reply.outcome == "failed":
            raise SandboxError(reply.content)
        return reply.content

    def close(self) -> None:
        """End the child; the next call would start another."""
        with self._turn:
            self._end()

    @property
    def is_running(self) -> bool:
        """Say whether there is a child at the moment."""
        return self._child is not None and self._child.poll() is None

    def _exchange(self, request: bytes) -> _Reply:
        child = self._started()
        answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # Not every platform can give up reading from a pipe; a thread can be left behind.
        threading.Thread(target=_talk, args=(child, request, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=self._limits.wall_seconds)
        except queue.Empty:
            reply = _refused("time")
        else:
            reply = _understood(answer) if answer else _refused(_cause_of_death(child))
        if reply.is_tired:
            self._end()
        else:
            self._wait_idle()
        return reply

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._idle is not None:
            self._idle.cancel()
        if self._child is None or self._child.poll() is not None:
            self._end()
            limits = (str(self._limits.memory_bytes), str(self._limits.cpu_seconds))
            kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            self._child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [sys.executable, "-m", "nhacviec.sandbox", *limits, self._room.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C meant for us is none of its business
                env={**kept, **_ONE_THREAD},
            )
        return self._child

    def _wait_idle(self) -> None:
        self._idle = threading.Timer(self._limits.idle_seconds, self._end_idle)
        self._idle.daemon = True
        self._idle.start()

    def _end_idle(self) -> None:
        # A call that has its turn at this moment starts the wait anew when it is done.
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()

    def _end(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        child, self._child = self._child, None
        if child is None:
            return
        _kill(child)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _close(pipe)


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """End the child with the programs that it started."""
    if sys.platform == "win32":
        child.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # it leads a session of its own


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was still to be written has nobody to read it


def _talk(
    child: "subprocess.Popen[bytes]", request: bytes, answers: "queue.SimpleQueue[bytes]"
) -> None:
    """Send a call and wait for its answer; an empty one says that the child is gone."""
    try:
        if child.stdin is None or child.stdout is None:
            raise BrokenPipeError
        _send(child.stdin, request)
        answers.put(_receive(child.stdout))
    except (OSError, ValueError, EOFError):
        answers.put(b"")


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError
    return message


def _cause_of_death(child: "subprocess.Popen[bytes]") -> str:
    """Tell a child that ran out of time from one that ran out of memory."""
    try:
        status = child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "crash"
    return "time" if sys.platform != "win32" and status in _OUT_OF_TIME else "memory"


class _PlainUnpickler(pickle.Unpickler):
    """Accepts values of plan/ only, so that a child taken over can send us nothing to run."""

    def find_class(self, module: str, name: str) -> Any:
        """Give a Struct or an enumeration of plan/, refuse all else."""
        if module.startswith("plan."):
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and issubclass(found, Struct | Enum):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _understood(answer: bytes) -> _Reply:
    try:
        return _Reply(*_PlainUnpickler(io.BytesIO(answer)).load())
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, EOFError):
        return _refused("crash")


# What follows runs in the child.


def _answer(module: str, request: bytes) -> tuple[str, object]:
    name, args = _PlainUnpickler(io.BytesIO(request)).load()
    try:
        return "value", getattr(importlib.import_module(module), name)(*args)
    except DocumentError as error:
        return "refused", (error.code, error.values)
    except (MemoryError, RecursionError):
        return "refused", (DocumentFault.HOSTILE, {"what": "memory"})
    except Exception as error:  # noqa: BLE001  # the parent has to hear of it, whatever it is
        return "failed", f"{type(error).__name__}: {error}"


if sys.platform == "win32":

    def _limit_memory(_most: int) -> None:
        """Leave it to the parent's clock."""

    def _limit_time(_seconds: int) -> None:
        """Leave it to the parent's clock."""

else:
    import resource

    _OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)

    def _limit_memory(most: int) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))

    def _limit_time(seconds: int) -> None:
        """Allow so many seconds more: the limit counts from the start of the child."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _is_tired() -> bool:
    """Say whether the child holds so much memory that a new one is better."""
    # ru_maxrss is no help: after exec it still counts the parent's memory.
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return False
    return int(statm.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE > _TIRED_BYTES


def serve(memory_bytes: int, cpu_seconds: int, module: str) -> None:
    """Answer calls until the parent closes the pipe."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints must not speak between our answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory(memory_bytes)
    while True:
        try:
            request = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _limit_time(cpu_seconds)
        outcome, content = _answer(module, request)
        _send(answers, pickle.dumps((outcome, content, _is_tired())))


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

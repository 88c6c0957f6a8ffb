"""The child process: it answers, it is lost without harm, it ends when idle."""

import sys
import threading
import time

import pytest

from nhacviec.sandbox import Limits, Sandbox, SandboxBusyError, SandboxError
from plan.documents import Document, DocumentError, DocumentFault, PlanRow
from tests.documents import hostile
from tests.documents.pdf import Page, pdf_of

PLAN = "TT\tNội dung\tThời gian\n1\tHọp tổ\t5/9\n".encode()


def test_values_come_back_as_they_are() -> None:
    with Sandbox() as sandbox:
        document = sandbox.run("read_document", "ke-hoach.txt", PLAN)
    assert isinstance(document, Document)
    assert isinstance(document.rows[0], PlanRow)
    assert document.rows[0].work == "Họp tổ"


def test_one_child_serves_many_calls() -> None:
    with Sandbox() as sandbox:
        sandbox.run("read_document", "a.txt", PLAN)
        started = time.monotonic()
        for _ in range(20):
            sandbox.run("read_roster_text", "Nguyễn Thị Lan, TTCM, tổ Toán, 10A1")
        assert time.monotonic() - started < 1


def test_only_functions_of_the_room_run() -> None:
    with Sandbox() as sandbox, pytest.raises(SandboxError, match="open_source"):
        sandbox.run("open_source", "a.txt", PLAN)


def test_a_failure_of_ours_is_no_fault_of_the_document() -> None:
    with Sandbox() as sandbox:
        with pytest.raises(SandboxError, match="TypeError"):
            sandbox.run("read_document", PLAN)
        assert sandbox.run("read_document", "a.txt", PLAN)


def test_a_document_that_takes_too_long_ends_the_child_only() -> None:
    with Sandbox(Limits(wall_seconds=0.001)) as sandbox:
        with pytest.raises(DocumentError) as caught:
            sandbox.run("read_document", "a.txt", PLAN)
        assert caught.value.values == {"what": "time"}
        assert not sandbox.is_running


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on memory there")
def test_a_document_that_takes_too_much_memory_ends_the_child_only() -> None:
    with Sandbox() as sandbox:
        with pytest.raises(DocumentError) as caught:
            sandbox.run("read_document", "a.pdf", hostile.inflating_pdf())
        assert caught.value.code == DocumentFault.HOSTILE
        assert sandbox.run("read_document", "a.txt", PLAN)


def test_idle_child_ends_by_itself() -> None:
    with Sandbox(Limits(idle_seconds=0.05)) as sandbox:
        sandbox.run("read_document", "a.txt", PLAN)
        assert sandbox.is_running
        ended = threading.Event()
        for _ in range(100):
            if not sandbox.is_running:
                break
            ended.wait(0.05)
        assert not sandbox.is_running
        assert sandbox.run("read_document", "a.txt", PLAN)


def test_waiting_for_a_turn_ends_too() -> None:
    slow = pdf_of([dense_page()] * 30)
    with Sandbox(Limits(wait_seconds=0.01)) as sandbox:
        first = threading.Thread(target=sandbox.run, args=("read_document", "a.pdf", slow))
        first.start()
        while not sandbox.is_running:
            first.join(0.001)
        with pytest.raises(SandboxBusyError):
            sandbox.run("read_document", "a.txt", PLAN)
        first.join()


def dense_page() -> Page:
    page = Page()
    page.table([["TT", "Nội dung", "Thời gian"], *[["1", "Họp tổ", "5/9"]] * 20], [40, 300, 100])
    return page

"""Tests that need programs of Debian packages: skipped by name without them, never in CI."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nhacviec import office
from nhacviec.scan.installed import tesseract_program


def faketime_library() -> Path | None:
    """Give the library that shifts a process's clock."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return found[0] if found else None


# What tells that a package is there; .ci/run installs them all and sets the variable.
PROGRAMS: Mapping[str, Callable[[], object]] = {
    "faketime": faketime_library,
    "tesseract-ocr-vie": tesseract_program,
    "chromium": lambda: shutil.which("chromium"),
    "libreoffice-writer": office.program,
    "nginx": lambda: shutil.which("nginx"),
    "prometheus": lambda: shutil.which("promtool"),
    "systemd": lambda: shutil.which("systemd-analyze"),
    "poppler-utils": lambda: shutil.which("pdftotext"),
}
NEVER_SKIP = "NHACVIEC_TEST_EVERYTHING"
_REASON = "needs the Debian package "


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("debian"):
        package = marker.args[0]
        if PROGRAMS[package]():
            continue
        if os.environ.get(NEVER_SKIP):
            pytest.fail(f"{_REASON}{package}", pytrace=False)
        pytest.skip(f"{_REASON}{package}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the tests that were left out, with what they need."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if _REASON in reason:
            terminalreporter.write_line(f"skipped: {report.nodeid}: {reason}")

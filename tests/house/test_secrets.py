"""No secret is in any file of the repository: every tracked file is looked through."""

import math
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.house.audit import faults_of

ROOT = Path(__file__).parents[2]
# What a secret of a known kind looks like.
KNOWN = {
    "a Telegram token": re.compile(r"(?<!\d)\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a cloud key": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "a repository token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b"),
    "a web token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a password in an address": re.compile(
        r"\b(?:postgresql|postgres|https?)(?:\+\w+)?://[^\s:/@{}]+:[^\s:/@{}]{9,}@"
    ),
}
NAMED = re.compile(
    r"(?i)(?:token|secret|passw(?:or)?d|api_?key|bi_?mat)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{16,})[\"']"
)
# Bits a sign: words and numbers in a row have less, what was drawn at random more.
RANDOM = 3.9
# A value of a test says that it is one.
INVENTED = re.compile(r"(?i)test|invented")


def faults_in(text: str) -> list[str]:
    """Name what looks like a secret, without repeating it."""
    found = [name for name, look in KNOWN.items() if look.search(text)]
    named = [match[1] for match in NAMED.finditer(text) if not INVENTED.search(match[1])]
    if any(_bits(value) > RANDOM for value in named):
        found.append("a random value named a secret")
    return found


def _bits(value: str) -> float:
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout: git knows which files are ours")
    order = [git, "ls-files", "-z"]
    listed = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_tracked_file_holds_a_secret() -> None:
    found = {}
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if faults := faults_in(text):
            found[str(path.relative_to(ROOT))] = faults
    assert not found


def test_what_must_not_be_tracked_is_not() -> None:
    names = {path.name for path in tracked()}
    assert not {name for name in names if name == ".env" or name.endswith((".key", ".sqlite"))}


@pytest.mark.parametrize(
    "text",
    [
        "TELEGRAM_BOT_TOKEN=" + "12345678:" + "AbCdEfGhIjKlMnOpQrStUvWxYz012345678",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1B2" * 9,
        "postgresql://ai:" + "q8Zr2LxV0" + "@may/nhacviec",
        'secret = "' + "kJ8s0Pz3QmX7vB1nR5tY" + '"',
    ],
)
def test_a_planted_secret_is_found(text: str) -> None:
    assert faults_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://nguoidung:matkhau@127.0.0.1/nhacviec",
        'TOKEN = "a-token-of-a-test"',
        "lúc 12:30 ngày 05/12/2024",
        "--hash=sha256:" + "0" * 64,
    ],
)
def test_what_is_none_is_left_alone(text: str) -> None:
    assert not faults_in(text)


def test_a_known_fault_is_told_with_what_mends_it() -> None:
    found = {
        "dependencies": [
            {"name": "a", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]},
            {"name": "b", "version": "2.0", "vulns": []},
        ]
    }
    assert faults_of(found) == ["a 1.0: X-1, mended in 1.1"]

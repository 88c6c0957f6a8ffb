"""Whether Tesseract and its Vietnamese are installed; apart, since it is asked before reading."""

import shutil
import subprocess
from functools import cache

LANGUAGE = "vie"


@cache
def tesseract_program() -> str:
    """Give where the program is, empty when it or its Vietnamese is not installed."""
    found = shutil.which("tesseract")
    if found is None:
        return ""
    listed = subprocess.run([found, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603  # found on the path
    return found if LANGUAGE in listed.stdout.split() else ""

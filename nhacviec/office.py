"""Old office files (.doc, .xls, .rtf, .odt, .ods) converted by LibreOffice, when it is installed.

It works in a folder of its own that is removed afterwards, within limits, with nothing of the
document run or fetched: no macros, no links, no network.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from nhacviec import bounded
from plan.documents.errors import DocumentError, DocumentFault
from plan.documents.limits import MAX_BYTES, too_much

# What each kind becomes, the name to give it, and the filter to read it with where guessing fails.
_KINDS = {
    "doc": ("docx", "plan.doc", ""),
    "rtf": ("docx", "plan.rtf", ""),
    "odt": ("docx", "plan.odt", ""),
    "html": ("docx", "plan.html", "HTML (StarWriter)"),
    "xls": ("xlsx", "plan.xls", ""),
    "ods": ("xlsx", "plan.ods", ""),
    "html_sheet": ("xlsx", "plan.html", "calc_HTML_WebQuery"),
}
_MEMORY_BYTES = 280 * 1024 * 1024
_CPU_SECONDS = 40
_WALL_SECONDS = 60.0
_ENVIRONMENT = ("PATH", "LANG", "SYSTEMROOT")
_NEVER = 2  # for updating links

# Security of the profile: macros, links, updates and every way out are shut.
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", _NEVER),
    ("Office.Calc/Content/Update", "Link", _NEVER),
    ("Inet/Settings", "ooInetProxyType", 2),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", 9),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def program() -> str:
    """Give where LibreOffice is, empty when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def convert(content: bytes, kind: str) -> tuple[str, bytes]:
    """Give (name, bytes) of an old file as .docx or .xlsx.

    Raises:
        DocumentError: OLD_DOC without LibreOffice or for a kind it is not asked for, BROKEN when
            it cannot open the file, HOSTILE when that takes too long.
    """
    found = program()
    if not found or kind not in _KINDS:
        raise DocumentError(DocumentFault.OLD_DOC, kind=kind)
    made, name, reader = _KINDS[kind]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / name).write_bytes(content)
        _write_profile(home / "profile")
        command = [
            *(sys.executable, "-I", "-S", bounded.__file__),
            *(str(_MEMORY_BYTES), str(_CPU_SECONDS)),
            *(found, "--headless", "--norestore", "--nolockcheck", "--nodefault"),
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            *([f"--infilter={reader}"] if reader else []),
            *("--convert-to", made, "--outdir", str(home / "out"), str(home / name)),
        ]
        _run(command, home)
        result = home / "out" / f"plan.{made}"
        if not result.exists():
            raise DocumentError(DocumentFault.BROKEN, kind=kind)
        if result.stat().st_size > MAX_BYTES:
            raise too_much("size")
        return result.name, result.read_bytes()


def _run(command: list[str], home: Path) -> None:
    """Run it to its end, or end it with everything that it started."""
    env = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    dead_end = "http://127.0.0.1:9"
    env |= {"HOME": str(home), "TMPDIR": str(home), "http_proxy": dead_end}
    env |= {"https_proxy": dead_end, "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(  # noqa: S603  # our own arguments
        command,
        cwd=home,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            running.wait(_WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise too_much("time") from None
        finally:
            _end(running)


def _end(running: "subprocess.Popen[bytes]") -> None:
    """End the program, and on Unix whatever else is left of its group."""
    if sys.platform == "win32":
        running.kill()
        return
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended


def _write_profile(profile: Path) -> None:
    items = "".join(
        _ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )

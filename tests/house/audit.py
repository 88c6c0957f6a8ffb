"""`make audit`: known faults of the packages we lock, or a clear line when nobody can tell.

pip-audit is put into an environment of its own: it is no part of the product or of its tests.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".venv" / "audit"
LOCKS = ("requirements.lock", "requirements-dev.lock")
NOBODY_KNOWS = "audit: not done, {why}. Nothing is known to be wrong; try again where it can be."
_PATIENCE = 300


def main() -> int:
    """Audit every lock file: 0 fine or not to be told, 1 with a fault that has to be mended."""
    if not _installed():
        sys.stdout.write(NOBODY_KNOWS.format(why="pip-audit cannot be installed here") + "\n")
        return 0
    faults = 0
    for lock in LOCKS:
        found = _audit(lock)
        if found is None:
            why = "the database of known faults cannot be reached"
            sys.stdout.write(NOBODY_KNOWS.format(why=why) + "\n")
            return 0
        for line in faults_of(found):
            sys.stdout.write(f"{lock}: {line}\n")
            faults += 1
        known = sum("version" in one for one in found["dependencies"])
        sys.stdout.write(f"{lock}: {known} of {len(found['dependencies'])} packages known\n")
    return 1 if faults else 0


def faults_of(found: dict[str, Any]) -> list[str]:
    """Give a line for each known fault: the package, the fault, what mends it."""
    return [
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in found["dependencies"]
        for fault in one.get("vulns", ())
    ]


def _installed() -> bool:
    program = HOME / "bin" / "pip-audit"
    if program.exists():
        return True
    try:
        venv.create(HOME, with_pip=True)
        pip = [str(HOME / "bin" / "pip"), "install", "--quiet", "pip-audit"]
        done = subprocess.run(pip, check=False, timeout=_PATIENCE)  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _audit(lock: str) -> dict[str, Any] | None:
    """Give pip-audit's findings; None when it could not ask, or knew not one of the packages."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        order = [str(HOME / "bin" / "pip-audit"), "--require-hashes", "--disable-pip"]
        order += ["--progress-spinner=off", "--format=json", f"--output={out}", "--timeout=10"]
        try:
            subprocess.run(  # noqa: S603 - our own words
                [*order, f"--requirement={ROOT / lock}"],
                check=False,
                timeout=_PATIENCE,
                stderr=subprocess.DEVNULL,
            )
            found: dict[str, Any] = json.loads(out.read_text("utf-8"))
        except (OSError, ValueError, subprocess.SubprocessError):
            return None
    return found if any("version" in one for one in found["dependencies"]) else None


if __name__ == "__main__":
    sys.exit(main())

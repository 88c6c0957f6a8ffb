"""How much of the machine's memory a process holds."""

from pathlib import Path

KILO = 1024


def megabytes(process: int) -> float:
    """Give what a process holds now; 0 when it is gone or this is no Linux."""
    for line in Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / KILO
    return 0.0

"""The .env of the folder the program is run in, and letting a token go from it."""

from pathlib import Path

from nhacviec.settings import Settings
from nhacviec.tokens import PLATFORMS, account_of, tokens_set

ENV = Path(".env")


def leave_env(settings: Settings, channel: str, account: str) -> bool:
    """Take the token of a bot out of .env, now that it is kept sealed; False where none is there.

    Every other line stays as it is.
    """
    name = PLATFORMS[channel][2]
    before = ENV.read_text(encoding="utf-8").splitlines() if ENV.exists() else []
    ours = [line for line in before if line.partition("=")[0].strip() == name]
    if not any(account_of(token) == account for token in _tokens_in(ours)):
        return False
    rest = [token for token in tokens_set(settings, channel) if account_of(token) != account]
    lines = [line for line in before if line not in ours]
    if rest:
        lines.append(f"{name}={','.join(rest)}")
    _write(lines)
    return True


def _tokens_in(lines: list[str]) -> list[str]:
    values = [line.partition("=")[2].strip().strip("'\"") for line in lines]
    return [token for value in values for token in value.replace(",", " ").split()]


def _write(lines: list[str]) -> None:
    partial = ENV.with_suffix(".new")
    partial.touch(0o600)
    partial.chmod(0o600)
    partial.write_text("\n".join([*lines, ""]), encoding="utf-8")
    partial.replace(ENV)

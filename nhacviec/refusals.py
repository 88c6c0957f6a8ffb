"""What was refused on purpose, told as one line on standard error and an exit status."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from plan.errors import NhacViecError
from texts.labels import label

REFUSED = 1
# How what was refused is told; named, since what raises it is imported only when it runs.
REFUSALS = {
    "AlreadyRunningError": "cli_already_running",
    "BackupBrokenError": "cli_backup_broken",
    "BackupFolderError": "cli_backup_folder",
    "BackupTakenError": "cli_backup_taken",
    "BotTakenError": "cli_bot_taken",
    "ChannelSettingError": "cli_bad_setting",
    "BotInUseError": "cli_bot_in_use",
    "CopyBrokenError": "cli_copy_broken",
    "DatabaseAddressError": "cli_bad_database",
    "DatabaseDownError": "cli_database_down",
    "KeyFileError": "cli_key_file",
    "NeedsServerError": "cli_needs_server",
    "NewerBackupError": "cli_newer_backup",
    "NoBackupError": "cli_no_backup",
    "NoBotError": "cli_no_bot",
    "NameUnclearError": "cli_name_unclear",
    "NoPrincipalError": "cli_no_principal",
    "NoProvinceError": "cli_no_province",
    "NoPlatformError": "cli_no_platform",
    "NoSchoolError": "cli_no_school",
    "NoTokenError": "cli_no_token",
    "NothingToKeepError": "cli_nothing_to_keep",
    "OldKeyError": "cli_old_key",
    "OtherBotError": "cli_other_bot",
    "OtherKeyError": "cli_other_key",
    "OtherKindError": "cli_other_kind",
    "PlatformAwayError": "cli_platform_away",
    "RefusedTokenError": "cli_token_refused",
    "RestoreUnfinishedError": "cli_restore_unfinished",
    "SchoolExistsError": "cli_school_exists",
    "SchoolYearError": "cli_bad_year",
    "SchemaNewerError": "cli_schema_newer",
    "StillConnectedError": "cli_still_connected",
    "TokenInSettingError": "cli_token_in_setting",
    "TokenMissingError": "cli_token_missing",
    "ToolFailedError": "cli_tool_failed",
    "ToolMissingError": "cli_tool_missing",
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what was refused on purpose into one line on standard error and an exit status."""
    settings = importlib.import_module("nhacviec.settings")
    try:
        yield
    except settings.BadSettingError as error:
        stop(label("cli_bad_setting", name=error.name))
    except NhacViecError as error:
        stop(_words(error))


def _words(error: NhacViecError) -> str:
    code = REFUSALS.get(type(error).__name__)
    return label(code, name=str(error)) if code else str(error)


def stop(words: str, status: int = REFUSED) -> None:
    """End with a line on standard error."""
    typer.echo(words, err=True)
    raise typer.Exit(status)

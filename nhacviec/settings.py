"""Every setting, read once from the environment or .env; other rooms get plain values."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from followup.retention import Retention
from plan.errors import NhacViecError
from plan.hours import is_hour

# A name or a number and a port; an IPv6 number stands in brackets.
_PLACE = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}")


class BadSettingError(NhacViecError):
    """A setting cannot be used: `name` is its name in the environment."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Settings(BaseSettings):
    """What an operator may set; .env.example explains each."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data_dir: Path = Field(default=Path("data"), validation_alias="NHACVIEC_DATA_DIR")
    database_url: str = Field(default="", validation_alias="NHACVIEC_DATABASE_URL")
    telegram_bot_token: SecretStr = Field(
        default=SecretStr(""), validation_alias="TELEGRAM_BOT_TOKEN"
    )
    telegram_api_base: str = Field(
        default="https://api.telegram.org", validation_alias="TELEGRAM_API_BASE"
    )
    telegram_proxy: SecretStr = Field(default=SecretStr(""), validation_alias="TELEGRAM_PROXY")
    telegram_webhook_url: str = Field(default="", validation_alias="TELEGRAM_WEBHOOK_URL")
    telegram_webhook_secret: SecretStr = Field(
        default=SecretStr(""), validation_alias="TELEGRAM_WEBHOOK_SECRET"
    )
    zalo_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="ZALO_BOT_TOKEN")
    zalo_api_base: str = Field(
        default="https://bot-api.zaloplatforms.com", validation_alias="ZALO_API_BASE"
    )
    zalo_proxy: SecretStr = Field(default=SecretStr(""), validation_alias="ZALO_PROXY")
    zalo_webhook_url: str = Field(default="", validation_alias="ZALO_WEBHOOK_URL")
    zalo_webhook_secret: SecretStr = Field(
        default=SecretStr(""), validation_alias="ZALO_WEBHOOK_SECRET"
    )
    zalo_most_people: int = Field(default=50, ge=0, validation_alias="ZALO_MOST_PEOPLE")
    zalo_most_groups: int = Field(default=3, ge=0, validation_alias="ZALO_MOST_GROUPS")
    zalo_most_messages: int = Field(default=3000, ge=0, validation_alias="ZALO_MOST_MESSAGES")
    public_url: str = Field(default="", validation_alias="NHACVIEC_PUBLIC_URL")
    listen: str = Field(default="", validation_alias="NHACVIEC_LISTEN")
    log_level: str = Field(default="INFO", validation_alias="NHACVIEC_LOG_LEVEL")
    log_format: Literal["json", "console"] = Field(
        default="json", validation_alias="NHACVIEC_LOG_FORMAT"
    )
    local_chat: Literal["", "0", "1"] = Field(default="", validation_alias="NHACVIEC_LOCAL_CHAT")
    metrics_port: int = Field(default=0, ge=0, le=65535, validation_alias="NHACVIEC_METRICS_PORT")
    key_file: str = Field(default="", validation_alias="NHACVIEC_KEY_FILE")
    keep_updates_days: int = Field(default=30, ge=7, validation_alias="NHACVIEC_KEEP_UPDATES_DAYS")
    keep_messages_days: int = Field(
        default=90, ge=14, validation_alias="NHACVIEC_KEEP_MESSAGES_DAYS"
    )
    keep_sessions_days: int = Field(
        default=30, ge=1, validation_alias="NHACVIEC_KEEP_SESSIONS_DAYS"
    )
    backup_dir: str = Field(default="", validation_alias="NHACVIEC_BACKUP_DIR")
    backup_hour: str = Field(default="02:30", validation_alias="NHACVIEC_BACKUP_HOUR")
    backup_keep: int = Field(default=14, ge=1, validation_alias="NHACVIEC_BACKUP_KEEP")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(
            ("sqlite:///", "postgresql://", "postgresql+psycopg://")
        ):
            raise ValueError(value)
        return value

    @field_validator("telegram_webhook_url", "zalo_webhook_url", "public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and (
            urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc
        ):
            raise ValueError(value)
        return value.rstrip("/")

    @field_validator("listen")
    @classmethod
    def _place(cls, value: str) -> str:
        if value and not _PLACE.fullmatch(value):
            raise ValueError(value)
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _telegram_secret(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("zalo_webhook_secret")
    @classmethod
    def _zalo_secret(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"([!-~]{8,256})?", value.get_secret_value()):
            raise ValueError
        return value

    @model_validator(mode="after")
    def _webhooks_have_secrets(self) -> Self:
        # A bot whose token is kept in the database has a secret of its own.
        for name in ("telegram", "zalo"):
            secret: SecretStr = getattr(self, f"{name}_webhook_secret")
            is_needed = getattr(self, f"{name}_webhook_url") and getattr(self, f"{name}_tokens")
            if is_needed and not secret.get_secret_value():
                raise BadSettingError(f"{name.upper()}_WEBHOOK_SECRET")
        return self

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError(value)
        return value.upper()

    @field_validator("backup_hour")
    @classmethod
    def _known_hour(cls, value: str) -> str:
        if value and not is_hour(value):
            raise ValueError(value)
        return value

    @property
    def retention(self) -> Retention:
        """How long words are kept beside the school's record."""
        return Retention(
            timedelta(days=self.keep_updates_days),
            timedelta(days=self.keep_messages_days),
            timedelta(days=self.keep_sessions_days),
        )

    @property
    def backups(self) -> Path:
        """Where the dated backups are: the setting, else a folder in the data folder."""
        return Path(self.backup_dir) if self.backup_dir else self.data_dir / "backups"

    @property
    def telegram_tokens(self) -> tuple[str, ...]:
        """The tokens of all Telegram bots; several are separated by commas or spaces."""
        return _several(self.telegram_bot_token)

    @property
    def zalo_tokens(self) -> tuple[str, ...]:
        """The tokens of all Zalo bots."""
        return _several(self.zalo_bot_token)

    @property
    def place(self) -> tuple[str, int] | None:
        """The host and port to listen on; None when nothing was set."""
        if not self.listen:
            return None
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def database_address(self) -> str:
        """Where the data is: the setting, else an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'nhacviec.sqlite'}"


def _several(tokens: SecretStr) -> tuple[str, ...]:
    found = re.split(r"[\s,]+", tokens.get_secret_value())
    return tuple(dict.fromkeys(token for token in found if token))


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        BadSettingError: names the first one that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettingError(str(error.errors()[0]["loc"][0])) from None

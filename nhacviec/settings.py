"""Every setting, read once from the environment or .env; other rooms get plain values."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from plan.errors import NhacViecError
from plan.hours import is_hour


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
    log_level: str = Field(default="INFO", validation_alias="NHACVIEC_LOG_LEVEL")
    log_format: Literal["json", "console"] = Field(
        default="json", validation_alias="NHACVIEC_LOG_FORMAT"
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
    def backups(self) -> Path:
        """Where the dated backups are: the setting, else a folder in the data folder."""
        return Path(self.backup_dir) if self.backup_dir else self.data_dir / "backups"

    @property
    def database_address(self) -> str:
        """Where the data is: the setting, else an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'nhacviec.sqlite'}"


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        BadSettingError: names the first one that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettingError(str(error.errors()[0]["loc"][0])) from None

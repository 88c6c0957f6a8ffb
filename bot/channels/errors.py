"""What a channel raises when a call that sends no message fails; sending returns an Outcome."""

from plan.errors import NhacViecError


class ChannelError(NhacViecError):
    """The platform did not do what was asked."""


class ChannelDownError(ChannelError):
    """The platform did not answer, or asked to wait: the same call may work later."""

    def __init__(self, reason: str, wait_seconds: float) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class ChannelRefusedError(ChannelError):
    """The platform answered no, and would say so again."""


class TokenRefusedError(ChannelRefusedError):
    """The platform does not know this bot's token (or the base URL is not the platform's)."""


class PollTakenError(ChannelError):
    """Another process fetches this bot's updates, or a webhook is set."""


class FileTooBigError(ChannelRefusedError):
    """The file is bigger than may be fetched."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"over {limit} bytes")
        self.limit = limit


class ChannelSettingError(ChannelError):
    """An address or a proxy in the settings cannot be used."""

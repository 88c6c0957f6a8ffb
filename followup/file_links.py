"""Signed addresses of files that go out, for platforms that take a file only by its address."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from followup.ports import Attachment

# So long a file can be fetched by its address.
LASTING = timedelta(days=7)
_SIGNATURE_BYTES = 20


@dataclass(frozen=True, slots=True)
class FileLinks:
    """Makes and checks addresses. Nobody can make one up, and each ends by itself.

    `base` is the product's public address, empty when it has none; `key` signs.
    """

    base: str
    key: bytes = field(repr=False)

    def address_of(self, file: Attachment, now: datetime) -> str:
        """Give the address of a file, empty without a public address."""
        if not self.base:
            return ""
        until = int((now + LASTING).timestamp())
        # Whole hours, so that the same file sent to many has one address.
        said = [file.reference, file.name, file.mime, until - until % 3600]
        written = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        token = f"{_text(written)}.{_text(self._signature(written))}"
        return f"{self.base}/f/{token}/{quote(file.name)}"

    def file_of(self, token: str, now: datetime) -> Attachment | None:
        """Give the file that a token of ours stands for; None for any other or when it ended."""
        said, _, signature = token.partition(".")
        try:
            written, given = _bytes(said), _bytes(signature)
        except ValueError:
            return None
        if not hmac.compare_digest(self._signature(written), given):
            return None
        reference, name, mime, until = json.loads(written)
        ended = datetime.fromtimestamp(until, UTC) <= now
        return None if ended else Attachment(reference, name, mime)

    def _signature(self, written: bytes) -> bytes:
        return hmac.new(self.key, written, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

"""Sealing what a stolen database must not show: AES-GCM, by a key kept outside of it."""

import hashlib
import hmac
import secrets
from base64 import b64decode
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from storage.json_text import of_text, to_text

KEY_BYTES = 32
_NONCE_BYTES = 12
# What is sealed is a JSON text that begins so; what is older stands there as it was.
MARK = "sealed:1:"
# What is kept of a code begins so when the key took part in it.
HARDENED = "k:"
_HARDENED_DIGITS = 62


@dataclass(frozen=True)
class Keyring:
    """The key of an installation: seals texts, hardens short codes, derives other secrets."""

    key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Make one up."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.derived("seal"))

    def derived(self, name: str) -> bytes:
        """Give the secret of a name, the same for as long as the key is."""
        return hmac.new(self.key, name.encode(), hashlib.sha256).digest()

    @cached_property
    def fingerprint(self) -> str:
        """What a database may know of the key: enough to tell it from another one."""
        return self.derived("fingerprint").hex()[:32]

    def seal(self, values: Sequence[Any], place: str) -> list[str]:
        """Seal JSON values; they open only in the place they were sealed for."""
        # Asked for at once: each time other threads take their turn before this one goes on.
        nonces = secrets.token_bytes(_NONCE_BYTES * len(values))
        encrypt, bound = self._cipher.encrypt, place.encode()
        sealed = []
        for number, value in enumerate(values):
            nonce = nonces[number * _NONCE_BYTES : (number + 1) * _NONCE_BYTES]
            rest = encrypt(nonce, to_text(value).encode(), bound)
            sealed.append(MARK + b2a_base64(nonce + rest, newline=False).decode())
        return sealed

    def unseal(self, text: str, place: str) -> Any:
        """Open what was sealed.

        Raises:
            ValueError: by another key, for another place, or not whole any more.
        """
        sealed = b64decode(text.removeprefix(MARK))
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return of_text(self._cipher.decrypt(nonce, rest, place.encode()))
        except InvalidTag:
            raise ValueError(place) from None

    def hardened(self, digest: str) -> str:
        """Give what is kept of a short code's hash: without the key trying them all is no use."""
        mixed = hmac.new(self.derived("codes"), digest.encode(), hashlib.sha256).hexdigest()
        return HARDENED + mixed[:_HARDENED_DIGITS]


# Each engine has a dialect of its own.
_KEYRINGS: "WeakKeyDictionary[Dialect, Keyring]" = WeakKeyDictionary()


def hand_over(dialect: Dialect, keyring: Keyring) -> None:
    """Let everything stored by an engine be sealed with a key."""
    _KEYRINGS[dialect] = keyring


def keyring_of(dialect: Dialect) -> Keyring | None:
    """Give the key of an engine; None where it was opened without one."""
    return _KEYRINGS.get(dialect)


class Sealed(TypeDecorator[Any]):
    """A JSON value that stands sealed in the database; what cannot be opened reads as None."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Seal what is about to be stored."""
        return self.sealed([value], dialect)[0]

    def sealed(self, values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
        """Give values as they are stored: sealed, but for what is absent."""
        keyring = keyring_of(dialect)
        if keyring is None:
            return values
        sealed = iter(keyring.seal([value for value in values if value is not None], self.place))
        return [None if value is None else next(sealed) for value in values]

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Open what was stored; what was stored unsealed is as it was."""
        if not is_sealed(value):
            return value
        keyring = keyring_of(dialect)
        if keyring is None:
            return None
        try:
            return keyring.unseal(value, self.place)
        except ValueError:
            return None


def is_sealed(value: object) -> bool:
    """Whether a stored JSON value is a sealed one."""
    return isinstance(value, str) and value.startswith(MARK)

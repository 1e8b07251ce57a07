"""Seals people's words and answers, so that a stolen file tells nothing.

A sealed value is one byte, the number of its key, and then: with key 0 the value as it is, with
any other AES-256-GCM (a random nonce of 12 bytes, the text, the tag). It opens only in the row
and column it was sealed for.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_PLAIN = 0
_WORD = 16
"""The longest word of a short list."""
_MARKS = b"circlekeeper: marks of people"


def padded(word: str) -> str:
    """A word of a short list, to be sealed: all rest as long, since a length would tell which."""
    return word.ljust(_WORD)


class Unreadable(Exception):
    """A sealed value does not open."""


class UnknownKey(Unreadable):
    """A value was sealed with a key that is not here."""

    def __init__(self, key: int) -> None:
        super().__init__(f"key {key} is not in the keyring")
        self.key = key


class Unsealable(Unreadable):
    """A value was changed, or moved here from another place."""

    def __init__(self, where: str) -> None:
        super().__init__(f"a value in {where} is not what was sealed there")
        self.where = where


class Keyring:
    """Seals with the current key, opens with any it has."""

    unreadable: Callable[[str], object] = bool
    """What is called with the place of each value that does not open, on whatever thread."""

    def __init__(self, keys: Mapping[int, bytes], *, current: int) -> None:
        for number, key in keys.items():
            if not 1 <= number <= 255 or len(key) != 32:
                raise ValueError("keys are numbered 1 to 255 and have 32 bytes each")
        if current != _PLAIN and current not in keys:
            raise UnknownKey(current)
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._current = current
        self._marks = {key: hmac.digest(keys[key], _MARKS, hashlib.sha256) for key in keys}

    @classmethod
    def plain(cls) -> Keyring:
        """No keys: values rest as they are."""
        return cls({}, current=_PLAIN)

    @property
    def current(self) -> int:
        """The number of the key that seals; 0: none does."""
        return self._current

    def seal(self, value: str | bytes, *, where: str, row: int) -> bytes:
        """The value as it may rest in the column ``where`` ("table.column") of this row."""
        data = value.encode() if isinstance(value, str) else value
        if self._current == _PLAIN:
            return b"\0" + data
        nonce = os.urandom(_NONCE)
        place = _place(self._current, where, row)
        sealed = self._ciphers[self._current].encrypt(nonce, data, place)
        return bytes((self._current,)) + nonce + sealed

    def open(self, blob: bytes, *, where: str, row: int) -> bytes:
        """What was sealed at this place."""
        try:
            return self._open(blob, where, row)
        except Unreadable:
            self.unreadable(where)
            raise

    def _open(self, blob: bytes, where: str, row: int) -> bytes:
        if not blob:
            raise Unsealable(where)
        key = blob[0]
        if key == _PLAIN:
            return blob[1:]
        cipher = self._ciphers.get(key)
        if cipher is None:
            raise UnknownKey(key)
        nonce, sealed = blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
        try:
            return cipher.decrypt(nonce, sealed, _place(key, where, row))
        except (InvalidTag, ValueError):  # the second: cut short
            raise Unsealable(where) from None

    def open_text(self, blob: bytes, *, where: str, row: int) -> str:
        """As ``open``, for what was text."""
        try:
            return self.open(blob, where=where, row=row).decode()
        except UnicodeDecodeError:
            raise Unsealable(where) from None

    def mark(self, number: int) -> str:
        """A keyed hash of somebody's number: the same each time, and nobody else can make it."""
        return _mark(self._marks.get(self._current, b""), number)

    def marks(self, number: int) -> frozenset[str]:
        """Each mark that the number may have been given, under any of the keys."""
        return frozenset(_mark(key, number) for key in (b"", *self._marks.values()))


def _mark(key: bytes, number: int) -> str:
    return hmac.digest(key, b"%d" % number, hashlib.sha256).hex()


def _place(key: int, where: str, row: int) -> bytes:
    return f"{key} {where} {row}".encode()

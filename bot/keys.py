"""The master key: a file of its own, made here once, and never shown, moved or overwritten.

The file says which key is which, one a line: a number and 32 bytes in base64. The highest seals,
every one opens. Whoever loses the file loses what people said; whoever has it can read it.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from storage.seal import Keyring

BYTES = 32
MADE = (
    "A new master key is in {path}.",
    'Write in your settings, below [keys]:  file = "{path}"',
    "Keep a copy of it apart from the database's copies, on paper or in a safe for passwords.",
    "Who loses it loses what people said. Who has it and the database can read it all.",
)
"""What the operator reads after making one."""
_LINE = re.compile(r"(\d{1,3}):([A-Za-z0-9+/]{43}=)", re.ASCII)


def fresh() -> str:
    """A new key number 1, as a file says it."""
    return f"1:{base64.b64encode(secrets.token_bytes(BYTES)).decode()}"


def read(text: str) -> dict[int, bytes]:
    """The keys in a text; ``ValueError`` goes on a sentence that began with the place."""
    lines = [_LINE.fullmatch(line.strip()) for line in text.split()]
    found = {int(line[1]): _bytes(line[2]) for line in lines if line}
    if not found or len(found) != len(lines) or not all(1 <= number <= 255 for number in found):
        raise ValueError(
            "does not hold a master key: put back the one that you have; if there is none yet, "
            "make one with circlekeeper keys new."
        )
    return found


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("does not hold a master key: copy it whole.") from None


def keyring(keys: Mapping[int, bytes]) -> Keyring:
    """Seals with the newest, opens with every one."""
    return Keyring(keys, current=max(keys))


def write(path: Path) -> None:
    """A new key in a new file that only its owner can read; ``FileExistsError`` if it is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{fresh()}\n")
        file.flush()
        os.fsync(file.fileno())

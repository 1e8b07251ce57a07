"""The address of the database: a file of SQLite, or a database of a PostgreSQL server.

A server's address may hold a password: no sentence repeats more of it than ``shown`` gives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import BeforeValidator

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")
_LIKE = "write it like postgresql://user@host/database."
_BESIDE = "circlekeeper"
"""What stands beside the settings for want of a file: the ledger is named after it."""


def read(value: object) -> str:
    """Where the database is."""
    url = value.strip() if isinstance(value, str) else ""
    if url.startswith(POSTGRES):
        return _server(url)
    path = url.removeprefix(SQLITE)
    if not url.startswith(SQLITE) or not path.strip("/") or path.endswith("/"):
        raise ValueError(
            'is not an address of a database: write it like "sqlite:///circlekeeper.db".'
        )
    name = path.rpartition("/")[2]
    if name == ":memory:" or "?" in name or not path.isprintable():
        raise ValueError("is not a plain path of a file: write it like sqlite:///circlekeeper.db.")
    return url


def _server(url: str) -> str:
    try:
        parts = urlsplit(url)
        named = parts.path.strip("/") and parts.port != 0 and url.isprintable() and " " not in url
    except ValueError:  # brackets, a port that is none
        named = ""
    if not named:
        raise ValueError(f"names no database of a server: {_LIKE}")
    return url


Url = Annotated[str, BeforeValidator(read)]


def on_server(url: str) -> bool:
    """Whether it is a database of a server."""
    return url.startswith(POSTGRES)


def absolute(url: str, folder: Path) -> str:
    """The same with a path that begins at the root, wherever the process was started."""
    path = url.removeprefix(SQLITE)
    # What has no path is left for its own check to refuse.
    sound = url.startswith(SQLITE) and path.strip("/") and not path.endswith("/")
    return SQLITE + (folder / path).as_posix() if sound else url


def file(url: str, folder: Path) -> Path:
    """The file of the database; for one of a server, a name beside the settings."""
    return folder / _BESIDE if on_server(url) else Path(url.removeprefix(SQLITE))


def secret(url: str) -> str:
    """The password in an address; empty if there is none. Never log it."""
    if not on_server(url):
        return ""
    parts = urlsplit(url)
    asked = parse_qs(parts.query).get("password", [""])
    return unquote(parts.password or "") or asked[0]


def shown(url: str) -> str:
    """An address as a sentence may repeat it."""
    if not on_server(url):
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] or "this machine"
    return f"{unquote(parts.path.strip('/'))}, in PostgreSQL on {host}"

"""Which engine a URL means. The one place that knows both; PostgreSQL's driver is an extra."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from storage.engines import sqlite, sqlite_lease
from storage.engines.engine import Engine, Held, Refused, Terms

POSTGRES = ("postgresql://", "postgres://")
LIKE = "The database's URL must be like sqlite:///circlekeeper.db or postgresql://user@host/name."
NO_DRIVER = (
    "PostgreSQL's driver is not installed: pip install 'circlekeeper[postgres]', where "
    "circlekeeper is installed."
)


async def open_engine(url: str, terms: Terms) -> Engine:
    """Open what the URL names."""
    scheme, _, address = url.partition(":///")
    if scheme == "sqlite" and address:
        return await sqlite.open_engine(address, terms)
    if url.startswith(POSTGRES):
        engine: Engine = await _postgres("postgres").open_engine(url, terms)
        return engine
    raise Refused(LIKE)


def runner(url: str) -> Held | None:
    """Who runs on this database now; None: nobody does. It only looks."""
    if url.startswith(POSTGRES):
        held: Held | None = _postgres("postgres_lead").runner(url)
        return held
    return sqlite_lease.runner(Path(url.partition(":///")[2]))


def _postgres(name: str) -> Any:
    """Loaded when it is wanted."""
    try:
        return import_module(f"storage.engines.{name}")
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise Refused(NO_DRIVER) from None

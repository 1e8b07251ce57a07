"""Which engine a URL means. The one place that knows both; PostgreSQL's driver is an extra."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from storage.engines import sqlite, sqlite_lease
from storage.engines.engine import Engine, Held, Refused, Seam, Terms
from storage.engines.scripts import Scripts

POSTGRES = ("postgresql://", "postgres://")
LIKE = "The database's URL must be like sqlite:///circlekeeper.db or postgresql://user@host/name."
ONE_WAY = (
    "A programme moves from sqlite:///… to postgresql://…, in no other way: say --from and --to."
)
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


def move(
    source: str, target: str, scripts: Scripts, now: datetime, reached: Seam
) -> dict[str, int]:
    """Everything from a file to a server, the one way there is."""
    scheme, _, path = source.partition(":///")
    if scheme != "sqlite" or not path or not target.startswith(POSTGRES):
        raise Refused(ONE_WAY)
    address = _postgres("postgres_link").Address.read(target)
    file = Path(path).expanduser().resolve()
    counts: dict[str, int] = _postgres("postgres_move").move(file, address, scripts, now, reached)
    return counts


def _postgres(name: str) -> Any:
    """Loaded when it is wanted."""
    try:
        return import_module(f"storage.engines.{name}")
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise Refused(NO_DRIVER) from None

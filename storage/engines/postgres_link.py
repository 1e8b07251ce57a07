"""How PostgreSQL is reached: the address, the connection and its limits, what its errors mean."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row
from psycopg.types.numeric import Int8Dumper
from typing_extensions import override

from storage.engines.engine import Away, Refused, Trouble

Connection = psycopg.Connection[DictRow]

APPLICATION = int.from_bytes(b"CKPR", "big")
"""The first half of our advisory locks: nobody else's."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HANGS = 60
"""Seconds for one statement of a step."""
_SLEEPS = 15
"""Seconds that a transaction may do nothing: a machine that fell asleep in one lets others on."""
# A cable that was pulled is noticed on both ends within about ten seconds.
_ALIVE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_SETTINGS = (
    "tcp_keepalives_idle=5",
    "tcp_keepalives_interval=2",
    "tcp_keepalives_count=3",
    "tcp_user_timeout=10000",
    "standard_conforming_strings=on",
    f"statement_timeout={_HANGS}s",
    f"idle_in_transaction_session_timeout={_SLEEPS}s",
)
_KINDS: dict[str, Trouble] = {
    "08": "io",  # the connection
    "25006": "io",  # a writer on a server that only reads: a copy that leads no more
    "25P03": "io",
    "40": "locked",
    "53100": "full",
    "53": "io",  # memory, connections
    "55P03": "locked",
    "57014": "locked",
    "57P": "io",  # shut down, starting up
    "58": "io",
    "XX": "damaged",
}
_AGAIN = frozenset(("40001", "40P01"))


class _BoolDumper(Dumper):
    """Yes and no are 1 and 0 in every column."""

    oid = psycopg.adapters.types["int8"].oid

    @override
    def dump(self, obj: bool) -> Buffer | None:
        return b"1" if obj else b"0"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. Its ``repr`` and its text tell no password."""

    name: str
    """What people are told."""
    parts: dict[str, Any] = field(repr=False)

    @classmethod
    def read(cls, url: str) -> Address:
        """From ``postgresql://user@host/database``; ``Refused`` repeats nothing of it."""
        try:
            parts = {key: value for key, value in conninfo_to_dict(url).items() if value}
        except psycopg.Error:
            raise Refused(
                "The database's URL must be like postgresql://user@host/database."
            ) from None
        if not parts.get("dbname"):
            raise Refused("The database's URL names no database: postgresql://user@host/database.")
        host = parts.get("host") or "this machine"
        port = f":{parts['port']}" if "port" in parts and "," not in str(parts["port"]) else ""
        return cls(f"PostgreSQL database {parts['dbname']} on {host}{port}", parts)

    def connect(self, patience: float, wait: float | None = None) -> Connection:
        """A connection that waits ``patience`` seconds for a lock, and as long to come about."""
        wait = patience if wait is None else wait
        limits = (*_SETTINGS, f"lock_timeout={max(1, round(patience * 1000))}")
        given = " ".join(f"-c {limit}" for limit in limits)
        parts: dict[str, Any] = {
            "application_name": "circlekeeper",
            "target_session_attrs": "read-write",
            **_ALIVE,
            **self.parts,
            "options": f"{given} {self.parts.get('options', '')}".strip(),
            "connect_timeout": max(2, round(wait)),
            "client_encoding": "utf8",
        }
        connection = Connection.connect(
            **parts, autocommit=True, row_factory=dict_row, prepare_threshold=2
        )
        connection.prepared_max = 500
        # Whoever waited for a lock must see what the one before them did.
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        connection.adapters.register_dumper(bool, _BoolDumper)
        connection.adapters.register_dumper(int, Int8Dumper)
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false)"
            " WHERE current_setting('synchronous_commit') = 'off'",
            prepare=False,
        )
        return connection

    def unhurried(self) -> Address:
        """The same without limits to how long a step may take, or may think."""
        given = str(self.parts.get("options", ""))
        none = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
        return replace(self, parts=self.parts | {"options": f"{given} {none}".strip()})

    def unreachable(self, error: BaseException) -> Refused:
        """In one sentence why we do not get in."""
        told = " ".join(str(error).split()).rstrip(".")
        secret = str(self.parts.get("password", ""))
        told = told.replace(secret, "***") if secret else told
        kind = Away if trouble(error) is not None else Refused
        return kind(f"{self.name} does not let us in: {told}.")


def gone(connection: Connection) -> bool:
    """Whether nothing can be asked of this connection any more."""
    return connection.closed or status(connection) == TransactionStatus.UNKNOWN


def status(connection: Connection) -> TransactionStatus:
    """Where a connection stands in its transaction."""
    return connection.info.transaction_status


def trouble(error: BaseException) -> Trouble | None:
    """What PostgreSQL could not do now, or None: the error is somebody's mistake."""
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate
    if code is None:  # it came from the line, not from the server
        return "io" if isinstance(error, psycopg.OperationalError) else None
    return _KINDS.get(code) or _KINDS.get(code[:3]) or _KINDS.get(code[:2])


def passing(error: BaseException) -> bool:
    """Whether the same once more may well succeed."""
    return isinstance(error, psycopg.Error) and error.sqlstate in _AGAIN


def read_only(error: BaseException) -> bool:
    """Whether somebody wrote where only reading is allowed."""
    return isinstance(error, psycopg.Error) and error.sqlstate == "25006"


def damaged(error: BaseException) -> bool:
    """Whether PostgreSQL found that its files do not hold together."""
    return isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith("XX")


def micros(at: datetime) -> int:
    """A moment as every column keeps it."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """What a column kept."""
    return _EPOCH + timedelta(microseconds=value)


def here() -> str:
    """The name of this machine."""
    return socket.gethostname()

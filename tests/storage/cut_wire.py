"""A wire to PostgreSQL that is cut at the worst instant: while a commit is under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

from tests.postgres import USER, Server

_COMMIT = b"Q\0\0\0\x0bCOMMIT\0"


class Cut(Enum):
    """Whether the server hears the commit before nobody hears the server."""

    BEFORE = "before"
    AFTER = "after"


class Wire:
    """Carries bytes to and fro, and cuts the next commit's connection when it is told to."""

    def __init__(self, server: Server) -> None:
        self._socket = f"{server.folder}/.s.PGSQL.5432"
        self._port = 0
        self._ends: list[asyncio.StreamWriter] = []
        self._mute: set[asyncio.StreamWriter] = set()
        self.cuts: Cut | None = None
        self.cut = False

    def url(self, url: str) -> str:
        """The same database by way of this wire."""
        name = url.split("@/")[1].split("?")[0]
        return f"postgresql://{USER}@127.0.0.1:{self._port}/{name}?sslmode=disable"

    @classmethod
    @asynccontextmanager
    async def to(cls, server: Server) -> AsyncIterator[Wire]:
        """A wire until the block ends."""
        wire = cls(server)
        listening = await asyncio.start_server(wire._carry, "127.0.0.1", 0)
        wire._port = listening.sockets[0].getsockname()[1]
        try:
            yield wire
        finally:
            for end in wire._ends:
                end.close()
            listening.close()
            await listening.wait_closed()

    async def _carry(self, heard: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._socket)
        self._ends += (said, back)
        with suppress(ConnectionError):
            await asyncio.wait(
                (
                    asyncio.create_task(self._out(heard, back)),
                    asyncio.create_task(self._back(there, said, back)),
                ),
                return_when=asyncio.FIRST_COMPLETED,
            )
        said.close()
        back.close()

    async def _out(self, heard: asyncio.StreamReader, on: asyncio.StreamWriter) -> None:
        while data := await heard.read(65536):
            if self.cuts is not None and _COMMIT in data:
                cut, self.cuts, self.cut = self.cuts, None, True
                if cut is Cut.AFTER:
                    self._mute.add(on)
                    on.write(data)
                    await on.drain()
                return
            on.write(data)
            await on.drain()

    async def _back(
        self, heard: asyncio.StreamReader, on: asyncio.StreamWriter, of: asyncio.StreamWriter
    ) -> None:
        with suppress(ConnectionError):
            while data := await heard.read(65536):
                if of not in self._mute:
                    on.write(data)
                    await on.drain()

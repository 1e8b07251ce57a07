"""The least HTTP/1.1 server that a Bot API client needs: keep-alive, one request at a time.

It reads requests and writes answers. It knows nothing of Telegram, and it is not a general web
server: no chunked bodies, no pipelining, no TLS.
"""

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from typing_extensions import override

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
KIND = re.compile(rb"\r\ncontent-type: *([^\r;]+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


class Wire(asyncio.Protocol):
    """One connection of a bot."""

    __slots__ = ("buffer", "handle", "leave", "transport")

    def __init__(
        self,
        handle: Callable[["Wire", bytes, bytes, bytes], None],
        leave: Callable[["Wire"], None],
    ) -> None:
        """`handle(wire, target, kind, body)` gets each request, `leave(wire)` the hang-up."""
        self.handle = handle
        self.leave = leave
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self.transport = cast(asyncio.Transport, transport)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the way back and whoever waits on this connection."""
        self.transport = None
        self.leave(self)

    @override
    def data_received(self, data: bytes) -> None:
        """Collect bytes until a request is whole, then hand it over."""
        self.buffer = self.buffer + data if self.buffer else data
        while self.buffer:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end]
            if CHUNKED.search(head):
                self.reply(b'{"ok":false,"error_code":411,"description":"no chunks"}', 411)
                self.buffer = b""
                return
            length = LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.buffer) < whole:
                return
            body = self.buffer[end + 4 : whole]
            self.buffer = self.buffer[whole:]
            kind = KIND.search(head)
            target = head.split(b" ", 2)[1]
            self.handle(self, target, kind[1].strip().lower() if kind else b"", body)

    def reply(self, body: bytes, status: int = 200) -> None:
        """Write one answer, if anybody still listens."""
        if self.transport is None or self.transport.is_closing():
            return
        if status == HTTPStatus.OK:
            self.transport.write(OK % (len(body), body))
            return
        line = b"HTTP/1.1 %d %b" % (status, HTTPStatus(status).phrase.encode())
        self.transport.write(OK.replace(b"HTTP/1.1 200 OK", line) % (len(body), body))

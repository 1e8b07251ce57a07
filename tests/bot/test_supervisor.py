"""What systemd hears: said to a real socket of its kind, and to nobody where there is none."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import supervisor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no systemd.")


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    address = str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(address)
        line.settimeout(5)
        yield line


def test_one_thing_is_said(systemd: socket.socket) -> None:
    supervisor.tell(supervisor.READY)
    assert systemd.recv(100) == b"READY=1"


def test_a_name_in_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "@circlekeeper-test")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("\0circlekeeper-test")
        supervisor.tell(supervisor.STOPPING)
        assert line.recv(100) == b"STOPPING=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all"])
def test_where_nobody_listens_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    supervisor.tell(supervisor.READY)


async def test_it_says_that_it_lives_twice_as_often_as_wanted(
    systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "40000")
    living = asyncio.create_task(supervisor.live())
    await asyncio.sleep(0.1)
    living.cancel()
    heard = [await asyncio.to_thread(systemd.recv, 100) for _ in range(4)]
    assert heard == [b"WATCHDOG=1"] * 4


async def test_without_a_wish_it_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    await asyncio.wait_for(supervisor.live(), 1)

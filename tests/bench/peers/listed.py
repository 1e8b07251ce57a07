"""The table of everybody who is measured, and how each is started and used.

A peer is started by a command; what it imports stays in its own process.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.keyboards import Keyboard, first_button
from tests.bench.peers import ours

PACKAGE = "tests.bench.peers"


def nothing(workdir: Path, people: list[int]) -> None:
    """A peer that stores nothing needs no preparation."""


@dataclass(frozen=True)
class Peer:
    """How to start a bot, bring its people in, and press its buttons."""

    name: str
    about: str
    command: Callable[[str, str, Path], list[str]]
    opener: str = "/start"
    choose: Callable[[Keyboard], str | None] = first_button
    prepare: Callable[[Path, list[int]], None] = nothing
    stages: int = 1
    """So many different taps a person makes until they are where they began."""


def module(name: str, *options: str) -> Callable[[str, str, Path], list[str]]:
    """The command of a peer kept in this package."""

    def command(base_url: str, token: str, workdir: Path) -> list[str]:
        """As in `ours.command`; it needs no folder."""
        return [sys.executable, "-m", f"{PACKAGE}.{name}", base_url, token, *options]

    return command


PEERS = (
    Peer("ptb", "python-telegram-bot as it comes", module("ptb_stock")),
    Peer(
        "ptb-256",
        "python-telegram-bot, concurrent_updates(256), on its httpx",
        module("ptb_stock", "256"),
    ),
    Peer(
        "ptb-aiohttp",
        "python-telegram-bot, 256, on aiohttp and orjson, answer and edit together",
        module("ptb_aiohttp"),
    ),
    Peer("ptb-aiohttp-uvloop", "the same on uvloop", module("ptb_uvloop")),
    Peer("aiogram", "aiogram, polling", module("aiogram_bot")),
    Peer(
        "ours",
        "Circlekeeper: a check-in, every step stored before it is answered",
        ours.command,
        ours.OPENER,
        ours.choose,
        ours.prepare,
        ours.STAGES,
    ),
)

"""What one run of the bench does: rounds, phases, bounds and the options that change them."""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5
LONG_UPDATES = 100_000
QUICK_UPDATES = 10_000
LONG_NAMES = ("ours", "ptb-aiohttp", "aiogram")
CALM_RATE = 50.0


@dataclass(frozen=True)
class Phase:
    """One measured stretch: `waiting` people at any time, or 0 for the calm pace."""

    waiting: int
    round_trip_ms: int

    @property
    def name(self) -> str:
        """How tables and files call it."""
        return f"{self.waiting or 'calm'}@{self.round_trip_ms}"


PHASES = tuple(Phase(waiting, distance) for distance in (0, 50) for waiting in (100, 300, 0))


@dataclass(frozen=True)
class Plan:
    """A run. Times are in seconds; every wait in the bench ends at one of these bounds."""

    names: tuple[str, ...]
    long_names: tuple[str, ...] = LONG_NAMES
    rounds: int = ROUNDS
    warm_up: float = 1.0
    seconds: float = 4.0
    long_updates: int = LONG_UPDATES
    long_bound: float = 600.0
    start_bound: float = 30.0
    crowd_bound: float = 60.0
    settle_bound: float = 8.0
    people: int = 2_000
    folder: Path = Path(tempfile.gettempdir())
    json: Path | None = None


def read_plan(arguments: list[str] | None, known: list[str]) -> Plan:
    """The plan that the command line asks for."""
    given = _parser(known).parse_args(arguments)
    names = _names(given.only, known) if given.only else tuple(known)
    long_names = _names(given.long, known) if given.long is not None else LONG_NAMES
    updates = given.updates or (QUICK_UPDATES if given.quick else LONG_UPDATES)
    return Plan(
        names=names,
        long_names=tuple(name for name in long_names if name in names),
        rounds=given.rounds or (1 if given.quick else ROUNDS),
        warm_up=0.5 if given.quick else 1.0,
        seconds=1.5 if given.quick else 4.0,
        long_updates=updates,
        folder=given.folder,
        json=given.json,
    )


def _parser(known: list[str]) -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Speed and memory of our bot beside bare peers."
    )
    names = ", ".join(known)
    parser.add_argument("--rounds", type=int, help=f"rounds, the median counts (default {ROUNDS})")
    parser.add_argument("--quick", action="store_true", help="one round, short phases")
    parser.add_argument("--only", metavar="NAMES", help=f"only these, by comma: {names}")
    parser.add_argument(
        "--long",
        metavar="NAMES",
        help=f"long memory run for these (default {','.join(LONG_NAMES)})",
    )
    parser.add_argument("--updates", type=int, help=f"length of that run (default {LONG_UPDATES})")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write all raw figures here")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()),
        help="where databases are made during the run (default the system's temporary folder)",
    )
    return parser


def _names(text: str, known: list[str]) -> tuple[str, ...]:
    """Names by comma, each of them known."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in known:
            raise SystemExit(f"No peer is called {name!r}. There are: {', '.join(known)}.")
    return names

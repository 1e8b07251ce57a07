"""The run: rounds in which the peers take turns, then the long memory runs.

It collects raw figures and goes on when a bot fails. It prints only where it is (on stderr).
"""

import gc
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.machine import pins
from tests.bench.peers.listed import PEERS, Peer
from tests.bench.phases import Figures, LongRun, measure, run_long
from tests.bench.plan import PHASES, Plan
from tests.bench.stage import BotFailedError, Stage, on_stage


@dataclass(frozen=True)
class Start:
    """How one start of a bot went."""

    first_reply_s: float
    memory_mib: float


@dataclass
class Results:
    """All raw figures of one peer."""

    name: str
    about: str
    starts: list[Start] = field(default_factory=list)
    rounds: list[dict[str, Figures]] = field(default_factory=list)
    long_run: LongRun | None = None
    skipped: str = ""
    failures: list[str] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)


async def run(plan: Plan) -> list[Results]:
    """Measure everybody, in an order that shifts each round, so that nobody is always first."""
    pins()
    os.sched_setaffinity(0, pins()[0])
    gc.disable()  # collected between phases: a pause of the bench is not a pause of the bot
    peers = [peer for peer in PEERS if peer.name in plan.names]
    results = {peer.name: Results(peer.name, peer.about) for peer in peers}
    for number in range(plan.rounds):
        turn = number % max(1, len(peers))
        for peer in peers[turn:] + peers[:turn]:
            _say(f"round {number + 1} of {plan.rounds}: {peer.name}")
            await _appear(peer, plan, results[peer.name], long=False)
    for peer in peers:
        if peer.name in plan.long_names and not results[peer.name].skipped:
            _say(f"memory over {plan.long_updates:,} updates: {peer.name}")
            await _appear(peer, plan, results[peer.name], long=True)
    return list(results.values())


async def _appear(peer: Peer, plan: Plan, result: Results, *, long: bool) -> None:
    """One start of one bot; whatever goes wrong is noted, and the run goes on."""
    if result.skipped:
        return
    gc.collect()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=plan.folder) as folder:
        try:
            async with on_stage(peer, plan, Path(folder)) as stage:
                result.starts.append(Start(stage.first_reply_s, stage.start_memory_mib))
                try:
                    await (_long(stage, plan, result) if long else _round(stage, plan, result))
                finally:
                    _add(result.unknown, stage.telegram.unknown)
                    _add(result.refused, stage.telegram.refused)
        except NotImplementedError as reason:
            result.skipped = str(reason)
            _say(f"{peer.name} is skipped: {reason}")
        except BotFailedError as reason:
            result.failures.append(str(reason))
            _say(f"{peer.name} failed: {reason}")


async def _round(stage: Stage, plan: Plan, result: Results) -> None:
    """Every phase once; what was measured before a failure is kept."""
    figures: dict[str, Figures] = {}
    result.rounds.append(figures)
    for phase in PHASES:
        figures[phase.name] = await measure(stage, phase, plan)


async def _long(stage: Stage, plan: Plan, result: Results) -> None:
    """The long run."""
    result.long_run = await run_long(stage, plan)


def _add(total: dict[str, int], more: Counter[str]) -> None:
    """Count on."""
    for name, count in more.items():
        total[name] = total.get(name, 0) + count


def _say(line: str) -> None:
    """Where the run is."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()

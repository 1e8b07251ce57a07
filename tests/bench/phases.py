"""Measuring: one phase of taps, and the long run after which memory is read.

A phase counts what became visible inside its window. It judges nothing.
"""

import asyncio
import contextlib
import gc
import time
from dataclasses import dataclass

from tests.bench.crowd import Tally
from tests.bench.machine import busy_seconds, pins
from tests.bench.plan import CALM_RATE, Phase, Plan
from tests.bench.stage import Stage

SPIN_REST = 0.2
LONG_WAITING = 100
REST = 1.0


@dataclass(frozen=True)
class Figures:
    """What one phase showed. Shares are of one core; waits are in milliseconds."""

    phase: str
    seconds: float
    taps: int
    answered: int
    per_second: float
    cpu_s: float
    cpu_per_1000: float | None
    p50: float | None
    p99: float | None
    bench_share: float
    others_share: float
    steady: bool
    typed: int
    lost: int
    spinning: int


@dataclass(frozen=True)
class LongRun:
    """Memory before and after many updates."""

    updates: int
    seconds: float
    start_mib: float
    end_mib: float


@dataclass(frozen=True)
class Moment:
    """Clocks read at one edge of the window."""

    wall: float
    bot: float
    bench: float
    core: float

    @classmethod
    def read(cls, stage: Stage) -> "Moment":
        """All clocks now."""
        return cls(
            time.perf_counter(), stage.bot.cpu(), time.process_time(), busy_seconds(pins()[1])
        )


def percentile(waits: list[float], share: float) -> float | None:
    """The nearest-rank percentile in milliseconds; None of nothing."""
    if not waits:
        return None
    ranked = sorted(waits)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000


async def measure(stage: Stage, phase: Phase, plan: Plan) -> Figures:
    """Run one phase: warm up, open the window, close it, let everybody come to rest."""
    crowd = stage.crowd
    stage.telegram.round_trip = phase.round_trip_ms / 1000
    gc.collect()
    steady: asyncio.Task[None] | None = None
    if phase.waiting:
        crowd.keep_waiting(phase.waiting)
    else:
        steady = asyncio.create_task(crowd.tap_steadily(CALM_RATE))
    try:
        await asyncio.sleep(plan.warm_up)
        tally = crowd.open_tally()
        start = Moment.read(stage)
        await asyncio.sleep(plan.seconds)
        end = Moment.read(stage)
        crowd.open_tally()
    finally:
        if steady is not None:
            steady.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await steady
        lost, spinning = await _calm_down(stage, plan)
    stage.check()
    return _figures(phase, tally, start, end, lost, spinning)


async def _calm_down(stage: Stage, plan: Plan) -> tuple[int, int]:
    """Without distance, let open taps be answered; how many never were, how many still spin."""
    stage.telegram.round_trip = 0.0
    lost = await stage.crowd.settle(plan.settle_bound)
    await asyncio.sleep(SPIN_REST)
    spinning = len(stage.crowd.spinning)
    stage.crowd.spinning.clear()
    return lost, spinning


def _figures(
    phase: Phase, tally: Tally, start: Moment, end: Moment, lost: int, spinning: int
) -> Figures:
    """The window's figures. Steady: everybody who waited was served, or the pace was kept.

    Answers come in bursts: their rate is taken from one answer to another, not between the edges.
    """
    seconds = end.wall - start.wall
    answered, cpu = len(tally.waits), end.bot - start.bot
    rate = answered / max(tally.until - tally.since, 0.001)
    enough = phase.waiting or 0.9 * CALM_RATE * seconds
    return Figures(
        phase=phase.name,
        seconds=seconds,
        taps=tally.taps,
        answered=answered,
        per_second=rate,
        cpu_s=cpu,
        cpu_per_1000=cpu / seconds / rate * 1000 if answered else None,
        p50=percentile(tally.waits, 0.5),
        p99=percentile(tally.waits, 0.99),
        bench_share=(end.bench - start.bench) / seconds,
        others_share=max(0.0, (end.core - start.core - cpu) / seconds),
        steady=answered >= enough,
        typed=tally.answered_texts,
        lost=lost,
        spinning=spinning,
    )


async def run_long(stage: Stage, plan: Plan) -> LongRun:
    """At no distance, keep a hundred waiting until enough updates were answered or time is up."""
    crowd = stage.crowd
    start = time.perf_counter()
    crowd.keep_waiting(LONG_WAITING)
    while crowd.answers < plan.long_updates and time.perf_counter() < start + plan.long_bound:
        await asyncio.sleep(0.05)
        crowd.open_tally()
        stage.check()
    seconds = time.perf_counter() - start
    await _calm_down(stage, plan)
    await asyncio.sleep(REST)
    return LongRun(crowd.answers, seconds, stage.start_memory_mib, stage.bot.memory_mib())

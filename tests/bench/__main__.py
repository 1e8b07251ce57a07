"""`python -m tests.bench`: measure, print the tables, write the file of raw figures."""

import asyncio
import signal
import sys
from dataclasses import asdict
from typing import Any

import orjson
import uvloop

from tests.bench import sweep, tables
from tests.bench.machine import describe
from tests.bench.peers.listed import PEERS
from tests.bench.plan import Plan, read_plan
from tests.bench.runner import Results, run
from tests.bench.sweep import Swept
from tests.bench.targets import OURS, Verdict, as_rows, judge


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; 1 when a bot failed, whatever the verdicts are."""
    plan = read_plan(arguments, [peer.name for peer in PEERS])
    machine = describe(plan.folder)
    sys.stdout.write(tables.machine_lines(machine, plan) + "\n")
    sys.stdout.flush()
    try:
        results, swept = uvloop.run(_measured(plan))
    except asyncio.CancelledError:
        sys.stderr.write("Stopped; nothing was written.\n")
        return 130
    verdicts = judge(results)
    _show(results, verdicts, swept)
    if plan.json is not None:
        plan.json.write_bytes(
            orjson.dumps(_raw(machine, plan, results, verdicts, swept), option=orjson.OPT_INDENT_2)
        )
    return 1 if any(result.failures for result in results) else 0


async def _measured(plan: Plan) -> tuple[list[Results], list[Swept]]:
    """The bots, then the sweep if ours is among them. An asked end stops the bots, too."""
    task = asyncio.current_task()
    assert task is not None
    for asked in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(asked, task.cancel)
    results = await run(plan)
    swept = await sweep.run(plan.folder) if OURS in plan.names else []
    return results, swept


def _show(results: list[Results], verdicts: list[Verdict], swept: list[Swept]) -> None:
    """All tables."""
    shown = [result for result in results if not result.skipped]
    for about in (f"{result.name}: {result.about}\n" for result in results):
        sys.stdout.write(about)
    for distance in (50, 0):
        sys.stdout.write("\n" + tables.distance_table(shown, distance))
    sys.stdout.write(tables.LEGEND + "\n\n" + tables.memory_table(shown))
    sys.stdout.write("\n" + tables.target_table(verdicts))
    sys.stdout.write("\n" + sweep.sweep_table(swept))
    sys.stdout.write("\n" + tables.notes(results))


def _raw(
    machine: dict[str, Any],
    plan: Plan,
    results: list[Results],
    verdicts: list[Verdict],
    swept: list[Swept],
) -> dict[str, Any]:
    """Everything, for the file."""
    return {
        "machine": machine,
        "rounds": plan.rounds,
        "seconds": plan.seconds,
        "warm_up": plan.warm_up,
        "people": plan.people,
        "peers": [asdict(result) for result in results],
        "targets": as_rows(verdicts),
        "sweep": [asdict(one) for one in swept],
    }


if __name__ == "__main__":
    sys.exit(main())

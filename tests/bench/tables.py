"""The bench's words: tables on a terminal, from results and verdicts.

It only formats. Nothing here is measured or judged.
"""

from collections.abc import Sequence
from typing import Any

from tests.bench import medians
from tests.bench.plan import PHASES, Phase, Plan
from tests.bench.runner import Results
from tests.bench.targets import Verdict

NOTHING = "."
LEGEND = (
    "p50 and p99: ms from tap to visible edit. CPU: user + system seconds of the bot's process,\n"
    "per 1,000 taps. bench: the bench's highest share of its own core. Medians of the rounds.\n"
    "* the bench used > 0.85 of its core; ~ did not keep up (fewer answers than people waiting,\n"
    "or under 45 of 50 taps/s); ! others or the host took > 0.10 of the bot's core;\n"
    "- taps without any answer."
)


def number(value: float | None, places: int = 0) -> str:
    """A figure, or a dot for none."""
    return NOTHING if value is None else f"{value:,.{places}f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they must be; the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = []
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def machine_lines(machine: dict[str, Any], plan: Plan) -> str:
    """What it was measured on."""
    libraries = ", ".join(f"{name} {version}" for name, version in machine["libraries"].items())
    return (
        f"{machine['date']}  {machine['processor']}, {machine['cores']} cores, "
        f"load {machine['load']:.1f} at the start, Python {machine['python']}\n{libraries}\n"
        f"A sync of 4 KiB to the database's disk takes {machine['disk_sync_ms']:.2f} ms. "
        f"{plan.people:,} people, {plan.rounds} rounds, {plan.seconds:g} s a phase.\n"
    )


def distance_table(results: list[Results], round_trip_ms: int) -> str:
    """All peers side by side at one distance."""
    phases = [phase for phase in PHASES if phase.round_trip_ms == round_trip_ms]
    head = [f"{round_trip_ms} ms round trip"]
    for phase in phases:
        if phase.waiting:
            head += [f"{phase.waiting} wait: taps/s", "CPU", "p50", "p99"]
        else:
            head += ["calm: p50", "p99"]
    rows = []
    for result in results:
        row = [result.name]
        for phase in phases:
            row += _phase_cells(result, phase)
        rows.append([*row, _bench_share(result, phases)])
    return table([*head, "bench"], rows)


def _phase_cells(result: Results, phase: Phase) -> list[str]:
    """One peer in one phase."""
    marked = medians.marks(result, phase.name)
    p50 = medians.of(result, phase.name, "p50")
    p99 = number(medians.of(result, phase.name, "p99"))
    if not phase.waiting:
        return [number(p50, 1) + marked, p99]
    rate = number(medians.of(result, phase.name, "per_second")) + marked
    return [rate, number(medians.of(result, phase.name, "cpu_per_1000"), 2), number(p50), p99]


def _bench_share(result: Results, phases: list[Phase]) -> str:
    """The bench's own highest share of its core."""
    shares = [
        share for phase in phases for share in medians.values(result, phase.name, "bench_share")
    ]
    return number(max(shares, default=None), 2)


def memory_table(results: list[Results]) -> str:
    """Start and memory."""
    rows = []
    for result in results:
        long = result.long_run
        rows.append(
            [
                result.name,
                number(medians.first_reply(result), 2),
                number(medians.start_memory(result), 1),
                number(long.end_mib if long else None, 1),
                number(long.updates if long else None),
                number(long.seconds if long else None),
            ]
        )
    head = ["start and memory", "first reply s", "MiB at start", "MiB later", "after updates", "s"]
    return table(head, rows)


def target_table(verdicts: list[Verdict]) -> str:
    """The targets and what came of them."""
    rows = []
    for one in verdicts:
        spread = ""
        if one.lowest is not None:
            spread = f"{number(one.lowest, 2)} to {number(one.highest, 2)}"
        said = {None: "not measured", True: "met", False: "MISSED"}[one.met]
        if one.doubts and one.met is not None:
            said += f" ({one.doubts})"
        peer = f"{one.peer} {number(one.theirs, 2)}" if one.peer else ""
        value = number(one.value, 2) + (" x" if one.peer and one.value is not None else "")
        rows.append([one.about, number(one.ours, 2), peer, value, spread, one.bound, said])
    head = ["target", "ours", "peer", "value", "in rounds", "wanted", "verdict"]
    return table(head, rows)


def notes(results: list[Results]) -> str:
    """What else happened: skipped and failed bots, refused and unknown calls, lost taps."""
    lines = []
    for result in results:
        if result.skipped:
            lines.append(f"{result.name} is skipped: {result.skipped}.")
        lines += [f"{result.name} failed: {reason}" for reason in result.failures]
        lines += _counted(f"{result.name}: unknown calls answered with true", result.unknown)
        lines += _counted(f"{result.name}: refused", result.refused)
        figures = [one for done in result.rounds for one in done.values()]
        for about, count in (
            ("taps without any answer", sum(one.lost for one in figures)),
            ("buttons left spinning", sum(one.spinning for one in figures)),
            ("texts sent because there was no button", sum(one.typed for one in figures)),
        ):
            if count:
                lines.append(f"{result.name}: {about}: {count}")
    return "".join(f"{line}\n" for line in lines)


def _counted(about: str, counts: dict[str, int]) -> list[str]:
    """One line for a counter, none when it is empty."""
    if not counts:
        return []
    return [f"{about}: " + ", ".join(f"{name} {count}" for name, count in counts.items())]

"""The figures of a simulation: how many unasked messages a person gets in a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.simulation.phrases import SAYINGS
from tests.simulation.run import Outcome
from tests.simulation.words import INVITATION, REMINDER

PARTS = ("participant", "supporter", "staff")
DEEDS = ("start", "later", "tomorrow", "skip", "pause", "back", "see", "ask for me", "nobody")
"""What is counted of what people did."""


def table(outcome: Outcome) -> str:
    """Everything, as text."""
    plan, deeds = outcome.plan, sum(life.did.total() for life in outcome.lives)
    lines = [
        f"{plan.circles} circles, {plan.weeks} weeks, seed {plan.seed}: "
        f"{len(outcome.lives)} people, {deeds:,} deeds, {outcome.calls:,} calls of the bot; "
        f"{outcome.cpu:.0f} s of CPU, {outcome.wall:.0f} s in all",
        "",
        f"{'unasked, a person and day':26} {'people':>6} {'days':>7} {'most':>5} {'mean':>6}",
    ]
    lines += [_row(outcome, part) for part in PARTS]
    lines += [_row(outcome, part, (INVITATION, REMINDER)) for part in PARTS[:2]]
    came = Counter(name for life in outcome.lives for _, name in life.came)
    lines += ["", "came unasked: " + _listed(came)]
    lines += ["people tapped: " + _listed(deeds_of(outcome))]
    lines += ["", f"findings: {len(outcome.findings)}", ""]
    return "\n".join(lines)


def deeds_of(outcome: Outcome) -> Counter[str]:
    """How often people did what, in whichever language."""
    did: Counter[str] = Counter()
    for life in outcome.lives:
        did.update(life.did)
    counted = {what: sum(did[text] for text in set(SAYINGS[what])) for what in DEEDS}
    return Counter({**counted, "blocks": did["blocks"]})


def _row(outcome: Outcome, part: str, names: Sequence[str] = ()) -> str:
    lives = [life for life in outcome.lives if life.owner.part == part]
    days, most, total = sum(life.days for life in lives), 0, 0
    for life in lives:
        by_day = Counter(day for day, name in life.came if not names or name in names)
        most, total = max([most, *by_day.values()]), total + by_day.total()
    title = f"{part}, invitations" if names else part
    return f"{title:26} {len(lives):6} {days:7,} {most:5} {total / max(1, days):6.3f}"


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {many:,}" for name, many in counted.most_common())

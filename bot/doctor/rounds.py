"""The doctor's round: everything is looked at, each thing gets its line, nothing is changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import console
from bot.doctor import backups, database, here, there
from bot.doctor.finding import Finding, Mark, look, mend, ok
from bot.exits import ExitCode
from bot.sections import Programme
from bot.settings import Settings, SettingsError, load
from handlers.texts import lines


async def examine(config: Path, *, online: bool) -> list[Finding]:
    """What there is to say. Without sound settings only what needs none of them."""
    now = datetime.now(UTC)
    try:
        settings = load(config)
    except SettingsError as error:
        faults = [mend("settings", sentence) for sentence in error.sentences]
        return [*faults, *here.zones(Programme().zone, now), *_lines(now)]
    console.log_by(settings)
    found = [
        ok("settings", f"{config} can be used."),
        *(look("settings", warning) for warning in settings.warnings),
        *await database.database(settings, now),
        *(await asyncio.to_thread(_disk, settings)),
        *await asyncio.to_thread(backups.nightly, settings, now),
        *await asyncio.to_thread(backups.ledger, settings, now),
        *here.zones(settings.programme.zone, now),
    ]
    if online:
        found += await _telegram(settings)
    return [*found, *_lines(now)]


def _disk(settings: Settings) -> list[Finding]:
    """A server's disk is not seen from here."""
    return [] if settings.database.on_server else here.disk(settings.database_path)


async def _telegram(settings: Settings) -> list[Finding]:
    asked, clock = await asyncio.gather(
        there.telegram(settings), there.clock(settings.telegram.api_base_url)
    )
    return [*asked, *clock]


def _lines(now: datetime) -> list[Finding]:
    shown = [line for line in lines.every() if line.kinds]
    return here.help_lines(shown, now.date())


def code(findings: Sequence[Finding]) -> ExitCode:
    """How the command ends."""
    sick = any(finding.mark is Mark.MEND for finding in findings)
    return ExitCode.TO_MEND if sick else ExitCode.FINE

"""Hours: when a partner usually reads, and until when they are away, as one sentence.

A letter loads the facts with ``of`` and says them with ``text``; ``usual`` does both.
"""

from __future__ import annotations

from datetime import datetime

from handlers.screens import times
from handlers.texts.catalog import Words
from storage import partner_hours, people
from storage.database import Tx
from storage.moments import micros, moment
from storage.records import PartnerHours


def of(tx: Tx, partner_id: int, now: datetime) -> dict[str, object]:
    """The facts of the sentence; empty when the partner has not said their hours."""
    hours, partner = partner_hours.get(tx, partner_id), people.get(tx, partner_id)
    if hours is None or partner is None:
        return {}
    return {
        "name": partner.name,
        "zone": partner.zone,
        "days": sorted(hours.days),
        "from": hours.wall_from,
        "to": hours.wall_to,
        "away_until": micros(hours.away_until) if hours.away_until and away(hours, now) else None,
    }


def away(hours: PartnerHours | None, now: datetime) -> bool:
    """Whether somebody with these hours is away now."""
    if hours is None or hours.away_from is None or hours.away_until is None:
        return False
    return hours.away_from <= now < hours.away_until


def text(facts: dict[str, object], words: Words, zone: str) -> str:
    """ "Cora usually reads Monday to Friday, 9:00 AM to 5:00 PM."; nothing without facts.

    ``zone``: the reader's; where the partner lives by other clocks, it says so.
    """
    if not facts:
        return ""
    home = str(facts["zone"])
    if facts["away_until"] is not None:
        until = times.day(moment(int(str(facts["away_until"]))), home, words.language)
        return words("hours.away", name=facts["name"], until=until)
    said = words(
        "hours.usual",
        name=facts["name"],
        days=_days(facts["days"], words),
        start=times.hour(str(facts["from"]), words.language),
        end=times.hour(str(facts["to"]), words.language),
    )
    if home == zone:
        return said
    return f"{said} {words('hours.zone', city=times.city(home, words.language))}"


def _days(days: object, words: Words) -> str:
    chosen = [int(str(day)) for day in days] if isinstance(days, list) else []
    every = len(chosen) == 7
    return words("hours.every_day") if every else times.weekdays(chosen, words.language)


def usual(tx: Tx, partner_id: int, now: datetime, words: Words, zone: str) -> str:
    """The sentence about a partner's hours, for a reader in this zone; may be empty."""
    return text(of(tx, partner_id, now), words, zone)

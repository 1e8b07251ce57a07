"""When a partner usually reads, and when they are away. What is chosen on the way stands in the
rows; it is kept with the last tap."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handlers.chat import hours as said
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme, wall
from storage import circles, partner_hours, people
from storage.enums import Role
from storage.records import Circle

USUAL_DAYS = [0, 1, 2, 3, 4]
USUAL_FROM, USUAL_TO = "09:00", "17:00"
_MIDNIGHT = "00:00"


def _partner(talk: Talk) -> bool:
    if Role.PARTNER in people.roles(talk.tx, talk.id):
        return True
    talk.note("say.neutral")
    return False


def _fact(talk: Talk, name: str) -> str:
    return str(talk.row.facts.get(name, "")) if talk.row else ""


def page(talk: Talk) -> None:
    """The hours as they are kept, and what can be changed."""
    if _partner(talk):
        talk.show(Kind.HOURS)


def days(talk: Talk) -> None:
    """On which days? Those that are kept are marked."""
    if _partner(talk):
        kept = partner_hours.get(talk.tx, talk.id)
        talk.show(Kind.HOURS_DAYS, days=sorted(kept.days) if kept else USUAL_DAYS)


def _chosen(talk: Talk) -> set[int]:
    marked = talk.row.facts.get("days") if talk.row else None
    return {int(str(day)) for day in marked} if isinstance(marked, list) else set()


def day(talk: Talk) -> None:
    """Mark a day, or take its mark off, as this message shows them."""
    if _partner(talk):
        talk.show(Kind.HOURS_DAYS, days=sorted(_chosen(talk) ^ {int(talk.value)}))


def days_done(talk: Talk) -> None:
    """The days are chosen; from which hour comes next."""
    if not _partner(talk):
        return
    chosen = sorted(_chosen(talk))
    if chosen:
        talk.show(Kind.HOURS_FROM, days=chosen)
    else:
        talk.show(Kind.HOURS_DAYS, days=chosen, none=True)


def start(talk: Talk) -> None:
    """From this hour; until which comes next."""
    if _partner(talk):
        talk.show(Kind.HOURS_TO, days=sorted(_chosen(talk)), start=_wall(talk.value))


def end(talk: Talk) -> None:
    """Until this hour: kept."""
    if not _partner(talk):
        return
    begins, ends = _fact(talk, "start"), _wall(talk.value)
    if begins and begins < ends and _chosen(talk):
        partner_hours.choose(talk.tx, talk.id, frozenset(_chosen(talk)), begins, ends)
    talk.show(Kind.HOURS)


def _wall(value: str) -> str:
    return f"{value[:2]}:{value[2:]}"


def away(talk: Talk) -> None:
    """From which day away? Nobody may be left without somebody who stands in."""
    if _partner(talk):
        today = wall.local(talk.now, talk.known.zone).date()
        talk.show(Kind.HOURS_AWAY, today=today.isoformat())


def away_from(talk: Talk) -> None:
    """From this day; back on which comes next."""
    if _partner(talk) and _fact(talk, "today"):
        first = date.fromisoformat(_fact(talk, "today")) + timedelta(days=int(talk.value))
        talk.show(Kind.HOURS_BACK, first=first.isoformat())


def away_until(talk: Talk) -> None:
    """Back on this day: kept, when each of the circles has somebody meanwhile."""
    if not _partner(talk) or not _fact(talk, "first"):
        return
    first = date.fromisoformat(_fact(talk, "first"))
    zone = talk.known.zone
    since = wall.instant(first, _MIDNIGHT, zone)
    until = wall.instant(first + timedelta(days=int(talk.value)), _MIDNIGHT, zone)
    alone = [one.code for one in _running(talk) if not _stands_in(talk, one, since, until)]
    if alone:
        talk.show(Kind.HOURS, alone=alone)
        return
    if until > talk.now:
        if partner_hours.get(talk.tx, talk.id) is None:
            days_of = frozenset(USUAL_DAYS)
            partner_hours.choose(talk.tx, talk.id, days_of, USUAL_FROM, USUAL_TO)
        partner_hours.set_away(talk.tx, talk.id, since, until)
    talk.show(Kind.HOURS)


def _running(talk: Talk) -> list[Circle]:
    mine = circles.of_partner(talk.tx, talk.id)
    return [one for one in mine if not programme.over(one, talk.now)]


def _stands_in(talk: Talk, circle: Circle, since: datetime, until: datetime) -> bool:
    """Whether the backup is there, in reach, and not away in the same days."""
    backup = people.get(talk.tx, circle.backup_id) if circle.backup_id else None
    if backup is None or backup.unreachable_since is not None:
        return False
    hours = partner_hours.get(talk.tx, backup.id)
    if hours is None or hours.away_from is None or hours.away_until is None:
        return True
    return hours.away_until <= since or until <= hours.away_from


def back(talk: Talk) -> None:
    """Here again, before the day that was said: the sweep that welcomes back does the rest."""
    if not _partner(talk):
        return
    kept = partner_hours.get(talk.tx, talk.id)
    if kept and said.away(kept, talk.now):
        partner_hours.set_away(talk.tx, talk.id, kept.away_from, talk.now)
    elif kept and kept.away_from and talk.now < kept.away_from:
        partner_hours.set_away(talk.tx, talk.id, None, None)
    talk.show(Kind.HOURS)

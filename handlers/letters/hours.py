"""Letters about a partner's hours, the days away, and what came up meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat import hours
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import partner_hours
from storage.database import Tx
from storage.moments import moment
from storage.records import Row

FIRST_DAYS = 14
"""So many days ahead somebody may say that they are away from."""
BACK_AFTER = (*range(1, 15), 21, 28)
WALLS = tuple(f"{hour:02}:00" for hour in range(6, 24))
Buttons = tuple[tuple[Button, ...], ...]


def _load(tx: Tx, row: Row) -> Facts:
    kept = partner_hours.get(tx, row.person_id)
    away = kept is not None and kept.away_until is not None and kept.away_until > row.created_at
    facts = dict(hours.of(tx, row.person_id, row.created_at))
    ends = {"away_from": kept.away_from, "away_until": kept.away_until} if kept and away else {}
    return {**row.facts, "hours": {**facts, "away_until": None} if facts else {}, **ends}


def _page(facts: Facts, reader: Reader, words: Words) -> Screen:
    kept = hours.text(facts["hours"], words, reader.zone)
    parts = [kept or words("hours.none")]
    rows: list[tuple[Button, ...]] = [(Button(words("button.hours_days"), "hours_days"),)]
    if facts.get("alone"):
        codes = ", ".join(facts["alone"])
        parts.append(words("hours.alone", codes=codes))
    if facts.get("away_until"):
        since = times.day(facts["away_from"], reader.zone, words.language)
        until = times.day(facts["away_until"], reader.zone, words.language)
        parts.append(words("hours.away.me", since=since, until=until))
        rows.append((Button(words("button.hours_back"), "hours_back"),))
    else:
        rows.append((Button(words("button.hours_away"), "hours_away"),))
    return Screen("\n\n".join(parts), (*rows, (Button(words("button.home"), "home"),)))


def _days(facts: Facts, _reader: Reader, words: Words) -> Screen:
    key = "hours.days.none" if facts.get("none") else "hours.days"
    buttons = [_day(day, facts["days"], words) for day in range(7)]
    done = Button(words("button.done"), "hours_days_done")
    return Screen(words(key), (*_lines(buttons, 2), (done,)))


def _day(day: int, chosen: list[int], words: Words) -> Button:
    name = words(f"day.{day}")
    said = words("button.day_chosen", day=name) if day in chosen else name
    return Button(said, "hours_day", f"{day}")


def _from(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    buttons = [
        Button(times.hour(wall, words.language), "hours_from", wall.replace(":", ""))
        for wall in WALLS[:-1]
    ]
    return Screen(words("hours.from"), _lines(buttons, 3))


def _to(facts: Facts, _reader: Reader, words: Words) -> Screen:
    buttons = [
        Button(times.hour(wall, words.language), "hours_to", wall.replace(":", ""))
        for wall in WALLS
        if wall > facts["start"]
    ]
    return Screen(words("hours.to"), _lines(buttons, 3))


def _away(facts: Facts, _reader: Reader, words: Words) -> Screen:
    today = date.fromisoformat(facts["today"])
    buttons = [
        Button(times.short_day(today + timedelta(days=n), words.language), "hours_first", str(n))
        for n in range(FIRST_DAYS)
    ]
    return Screen(words("hours.first"), _lines(buttons, 2))


def _back(facts: Facts, _reader: Reader, words: Words) -> Screen:
    first = date.fromisoformat(facts["first"])
    buttons = [
        Button(times.short_day(first + timedelta(days=n), words.language), "hours_until", str(n))
        for n in BACK_AFTER
    ]
    return Screen(words("hours.until"), _lines(buttons, 2))


def _lines(buttons: list[Button], wide: int) -> Buttons:
    return tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide))


def _digest(facts: Facts, reader: Reader, words: Words) -> Screen:
    lines = [
        words(
            f"hours.digest.{'open' if live else 'closed'}",
            code=code,
            since=times.day(moment(at), reader.zone, words.language),
        )
        for code, at, live in facts["lines"]
    ]
    if not lines:
        return Screen(words("hours.digest.nothing"))
    text = "\n".join([words("hours.digest"), *lines])
    return Screen(text, ((Button(words("button.circles"), "circles"),),), protect=True)


LETTERS = (
    Letter(Kind.HOURS, _page, load=_load),
    Letter(Kind.HOURS_DAYS, _days),
    Letter(Kind.HOURS_FROM, _from),
    Letter(Kind.HOURS_TO, _to),
    Letter(Kind.HOURS_AWAY, _away),
    Letter(Kind.HOURS_BACK, _back),
    Letter(Kind.HOURS_DIGEST, _digest),
)

"""Letters that ask for a rhythm: the one that is offered, another hour, other days."""

from __future__ import annotations

from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import rhythms, times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import rhythms as stored
from storage.database import Tx
from storage.records import Row

_IN_A_ROW = 4
_MOST = 3


def _load_offer(tx: Tx, row: Row) -> Facts:
    rhythm = stored.get(tx, row.person_id)
    if rhythm is None:
        return {**row.facts, "days": [row.facts["day"]]}
    return {**row.facts, "days": rhythm.full_first(), "wall": rhythm.wall}


def _offer(facts: Facts, reader: Reader, words: Words) -> Screen:
    said = rhythms.said(facts["days"], facts["wall"], reader.zone, words)
    text = words("join.rhythm", name=reader.name, rhythm=rhythms.first_up(said))
    yes = Button(words("button.yes"), "rhythm_yes")
    change = Button(words("button.change"), "rhythm_change")
    last = (Button(words("button.not_now"), "join_not_now"), help_button(words))
    return Screen(text, ((yes, change), last))


def _hour(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    hours = [
        Button(times.hour(wall, words.language), "rhythm_hour", wall.replace(":", ""))
        for wall in rhythms.HOURS
    ]
    rows = tuple(tuple(hours[i : i + _IN_A_ROW]) for i in range(0, len(hours), _IN_A_ROW))
    return Screen(words("rhythm.hour"), (*rows, _ways(words)))


def _ways(words: Words) -> tuple[Button, ...]:
    return Button(words("button.back"), "rhythm_back"), help_button(words)


def _days(facts: Facts, _reader: Reader, words: Words) -> Screen:
    chosen: list[int] = facts["days"]
    buttons = [_day(day, chosen, words) for day in range(7)]
    if len(chosen) == _MOST:
        buttons = [button for button in buttons if button.value.endswith("off")]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    near = _ways(words)
    if not facts["several"]:
        return Screen(words("rhythm.day"), (*rows, near))
    if not chosen:
        return Screen(words("rhythm.days"), (*rows, near))
    done = (Button(words("button.done"), "rhythm_done"),)
    return Screen(f"{words('rhythm.days')}\n\n{_so_far(chosen, words)}", (*rows, done, near))


def _day(day: int, chosen: list[int], words: Words) -> Button:
    name = words(f"day.{day}")
    if day in chosen:
        return Button(words("button.day_chosen", day=name), "rhythm_day", f"{day}off")
    return Button(name, "rhythm_day", f"{day}on")


def _so_far(chosen: list[int], words: Words) -> str:
    full = rhythms.days(chosen[:1], words)
    if len(chosen) == 1:
        return words("rhythm.full_day", day=full)
    short = rhythms.days(chosen[1:], words)
    return words("rhythm.full_and_short", day=full, days=short)


LETTERS = (
    Letter(Kind.JOIN_RHYTHM, _offer, load=_load_offer),
    Letter(Kind.RHYTHM_HOUR, _hour),
    Letter(Kind.RHYTHM_DAYS, _days),
)

"""Letters of the settings: the page that says how everything is now, and the choices of each."""

from __future__ import annotations

from handlers.chat import cover
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import rhythms, times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import people
from storage import rhythms as stored
from storage.database import Tx
from storage.enums import Language, Pack
from storage.records import Row

DAYS_OF_QUIET = (3, 7, 14, 0)
"""0: only if they ask."""
CHOICES = ("language", "pack", "messages", "tidy", "quiet")
"""The settings that have a screen of choices of their own."""


def _load(tx: Tx, row: Row) -> Facts:
    person, rhythm = people.get(tx, row.person_id), stored.get(tx, row.person_id)
    circle = cover.own(tx, row.person_id, row.created_at)
    partner = people.get(tx, circle.partner_id) if circle else None
    return {
        "pack": Pack.TEMPERATURE.value,
        **row.facts,
        "at": row.created_at,
        "rhythm": rhythm,
        "person": person,
        "partner": partner.name if partner else "",
        "own": bool(people.roles(tx, row.person_id))
        and not cover.takes_part(tx, row.person_id, row.created_at),
    }


def _page(facts: Facts, reader: Reader, words: Words) -> Screen:
    return Screen(
        "\n".join(_lines(facts, reader, words)),
        (
            *((_set_hour(words), _set_days(words)),) * bool(facts["rhythm"]),
            (Button(words("button.set_zone"), "set_zone"), _ask("language", words)),
            (_ask("pack", words), _ask("messages", words)),
            (_ask("tidy", words), *(_ask("quiet", words),) * bool(facts["partner"])),
            *((Button(words("button.own_check_in"), "check_in"),),) * bool(facts["own"]),
            (Button(words("button.set_name"), "set_name"), Button(words("button.home"), "home")),
            (Button(words("button.stop"), "stop"), help_button(words)),
        ),
    )


def _set_hour(words: Words) -> Button:
    return Button(words("button.set_hour"), "set_hour")


def _set_days(words: Words) -> Button:
    return Button(words("button.set_days"), "set_days")


def _ask(what: str, words: Words) -> Button:
    return Button(words(f"button.setting.{what}"), "setting", what)


def _lines(facts: Facts, reader: Reader, words: Words) -> list[str]:
    person, rhythm = facts["person"], facts["rhythm"]
    lines = [words("settings.title"), words("settings.name", name=reader.name)]
    lines.append(words("settings.language", language=words(f"button.language.{person.language}")))
    if rhythm:
        said = rhythms.days(rhythm.full_first(), words)
        hour = times.hour(rhythm.wall, words.language)
        lines.append(words("settings.rhythm", days=said, time=hour))
    city = times.city(reader.zone, words.language)
    now = times.clock(facts["at"], reader.zone, words.language)
    lines.append(words("settings.zone", city=city, time=now))
    lines.append(words(f"settings.pack.{person.pack or facts['pack']}"))
    lines.append(words(f"settings.messages.{_on(person.new_messages)}"))
    lines.append(words(f"settings.tidy.{_on(person.tidy)}"))
    if facts["partner"]:
        lines.append(words(f"settings.quiet.{_quiet(person.quiet_after)}"))
    return lines


def _on(wish: bool | None) -> str:
    return "on" if wish else "off"


def _quiet(days: int | None) -> str:
    return str(days or 0)


def _setting(facts: Facts, _reader: Reader, words: Words) -> Screen:
    what = facts["what"]
    rows = tuple((button,) for button in _choices(what, words))
    back = (Button(words("button.back"), "settings"),)
    if what == "quiet":
        return Screen(words("setting.quiet", partner=facts["partner"]), (*rows, back))
    return Screen(words(f"setting.{what}"), (*rows, back))


def _choices(what: str, words: Words) -> list[Button]:
    match what:
        case "language":
            return [
                Button(words(f"button.language.{one}"), "set_language", one.value)
                for one in Language
            ]
        case "pack":
            return [Button(words(f"button.pack.{one}"), "set_pack", one.value) for one in Pack]
        case "quiet":
            return [
                Button(words(f"button.quiet.{days}"), "set_quiet", str(days))
                for days in DAYS_OF_QUIET
            ]
        case "tidy":
            return [Button(words(f"button.tidy.{on}"), "set_tidy", on) for on in ("on", "off")]
        case _:
            return [
                Button(words(f"button.messages.{on}"), "set_messages", on) for on in ("on", "off")
            ]


def _name(facts: Facts, _reader: Reader, words: Words) -> Screen:
    if facts.get("taken"):
        text = words("join.name_taken")
    else:
        text = words("join.name_again" if facts.get("again") else "setting.name")
    return Screen(text, ((Button(words("button.back"), "settings"),),))


LETTERS = (
    Letter(Kind.SETTINGS, _page, load=_load),
    Letter(Kind.SETTING, _setting, load=_load),
    Letter(Kind.SETTING_NAME, _name),
)

"""Letters of the end: a neutral first line, and behind it notice, more time, or goodbye."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover, places
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import programme
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles
from storage.database import Tx
from storage.moments import maybe_micros, moment
from storage.records import Circle, Row

MORE_WEEKS = (2, 4)
"""How much more time a partner may give at once."""


def _load(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    return {
        **row.facts,
        "record": circle,
        "code": circle.code,
        "role": _role(tx, circle, row.person_id),
        "name": places.name(tx, circle.participant_id),
        "partner": places.name(tx, circle.partner_id),
    }


def _role(tx: Tx, circle: Circle, person_id: int) -> str:
    """What the reader is in this circle, as far as they know; nothing once they left."""
    if person_id == circle.participant_id:
        return "participant"
    if person_id == circle.partner_id:
        return "partner"
    seats = circles.seats(tx, circle.id)
    held = any(seat.supporter_id == person_id and cover.stands(seat) for seat in seats)
    return "supporter" if held else ""


def _still(facts: Facts, now: datetime) -> Send | Drop:
    if not facts["role"]:
        return Drop("settled")
    if facts["what"] == "goodbye":
        return Send()
    circle = facts["record"]
    supports = facts["role"] == "supporter"
    over = programme.passed(circle, now) if supports else programme.over(circle, now)
    true = maybe_micros(circle.ends_at) == facts["ends"] and not over
    return Send() if true else Drop("changed")


def _short(facts: Facts, reader: Reader, words: Words) -> Screen:
    if facts["role"] == "partner":
        text = words("ending.short.partner", code=facts["code"])
    else:
        text = words("ending.short", name=reader.name)
    return Screen(text, ((Button(words("button.see"), "ending_see"),),))


def _details(facts: Facts, reader: Reader, words: Words) -> Screen:
    what, role = facts["what"], facts["role"] or "supporter"
    day = times.day(moment(facts["ends"]), reader.zone, words.language)
    # Somebody who left or was forgotten is not named any more.
    whose = role == "supporter" and not facts["name"]
    text = words(
        f"ending.{what}.{'unnamed' if whose else role}",
        day=day,
        name=facts["name"],
        partner=facts["partner"],
        code=facts["code"],
    )
    return Screen(text, _buttons(facts, role, words), protect=True)


def _buttons(facts: Facts, role: str, words: Words) -> tuple[tuple[Button, ...], ...]:
    home = (Button(words("button.home"), "home"), help_button(words))
    if role == "partner":
        return ((Button(words("button.circles"), "circles"),), home)
    if facts["what"] == "goodbye":
        export, delete = (
            Button(words("button.export"), "export"),
            Button(words("button.delete"), "delete"),
        )
        return ((export, delete), home)
    if role == "participant":
        write = Button(words("button.write_to", name=facts["partner"]), "write_partner")
        return ((write,), home)
    return (home,)


def _load_extend(tx: Tx, row: Row) -> Facts:
    return {"code": circles.get(tx, int(str(row.facts["circle"]))).code, **row.facts}


def _extend(facts: Facts, reader: Reader, words: Words) -> Screen:
    day = times.day(moment(facts["ends"]), reader.zone, words.language)
    more = [
        (Button(words.count("button.more_weeks", weeks), "extend_by", str(weeks)),)
        for weeks in MORE_WEEKS
    ]
    back = Button(words("button.not_now"), "circles")
    return Screen(words("extend.ask", code=facts["code"], day=day), (*more, (back,)))


def _extended(facts: Facts, reader: Reader, words: Words) -> Screen:
    day = times.day(moment(facts["ends"]), reader.zone, words.language)
    circles_button = Button(words("button.circles"), "circles")
    return Screen(words("extend.done", code=facts["code"], day=day), ((circles_button,),))


LETTERS = (
    Letter(Kind.ENDING_NEWS, _short, load=_load, still=_still, menu=True),
    Letter(Kind.ENDING_DETAILS, _details, load=_load),
    Letter(Kind.EXTEND, _extend, load=_load_extend),
    Letter(Kind.EXTENDED, _extended, load=_load_extend),
)

"""Letters of one circle, for its partner: how it stands, whom to write to, and a long break."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import pauses, programme
from handlers.screens import times
from handlers.screens.programme import week_of
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, people, rhythms, step_ins
from storage.database import Tx
from storage.enums import StepInState
from storage.moments import maybe_micros
from storage.records import Row


def _load(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    listed = row.facts["people"]
    found = [people.get(tx, one) for one in listed] if isinstance(listed, list) else []
    standing = step_ins.standing(tx, circle.id)
    return {
        **row.facts,
        "code": circle.code,
        "names": [one.name if one else "" for one in found],
        "runs": programme.running(circle, row.created_at),
        "week": programme.week(circle, row.created_at),
        "weeks": programme.weeks(circle),
        "phase": programme.phase(circle, row.created_at),
        "ends": circle.ends_at,
        "stepped_in": standing is not None and standing.state is StepInState.AGREED,
    }


def _care(facts: Facts, reader: Reader, words: Words) -> Screen:
    state = words(f"circles.{facts['state']}", code=facts["code"])
    if facts["runs"] and facts["ends"]:
        day = times.day(facts["ends"], reader.zone, words.language)
        week = week_of(facts["week"], facts["weeks"], words)
        phase = words(f"care.phase.{facts['phase']}")
        state = f"{state}\n\n{week} {words('care.until', day=day)}\n{phase}"
    rows = [
        (Button(words("button.write_to", name=name), "write_to", str(number)),)
        for number, name in enumerate(facts["names"])
    ]
    if facts["stepped_in"]:
        rows.append((Button(words("button.we_talked"), "we_talked"),))
    if facts["runs"]:
        rows.append((Button(words("button.more_time"), "extend"),))
    rows.append((Button(words("button.circles"), "circles"),))
    return Screen(f"{state}\n\n{words('care.kept')}", tuple(rows), protect=True)


def _load_break(tx: Tx, row: Row) -> Facts:
    """The break as it stands now, while the reader is the circle's partner."""
    circle = circles.get(tx, int(str(row.facts["circle"])))
    centre = circle.participant_id if circle.partner_id == row.person_id else None
    rhythm = rhythms.get(tx, centre) if centre is not None else None
    same = rhythm is not None and maybe_micros(rhythm.paused_since) == row.facts["since"]
    rests = rhythm if same else None
    return {"code": circle.code, "days": row.facts["days"], "rhythm": rests}


def _still_rests(facts: Facts, now: datetime) -> Send | Drop:
    return Send() if pauses.holds(facts["rhythm"], now) else Drop("settled")


def _long_break(facts: Facts, _reader: Reader, words: Words) -> Screen:
    buttons = (Button(words("button.circles"), "circles"), Button(words("button.home"), "home"))
    text = words("long_break.ask", code=facts["code"], days=facts["days"])
    return Screen(text, (buttons,))


LETTERS = (
    Letter(Kind.CIRCLE_CARE, _care, load=_load),
    Letter(Kind.LONG_BREAK, _long_break, load=_load_break, still=_still_rests, about=about.circle),
)

"""The letter of one circle, for its partner: a code, a word about cover, and whom to write to."""

from __future__ import annotations

from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import programme
from handlers.screens import times
from handlers.screens.programme import week_of
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, people, step_ins
from storage.database import Tx
from storage.enums import StepInState
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
        "ends": circle.ends_at,
        "stepped_in": standing is not None and standing.state is StepInState.AGREED,
    }


def _care(facts: Facts, reader: Reader, words: Words) -> Screen:
    state = words(f"circles.{facts['state']}", code=facts["code"])
    if facts["runs"] and facts["ends"]:
        day = times.day(facts["ends"], reader.zone, words.language)
        week = week_of(facts["week"], facts["weeks"], words)
        state = f"{state}\n\n{week} {words('care.until', day=day)}".strip()
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


LETTERS = (Letter(Kind.CIRCLE_CARE, _care, load=_load),)

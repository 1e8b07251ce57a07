"""Letters to a partner whose participant went quiet: a neutral line, and the details on a tap."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import alerts, circles, people
from storage.database import Tx
from storage.enums import AlertState
from storage.records import Row

AFTER = (3, 7, 14)
"""The days of quiet that somebody may choose."""


def _load(tx: Tx, row: Row) -> Facts:
    """What holds now: the silence, the consent, and who the partner is."""
    alert = alerts.get(tx, int(str(row.facts["alert"])))
    circle = circles.get(tx, alert.circle_id) if alert else None
    person = people.get(tx, circle.participant_id) if circle and circle.participant_id else None
    open_still = alert is not None and alert.state is not AlertState.RESOLVED
    mine = circle is not None and circle.partner_id == row.person_id
    return {
        "code": circle.code if circle else "",
        "name": person.name if person else "",
        "days": person.quiet_after if person else None,
        "open": bool(open_still and mine and person and person.quiet_after in AFTER),
    }


def _still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["open"] else Drop("settled")


def _short(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(
        words("quiet.short", code=facts["code"]), ((Button(words("button.see"), "quiet_see"),),)
    )


def _details(facts: Facts, _reader: Reader, words: Words) -> Screen:
    home = (Button(words("button.home"), "home"),)
    if not facts["open"]:
        return Screen(words("quiet.over", code=facts["code"]), (home,))
    text = words(f"quiet.details.{facts['days']}", name=facts["name"])
    write = Button(words("button.write_to", name=facts["name"]), "write_to", "0")
    return Screen(f"{text} {words('quiet.hello')}", ((write,), home), protect=True)


LETTERS = (
    Letter(Kind.QUIET, _short, load=_load, still=_still, about=about.alert),
    Letter(Kind.QUIET_DETAILS, _details, load=_load),
)

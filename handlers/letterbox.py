"""The letterbox: one letter for each kind of outbox row, from whichever module it stands in."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.letter import Letter
from handlers.letters import (
    afterwards,
    alerts,
    casework,
    checkins,
    circle_page,
    circles,
    closings,
    contacts,
    crisis,
    ending,
    goals,
    hello,
    home,
    hours,
    joining,
    lines,
    links,
    near,
    notes,
    nudges,
    places,
    privacy,
    quiet,
    rhythm,
    settings,
    sharing,
    shown,
    stepping_in,
    stopping,
    urgent,
    weekly,
    zone,
)

LETTERS: Mapping[str, Letter] = {
    letter.kind: letter
    for module in (
        notes,
        crisis,
        home,
        joining,
        rhythm,
        zone,
        settings,
        circles,
        casework,
        circle_page,
        places,
        stopping,
        ending,
        links,
        contacts,
        lines,
        hello,
        privacy,
        checkins,
        closings,
        afterwards,
        nudges,
        quiet,
        alerts,
        stepping_in,
        near,
        urgent,
        hours,
        sharing,
        shown,
        goals,
        weekly,
    )
    for letter in module.LETTERS
}

"""Letters about who is near: "still here?", "I have nobody", and what changed in the circle."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import about, hours, pairs
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import silence
from handlers.screens import cards, times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, milestones, people, still_here
from storage.database import Tx
from storage.enums import SeatState
from storage.moments import micros, moment
from storage.records import Row


def _load_still(tx: Tx, row: Row) -> Facts:
    seat = circles.get_seat(tx, int(str(row.facts["seat"])))
    stands = seat is not None and silence.is_here(seat)
    seen = (seat.seen_at or seat.since) if seat is not None else row.created_at
    return {**row.facts, "silent": stands and seen <= row.created_at}


def _still_silent(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["silent"] else Drop("seen")


def _still_here(_facts: Facts, reader: Reader, words: Words) -> Screen:
    here = Button(words("button.still_here"), "still_here")
    return Screen(words("still_here.ask", name=reader.name), ((here,),))


def _still_asked(tx: Tx, row: Row, now: datetime) -> None:
    """Silence counts from here on, and not before."""
    still_here.asked(tx, row.person_id, now)


def _load_nobody(tx: Tx, row: Row) -> Facts:
    """Who hears of it and who may be asked, by the names that they have now."""
    near = {key: people.get(tx, int(str(row.facts[key]))) for key in ("hears", "partner")}
    return {**row.facts, **{key: one.name if one else "" for key, one in near.items()}}


def _nobody(facts: Facts, reader: Reader, words: Words) -> Screen:
    parts = [words("nobody.heard"), _who_hears(facts, reader, words)]
    if facts["partner"]:
        parts.append(words("nobody.offer", name=facts["partner"]))
    back = Button(words("button.somebody"), "somebody")
    return Screen(" ".join(parts), ((back,), (cards.help_button(words),)))


def _who_hears(facts: Facts, reader: Reader, words: Words) -> str:
    if facts["known"]:
        return words("nobody.known", name=facts["hears"])
    if not facts["hears"]:
        return words("nobody.later")
    if facts["at"] is None:
        return words("nobody.now", name=facts["hears"])
    at = moment(facts["at"])
    day = times.day(at, reader.zone, words.language)
    clock = times.clock(at, reader.zone, words.language)
    return words("nobody.morning", name=facts["hears"], day=day, at=clock)


def _load_change(tx: Tx, row: Row) -> Facts:
    seat = circles.get_seat(tx, int(str(row.facts["seat"])))
    person = people.get(tx, seat.supporter_id) if seat and seat.supporter_id else None
    circle = circles.get(tx, seat.circle_id) if seat else None
    true = (
        seat is not None
        and seat.state == row.facts["state"]
        and micros(seat.since) == row.facts["since"]
    )
    return {
        **row.facts,
        "name": person.name if person else "",
        "true": true and circle is not None and circle.participant_id == row.person_id,
        **_load_partner(tx, row, seat.circle_id if seat else None),
    }


def _load_partner(tx: Tx, row: Row, circle_id: int | None) -> Facts:
    """Whose words may help now: the partner of this circle, if the reader may write to them."""
    theirs = pairs.partners(tx, row.person_id, row.created_at)
    own = next((one for one in theirs if one.id == circle_id), None)
    partner = people.get(tx, own.partner_id) if own else None
    return {"partner": partner.name if partner else "", "several": len(theirs) > 1}


def _change_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["true"] and facts["name"] else Drop("changed")


def _change_news(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("back.short"), ((Button(words("button.see"), "change_see"),),))


def _change_told(tx: Tx, row: Row, now: datetime) -> None:
    """Whoever hears that somebody went hears of it when they are back, too."""
    seat = circles.get_seat(tx, int(str(row.facts["seat"])))
    if seat is not None:
        milestones.first(tx, seat.circle_id, f"away-{seat.id}", row.person_id, now)


def _change_details(facts: Facts, _reader: Reader, words: Words) -> Screen:
    key = "change.paused" if facts["state"] == SeatState.PAUSED else "change.away"
    invite = Button(words("button.invite_supporter"), "invite_supporter")
    okay = Button(words("button.okay"), "home")
    rows = (*_write(facts, words), (invite,), (okay,))
    return Screen(words(key, name=facts["name"]), rows, protect=True)


def _write(facts: Facts, words: Words) -> tuple[tuple[Button, ...], ...]:
    """To the partner of the circle; with several, the next screen asks for which."""
    if not facts["partner"]:
        return ()
    key = "button.write_partner" if facts["several"] else "button.write_to"
    return ((Button(words(key, name=facts["partner"]), "write_partner"),),)


def _load_new_partner(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    partner = people.get(tx, circle.partner_id)
    own = circle.participant_id == row.person_id
    return {
        **_load_partner(tx, row, circle.id),
        "name": partner.name if own and partner else "",
        "true": own and circle.partner_id == row.facts.get("partner"),
        "hours": hours.of(tx, circle.partner_id, row.created_at),
    }


def _partner_news(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("back.short"), ((Button(words("button.see"), "partner_see"),),))


def _partner_details(facts: Facts, reader: Reader, words: Words) -> Screen:
    """Who is there from now on; nothing of who was, or why."""
    said = words("partner_new.details", name=facts["name"])
    text = "\n\n".join(filter(None, (said, hours.text(facts["hours"], words, reader.zone))))
    okay = Button(words("button.okay"), "home")
    return Screen(text, (*_write(facts, words), (okay,)), protect=True)


LETTERS = (
    Letter(
        Kind.STILL_HERE,
        _still_here,
        load=_load_still,
        still=_still_silent,
        arrived=_still_asked,
        about=about.seat,
    ),
    Letter(Kind.NOBODY, _nobody, load=_load_nobody),
    Letter(
        Kind.CHANGE_NEWS,
        _change_news,
        load=_load_change,
        still=_change_still,
        arrived=_change_told,
        about=about.seat,
    ),
    Letter(Kind.CHANGE_DETAILS, _change_details, load=_load_change),
    Letter(
        Kind.PARTNER_NEWS,
        _partner_news,
        load=_load_new_partner,
        still=_change_still,
        about=about.circle,
    ),
    Letter(Kind.PARTNER_DETAILS, _partner_details, load=_load_new_partner),
)

"""Letters of a supporter's places: the list, one of them, and a break from some or all.

Whoever was taken out reads what they read before: nothing here looks at more than they know.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover, places
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import breaks, programme
from handlers.rules.breaks import Break
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.programme import week_of, whose
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles
from storage.database import Tx
from storage.moments import maybe_moment
from storage.places import NEVER
from storage.records import Row, Seat


def _seats(tx: Tx, row: Row) -> list[Seat]:
    listed = row.facts["seats"]
    found = [circles.get_seat(tx, int(one)) for one in listed] if isinstance(listed, list) else []
    return [seat for seat in found if seat is not None]


def _load(tx: Tx, row: Row) -> Facts:
    return {**row.facts, "names": [places.centre(tx, seat) for seat in _seats(tx, row)]}


def _list(facts: Facts, _reader: Reader, words: Words) -> Screen:
    names = whose(facts["names"], words)
    named = [(Button(name, "place", str(at)),) for at, name in enumerate(names)]
    home = (Button(words("button.home"), "home"), help_button(words))
    rest = (Button(words("button.rest"), "rest"),)
    return Screen(words("places.title"), (*named, rest, home), protect=True)


def _rest_pick(facts: Facts, _reader: Reader, words: Words) -> Screen:
    names = whose(facts["names"], words)
    named = [(Button(name, "rest_pick", str(at)),) for at, name in enumerate(names)]
    everywhere = (Button(words("button.all_of_them"), "rest_pick", "all"),)
    home = (Button(words("button.not_now"), "home"), help_button(words))
    return Screen(words("rest.which"), (*named, everywhere, home), protect=True)


def _load_place(tx: Tx, row: Row) -> Facts:
    seat = _seats(tx, row)[0]
    circle, now = circles.get(tx, seat.circle_id), row.created_at
    return {
        "name": places.centre(tx, seat),
        "partner": places.name(tx, circle.partner_id),
        "runs": programme.lasts(circle, now),
        "week": programme.week(circle, now),
        "weeks": programme.weeks(circle),
        "stands": cover.stands(seat),
        "rests": breaks.holds(seat, now),
        "until": None if seat.paused_until == NEVER else seat.paused_until,
    }


def _place(facts: Facts, reader: Reader, words: Words) -> Screen:
    (name,) = whose([facts["name"]], words)
    home = (Button(words("button.home"), "home"), help_button(words))
    leave = (Button(words("button.leave"), "leave_pick", "0"),)
    if not facts["stands"]:
        return Screen(words("place.waiting", name=name), (leave, home), protect=True)
    if not facts["runs"]:
        return Screen(words("place.over", name=name), (home,), protect=True)
    week = week_of(facts["week"], facts["weeks"], words)
    text = f"{words('place.title', name=name)} {week}".strip()
    text = f"{text}\n\n{words('place.partner', name=facts['partner'])}"
    action = Button(words("button.rest"), "rest_pick", "0")
    if facts["rests"]:
        text = f"{text}\n\n{_rests(facts['until'], reader, words)}"
        action = Button(words("button.rest_back"), "rest_back")
    rows: list[tuple[Button, ...]] = [(action,)]
    # Once a name is deleted there is nobody to share with by it; what is shared stays as near.
    shares = Button(words("button.sharing"), "sharing")
    if facts["name"]:
        shares = Button(words("button.what_i_share", name=name), "share_with", "0")
    rows.append((shares,))
    return Screen(text, (*rows, leave, home), protect=True)


def _rests(until: datetime | None, reader: Reader, words: Words) -> str:
    if until is None:
        return words("rest.open")
    return words("rest.until", day=times.day(until, reader.zone, words.language))


def _rest_ask(facts: Facts, _reader: Reader, words: Words) -> Screen:
    lengths = [(Button(words(f"button.rest.{one}"), "rest_for", one.value),) for one in Break]
    text = words("rest.how_long", names=", ".join(whose(facts["names"], words)))
    return Screen(text, (*lengths, (Button(words("button.not_now"), "home"),)), protect=True)


def _resting(facts: Facts, reader: Reader, words: Words) -> Screen:
    text = f"{words('rest.begun')} {_rests(maybe_moment(facts['until']), reader, words)}"
    back = (Button(words("button.rest_back"), "rest_back"),)
    return Screen(text, (back, (Button(words("button.home"), "home"), help_button(words))))


LETTERS = (
    Letter(Kind.PLACES, _list, load=_load),
    Letter(Kind.PLACE, _place, load=_load_place),
    Letter(Kind.REST_PICK, _rest_pick, load=_load),
    Letter(Kind.REST_ASK, _rest_ask, load=_load),
    Letter(Kind.RESTING, _resting),
)

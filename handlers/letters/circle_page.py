"""Letters of the participant's circle: the page of everybody, of one person, and the question
before somebody is taken out."""

from __future__ import annotations

from typing import Any

from handlers.chat import places
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import programme
from handlers.rules.near import Near
from handlers.screens.cards import help_button
from handlers.screens.programme import week_of
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles
from storage.database import Tx
from storage.records import Row

_CHOSEN = (Near.HERE, Near.BREAK, Near.AWAY)


def _load_page(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    now, listed = row.created_at, row.facts["seats"]
    seats = [circles.get_seat(tx, int(one)) for one in listed] if isinstance(listed, list) else []
    chosen = places.chosen(tx, circle)
    return {
        "runs": programme.running(circle, now),
        "week": programme.week(circle, now),
        "weeks": programme.weeks(circle),
        "phase": programme.phase(circle, now),
        "partner": places.name(tx, circle.partner_id),
        "stepped_in": places.stepped_in(tx, circle),
        "lines": [(places.name(tx, seat.supporter_id), word) for seat, word in chosen],
        "names": [places.name(tx, seat.supporter_id) if seat else "" for seat in seats],
        "alone": places.alone(tx, circle),
        "nobody": circle.nobody_since is not None,
    }


def _page(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """Where everybody is, in a word each; once the time is over, only that."""
    home = (Button(words("button.home"), "home"), help_button(words))
    if not facts["runs"]:
        return Screen(words("my_circle.over"), (home,))
    lines = [words(f"near.{word}", name=name) for name, word in facts["lines"]]
    if not lines and not facts["stepped_in"]:
        lines = [words("my_circle.nobody")]
    if facts["stepped_in"]:
        lines.append(words("near.stepped_in", name=facts["stepped_in"]))
    week = week_of(facts["week"], facts["weeks"], words)
    phase = words(f"phase.{facts['phase']}") if week else ""
    partner = words("my_circle.partner", name=facts["partner"])
    people = [
        (Button(name, "circle_person", str(place)),)
        for place, name in enumerate(facts["names"])
        if name
    ]
    title = f"{words('my_circle.title')} {week} {phase}".strip()
    text = "\n\n".join([title, "\n".join(lines), partner])
    return Screen(text, (*people, *_invite(facts, words), home), protect=True)


def _invite(facts: Facts, words: Words) -> tuple[tuple[Button, ...], ...]:
    invite = (Button(words("button.invite_supporter"), "invite_supporter"),)
    links = (Button(words("button.links"), "links"),)
    if facts["nobody"]:
        return (invite, links, (Button(words("button.somebody"), "somebody"),))
    if facts["alone"]:
        return (invite, links, (Button(words("button.nobody"), "nobody"),))
    return (invite, links)


def _load_person(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    order = [(seat, word) for seat, word in places.chosen(tx, circle) if word in _CHOSEN]
    at = next((at for at, (one, _) in enumerate(order) if one.id == row.facts["seat"]), None)
    if at is None:
        return {"word": None}
    seat, word = order[at]
    return {
        "word": word,
        "name": places.name(tx, seat.supporter_id),
        "at": at,
        "many": len(order),
        "runs": programme.running(circle, row.created_at),
    }


def _person(facts: Facts, _reader: Reader, words: Words) -> Screen:
    back = (Button(words("button.my_circle"), "my_circle"), help_button(words))
    if facts["word"] is None:
        return Screen(words("say.neutral"), (back,))
    text = words(f"near.{facts['word']}", name=facts["name"])
    rows: list[tuple[Button, ...]] = []
    if facts["many"] > 1:
        order = words("person.order", name=facts["name"], at=facts["at"] + 1, many=facts["many"])
        text = f"{text}\n\n{order}"
        rows.append(_moves(facts, words))
    if facts["runs"] and facts["word"] is not Near.AWAY:
        share = words("button.what_i_share", name=facts["name"])
        rows.append((Button(share, "share_with", "0"),))
    rows.append((Button(words("button.take_out", name=facts["name"]), "seat_remove"),))
    return Screen(text, (*rows, back), protect=True)


def _moves(facts: dict[str, Any] | Facts, words: Words) -> tuple[Button, ...]:
    """Where to: the value is the place, so that a second tap changes nothing."""
    at, moves = facts["at"], []
    if at > 0:
        moves.append(Button(words("button.move_up"), "seat_put", str(at - 1)))
    if at < facts["many"] - 1:
        moves.append(Button(words("button.move_down"), "seat_put", str(at + 1)))
    return tuple(moves)


def _load_remove(tx: Tx, row: Row) -> Facts:
    seat = circles.get_seat(tx, int(str(row.facts["seat"])))
    return {"name": places.name(tx, seat.supporter_id if seat else None)}


def _remove(facts: Facts, _reader: Reader, words: Words) -> Screen:
    yes = Button(words("button.take_out", name=facts["name"]), "seat_remove_yes")
    keep = Button(words("button.keep_person"), "my_circle")
    return Screen(words("person.remove", name=facts["name"]), ((yes,), (keep,)), protect=True)


LETTERS = (
    Letter(Kind.MY_CIRCLE, _page, load=_load_page),
    Letter(Kind.CIRCLE_PERSON, _person, load=_load_person),
    Letter(Kind.REMOVE_ASK, _remove, load=_load_remove),
)

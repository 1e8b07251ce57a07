"""Letters of the crisis gate: the card, what stands behind its buttons, and the concern."""

from __future__ import annotations

from handlers.chat import alerting, hours, pairs
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import reading, rounds
from handlers.rules.crisis.verdict import CrisisKind
from handlers.rules.rounds import Duty, Roster
from handlers.screens import crisis, times
from handlers.screens.crisis import Near
from handlers.screens.screen import GONE, Button, Screen
from handlers.texts.catalog import Words
from storage import circles, partner_hours, people
from storage.database import Tx
from storage.records import Circle, Row


def _load_card(tx: Tx, row: Row) -> Facts:
    """Whom the person has, and whether their partner usually reads at this hour."""
    found = pairs.partners(tx, row.person_id, row.created_at)
    near = _partner(tx, found[0].partner_id, row) if found else {}
    trusted = circles.of_participant(tx, row.person_id) is not None
    return {"partner": "", "reads": True, "hours": {}, **near, **row.facts, "trusted": trusted}


def _first(tx: Tx, circle: Circle, row: Row) -> int:
    """Who would hear of it first, at this moment: the partner may be away or out of reach."""
    near = _near(alerting.roster(tx, circle, row.created_at), row)
    return near[0].person_id if near else circle.partner_id


def _near(roster: Roster, row: Row) -> list[Duty]:
    """Who can be told at this moment, in order; never who asks."""
    near = rounds.in_reach(roster.partner, roster.backup, *roster.coordinators)
    return [one for one in near if one.person_id != row.person_id]


def _then(tx: Tx, circle: Circle, row: Row) -> str:
    """Who is told when the first has not seen it; empty when there is nobody else."""
    roster = alerting.roster(tx, circle, row.created_at)
    later = {one.person_id for one in _near(roster, row)[1:]}
    if roster.backup and roster.backup.person_id in later:
        return "backup"
    return "coordinator" if later else ""


def _partner(tx: Tx, person_id: int, row: Row) -> dict[str, object]:
    partner = people.get(tx, person_id)
    if partner is None:
        return {}
    kept = partner_hours.get(tx, partner.id)
    return {
        "partner": partner.name,
        "reads": reading.reads(kept, partner.zone, row.created_at),
        "hours": hours.of(tx, partner.id, row.created_at),
    }


def _card(facts: Facts, reader: Reader, words: Words) -> Screen:
    usual = hours.text(facts["hours"], words, reader.zone)
    asleep = usual or words("crisis.night", name=facts["partner"])
    near = Near(
        partner=facts["partner"],
        hours="" if facts["reads"] or not facts["partner"] else asleep,
        trusted=facts["trusted"],
    )
    return crisis.card(CrisisKind(facts["about"]), words, near, again=bool(facts.get("again")))


def _page(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return crisis.page(facts["page"], words)


def _load_ask(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    person = people.get(tx, row.person_id)
    own = circle.participant_id == row.person_id
    return {
        **_partner(tx, _first(tx, circle, row), row),
        **row.facts,
        "name": person.name if person else "",
        "code": circle.code,
        "then": _then(tx, circle, row) if "wait" in row.facts else "",
        "from": "participant" if own else "supporter",
        "at": row.created_at,
    }


def _ask(facts: Facts, reader: Reader, words: Words) -> Screen:
    """Exactly what would go; that it may have to be acted on; when they usually read."""
    at = times.clock(facts["at"], reader.zone, words.language)
    day = times.day(facts["at"], reader.zone, words.language)
    told = [
        words(f"urgent.{facts['from']}.danger", code=facts["code"], name=facts["name"]),
        words(f"urgent.detail.{facts['about']}"),
        words("urgent.asked_at", day=day, at=at),
        words("urgent.please"),
    ]
    usual = hours.text(facts["hours"], words, reader.zone)
    parts = [
        words("crisis.ask", name=facts["partner"]),
        " ".join(told),
        words("crisis.ask.not_words"),
        f"{words('crisis.ask.duty', name=facts['partner'])} {usual}".strip(),
        *_unseen(facts, words),
    ]
    send = Button(words("button.crisis.send"), "crisis_send")
    keep = Button(words("button.no"), "crisis_keep")
    return Screen("\n\n".join(parts), ((send, keep),))


def _unseen(facts: Facts, words: Words) -> tuple[str, ...]:
    """What follows when nobody has seen it in time."""
    match facts["then"]:
        case "backup":
            return (words("crisis.ask.then_backup", minutes=facts["wait"]),)
        case "coordinator":
            return (words("crisis.ask.then_coordinator", minutes=facts["wait"]),)
        case _:
            return ()


def _concern(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return crisis.concern(words, again=bool(facts.get("again")))


def _gone(_facts: Facts, _reader: Reader, _words: Words) -> Screen:
    return GONE


LETTERS = (
    Letter(Kind.CRISIS, _card, load=_load_card),
    Letter(Kind.CRISIS_PAGE, _page),
    Letter(Kind.CRISIS_ASK, _ask, load=_load_ask),
    Letter(Kind.CONCERN, _concern),
    Letter(Kind.GONE, _gone),
)

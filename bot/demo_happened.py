"""What happened, and who is who: plain lines in both languages, for whoever watches the room.

Nobody in a circle sees such a list; the page says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.practice_room.hooks import Happening, Said
from handlers.chat.kinds import Kind
from handlers.rules.rounds import Why
from storage import happenings, people
from storage.database import Row, Tx
from storage.enums import AlertKind, AlertState, Role, StepInState
from storage.moments import moment

RECENT = 40
LANGUAGES = ("en", "es")
Pair = tuple[str, str]

ALERTS: Mapping[AlertKind, Pair] = {
    AlertKind.NO_ACTIVE_SUPPORTER: ("nobody is near", "no hay nadie cerca"),
    AlertKind.NO_PARTNER: ("there is no partner", "falta Community Partner"),
    AlertKind.PARTICIPANT_UNREACHABLE: (
        "messages do not reach the participant",
        "los mensajes no llegan a quien participa",
    ),
    AlertKind.QUIET_PARTICIPANT: ("a silence, as agreed", "un silencio, según lo acordado"),
    AlertKind.DANGER: ("somebody may be in danger", "alguien puede estar en peligro"),
    AlertKind.ASKED_FOR_PARTNER: ("somebody asks for their partner", "alguien pide hablar"),
}
STATES: Mapping[AlertState, Pair] = {
    AlertState.PENDING: (
        "it may pass by itself, nobody is told yet",
        "puede pasar por sí solo, nadie lo sabe aún",
    ),
    AlertState.OPEN: ("somebody is told when their day begins", "alguien lo sabrá en su horario"),
    AlertState.NOTIFIED: ("somebody was told", "alguien ya lo sabe"),
    AlertState.ACKNOWLEDGED: ("{name} takes it on", "se encarga {name}"),
    AlertState.RESOLVED: ("this alert is closed", "este aviso se cierra"),
}
"""What a change of an alert means."""
SOMEBODY: Pair = ("somebody", "alguien")
AGAIN: Pair = ("looked after again", "ya hay quien acompaña")
ENDS: Mapping[str, Pair] = {
    Why.SUPPORTER: AGAIN,
    Why.STEPPED_IN: AGAIN,
    Why.NEVER_TOLD: ("it passed by itself", "pasó por sí solo"),
}
"""Why an alert is over, where there is more to say of it."""
CAME: Mapping[Kind, Pair] = {
    Kind.NUDGE: ("{name} is asked how things are", "{name} recibe la pregunta: ¿cómo estás?"),
    Kind.WEEKLY: ("{name} gets the note of the week", "{name} recibe la nota de la semana"),
    Kind.ALERT: ("{name} gets an alert", "{name} recibe un aviso"),
    Kind.ALERT_GROUP: ("{name} gets several alerts in one", "{name} recibe varios avisos en uno"),
    Kind.URGENT: ("{name} gets an urgent alert", "{name} recibe un aviso urgente"),
    Kind.QUIET: ("{name} hears of a silence", "{name} se entera de un silencio"),
    Kind.HOURS_DIGEST: ("{name} hears what came meanwhile", "{name} se pone al día"),
    Kind.HELLO_ASK: ("{name} is asked for a hello", "{name} recibe la petición de un saludo"),
    Kind.HELLO_NEWS: ("{name} gets an answer to the hello", "{name} recibe respuesta al saludo"),
    Kind.HELLO_YET: (
        "{name} hears that no answer came yet",
        "{name} sabe que aún no hay respuesta",
    ),
    Kind.LINE_NEWS: ("words wait for {name}", "hay unas palabras para {name}"),
    Kind.OFFER: ("{name} is asked about stepping in", "{name} recibe un ofrecimiento"),
    Kind.OFFER_ANSWER: ("{name} gets the answer", "{name} recibe la respuesta"),
    Kind.STILL_HERE: (
        "{name} is asked: still here?",
        "{name} recibe la pregunta: ¿sigues por aquí?",
    ),
    Kind.CHANGE_NEWS: ("{name} hears of a change", "{name} se entera de un cambio"),
    Kind.PARTNER_NEWS: ("{name} hears who is there now", "{name} se entera de quién está ahora"),
    Kind.SEAT_NEWS: ("{name} is asked for a yes", "{name} puede decir que sí"),
    Kind.SEAT_OPEN: ("{name} has a place now", "{name} ya tiene un lugar"),
    Kind.ENDING_NEWS: ("{name} hears when it ends", "{name} sabe cuándo termina"),
    Kind.HANDED_BACK: (
        "{name} hands back: somebody chosen is near",
        "{name} deja de acompañar: ya hay alguien cerca",
    ),
    Kind.BACK_NEWS: ("{name} hears that somebody is back", "{name} sabe que alguien volvió"),
    Kind.TALKED_ASK: (
        "{name} is asked: have you two talked?",
        "{name} recibe la pregunta: ¿hablaron ya?",
    ),
    Kind.LONG_BREAK: (
        "{name} is asked to look in after a long break",
        "{name} sabe de una pausa larga",
    ),
    Kind.ALERT_CLOSED: (
        "{name} hears that it is looked after",
        "{name} sabe que ya hay quien acompaña",
    ),
    Kind.URGENT_NEWS: ("{name} hears how the call stands", "{name} sabe cómo va su llamada"),
    Kind.URGENT_TAKEN: ("{name} hears that somebody has it", "{name} sabe que alguien se encarga"),
    Kind.CIRCLE_NEWS: ("{name} has news of a circle", "{name} recibe noticias de un círculo"),
    Kind.LINE_UNSEEN: (
        "{name} hears that words were not opened",
        "{name} sabe que sus palabras siguen sin abrir",
    ),
    Kind.LINK_ASKED: (
        "{name} hears that a link came too late",
        "{name} sabe que un enlace llegó tarde",
    ),
    Kind.CONTACT: ("{name} hears who asks for a link", "{name} sabe quién pide un enlace"),
    Kind.CONTACT_WORD: ("an answer about a link arrives", "llega una respuesta sobre un enlace"),
    Kind.JOIN_AGAIN: ("{name} can go on joining", "{name} puede seguir con la entrada"),
}
"""What came to somebody's phone by itself; other kinds answer to a tap."""
SAVED: Pair = ("{name} has saved a check-in", "{name} guardó cómo está")
BEGUN: Pair = ("{code}: the circle of {name} begins", "{code}: empieza el círculo de {name}")
OFFERED: Pair = ("{code}: {name} offers to step in", "{code}: {name} se ofrece a acompañar")
YES: Pair = ("{code}: yes, {name} steps in", "{code}: sí, {name} acompaña por ahora")
NO: Pair = ("{code}: no, not now", "{code}: no, ahora no")
ROLES: Mapping[Role, Pair] = {
    Role.COORDINATOR: ("coordinator", "coordinación"),
    Role.PARTNER: ("Community Partner", "Community Partner"),
    Role.PARTICIPANT: ("participant, {code}", "participa en {code}"),
    Role.SUPPORTER: ("supporter, {code}", "acompaña en {code}"),
}


def said(words: Pair, **facts: object) -> Said:
    """The same in both languages."""
    return {code: text.format(**facts) for code, text in zip(LANGUAGES, words, strict=True)}


def happened(tx: Tx) -> list[Happening]:
    """The newest things, oldest first."""
    lines = sorted(_lines(tx), key=lambda one: one.at)
    return lines[-RECENT:]


def roles(tx: Tx) -> dict[int, Said]:
    """What each person is, in the programme and in circles."""
    parts: dict[int, list[Said]] = defaultdict(list)
    for row in happenings.roles(tx):
        parts[row["person_id"]].append(said(ROLES[Role(row["kind"])]))
    for row in happenings.circles(tx):
        if row["participant_id"] is not None:
            words = said(ROLES[Role.PARTICIPANT], code=row["code"])
            parts[row["participant_id"]].append(words)
    for row in happenings.seats(tx):
        parts[row["person_id"]].append(said(ROLES[Role.SUPPORTER], code=row["code"]))
    return {number: _together(all_of) for number, all_of in parts.items()}


def _together(parts: Iterable[Said]) -> Said:
    kept = list(parts)
    return {code: " · ".join(one[code] for one in kept) for code in LANGUAGES}


def _lines(tx: Tx) -> Iterator[Happening]:
    yield from _alerts(tx)
    for row in happenings.saved(tx, RECENT):
        yield _line(tx, row, row["at"], SAVED)
    for row in happenings.begun(tx, RECENT):
        yield _line(tx, row, row["at"], BEGUN, row["code"])
    for row in happenings.offers(tx, RECENT):
        yield _line(tx, row, row["offered_at"], OFFERED, row["code"])
        if row["answered_at"] is not None:
            # A step-in that has ended once had a yes.
            answer = NO if StepInState(row["state"]) is StepInState.DECLINED else YES
            yield _line(tx, row, row["answered_at"], answer, row["code"])
    # Last, so that of one instant the cause is told before what came of it.
    for row in happenings.unasked(tx, RECENT):
        if (came := CAME.get(Kind(row["kind"]))) is not None:
            yield _line(tx, row, row["at"], came)


def _alerts(tx: Tx) -> Iterator[Happening]:
    last: dict[int, AlertState] = {}
    for row in reversed(happenings.alert_changes(tx, RECENT)):
        state = AlertState(row["state"])
        if state is AlertState.PENDING and last.get(row["alert_id"]) is state:
            continue  # still the same damping
        last[row["alert_id"]] = state
        person = people.get(tx, row["person_id"]) if row["person_id"] is not None else None
        names = (person.name, person.name) if person else SOMEBODY
        yield Happening(moment(row["at"]), _change(row, state, names))


def _change(row: Row, state: AlertState, names: Pair) -> Said:
    words = ENDS.get(row["why"], STATES[state]) if state is AlertState.RESOLVED else STATES[state]
    code, what = row["code"], ALERTS[AlertKind(row["kind"])]
    told = [word.format(name=name) for word, name in zip(words, names, strict=True)]
    return {
        language: f"{code}: {word}" if words is AGAIN else f"{code}: {about}; {word}"
        for language, about, word in zip(LANGUAGES, what, told, strict=True)
    }


def _line(tx: Tx, row: Row, at: int, words: Pair, code: str = "") -> Happening:
    person = people.get(tx, row["person_id"])
    name = "…" if person is None else person.name
    return Happening(moment(at), said(words, name=name, code=code))

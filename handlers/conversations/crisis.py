"""What the crisis gate says, before any other conversation, and the buttons of its card.

Nothing goes to anybody without two taps. The words are not kept, only that the gate answered.
"""

from __future__ import annotations

from handlers.chat import pairs, urgent
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules.crisis.verdict import Level
from storage import circles, crises, outbox, rhythms
from storage.enums import AlertKind
from storage.records import Circle


def answer(talk: Talk) -> None:
    """The card, at once; a second one within the hour is shorter. What was asked stays asked, but
    no invitation is repeated: what stood open is set aside."""
    again = crises.lately(talk.tx, talk.id, Level.CRISIS, talk.now)
    _keep(talk)
    kind = talk.said.verdict.kind.value
    rhythms.set_aside(talk.tx, talk.id)
    talk.say(Kind.CRISIS, about=kind, again=again, said=talk.said.message_id)
    talk.forgot = True


def warm(talk: Talk) -> None:
    """A word for whoever sounds low, after whatever the text answered."""
    again = crises.lately(talk.tx, talk.id, Level.CONCERN, talk.now)
    _keep(talk)
    talk.say(Kind.CONCERN, again=again)


def _keep(talk: Talk) -> None:
    found = talk.said.verdict
    crises.put(talk.tx, talk.id, found.level, found.kind, found.rule, found.version, talk.now)


def edited(talk: Talk) -> None:
    """What was changed or added is read by the gate only; nothing else was asked anew."""
    del talk


def call(talk: Talk) -> None:
    """The number, large, and a tappable form of it."""
    talk.say(Kind.CRISIS_PAGE, page="call")


def trusted(talk: Talk) -> None:
    """How to write to somebody oneself; nothing is sent from here."""
    talk.say(Kind.CRISIS_PAGE, page="trusted")


def minutes(talk: Talk) -> None:
    """The next few minutes."""
    talk.say(Kind.CRISIS_PAGE, page="minutes")


def what(talk: Talk) -> None:
    """What happens on such a call, one line each."""
    talk.say(Kind.CRISIS_PAGE, page="what")


def steps(talk: Talk) -> None:
    """What to do for somebody else, in four steps."""
    talk.say(Kind.CRISIS_PAGE, page="steps")


def meant(talk: Talk) -> None:
    """That is not what they meant: believed, thanked, and Help stays."""
    talk.show(Kind.CRISIS_PAGE, page="meant")


def clear(talk: Talk) -> None:
    """Their message and the card go, so that nobody finds them here."""
    said = int(str(talk.row.facts.get("said") or 0)) if talk.row else 0
    for message in (said, talk.said.message_id):
        if message:
            talk.clear(message)
    talk.say(Kind.NOTE, key="crisis.cleared")


def go_on(talk: Talk) -> None:
    """Keep going: nothing more is said about it."""
    talk.note("concern.go")


def _circle(talk: Talk) -> Circle | None:
    """The circle whose partner would be asked: the one that was shown, while there is a way."""
    found = pairs.partners(talk.tx, talk.id, talk.now)
    shown = talk.row.facts.get("circle") if talk.row else None
    if shown is None:
        return found[0] if found else None
    return next((one for one in found if one.id == int(str(shown))), None)


def partner(talk: Talk) -> None:
    """First tap: exactly what would go, and to whom."""
    circle = _circle(talk)
    if circle is None or talk.row is None:
        talk.note("line.not_now", help=True)
    else:
        kind = str(talk.row.facts.get("about"))
        wait = int(talk.house.urgent.wait.total_seconds() // 60)
        talk.say(Kind.CRISIS_ASK, circle=circle.id, about=kind, wait=wait)


def send(talk: Talk) -> None:
    """Second tap: it goes, and whoever is asked is told at once, at any hour."""
    circle = _circle(talk)
    if circle is None or talk.row is None:
        talk.note("line.not_now", help=True)
        return
    if outbox.tapped(talk.tx, talk.row.id, "crisis_keep"):
        talk.note("crisis.kept", help=True)
        return
    if outbox.once(talk.tx, talk.row.id, "crisis_send"):
        kind = str(talk.row.facts["about"])
        circle = circles.get(talk.tx, circle.id)
        urgent.call(talk.tx, talk.house, circle, talk.id, AlertKind.DANGER, kind, talk.now)
        talk.told = True
    talk.note("crisis.sent", help=True)


def keep(talk: Talk) -> None:
    """No: it costs nothing and is not asked twice."""
    if talk.row is None or outbox.tapped(talk.tx, talk.row.id, "crisis_send"):
        talk.note("crisis.sent", help=True)
        return
    outbox.once(talk.tx, talk.row.id, "crisis_keep")
    talk.note("crisis.kept", help=True)

"""The end: what stands behind the first line of it, and more time, which the partner gives."""

from __future__ import annotations

from handlers.chat import ending, linking
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme
from storage import circles, people, programmes
from storage.moments import maybe_micros
from storage.records import Circle


def see(talk: Talk) -> None:
    """Notice, more time, or goodbye."""
    facts = talk.row.facts if talk.row else {}
    about = {key: facts.get(key) for key in ("circle", "what", "ends")}
    talk.show(Kind.ENDING_DETAILS, **about)


def extend(talk: Talk) -> None:
    """How much more time?"""
    circle = _own(talk)
    if circle:
        talk.show(Kind.EXTEND, circle=circle.id, ends=maybe_micros(circle.ends_at))


def _own(talk: Talk) -> Circle | None:
    """The circle of the tapped message: running, and the tapper is its partner today."""
    number = talk.row.facts.get("circle") if talk.row else None
    circle = circles.get(talk.tx, int(str(number))) if number is not None else None
    if circle is None or circle.partner_id != talk.id:
        talk.note("say.neutral")
    elif not programme.running(circle, talk.now) or circle.ends_at is None:
        talk.note("extend.over", code=circle.code)
    else:
        return circle
    return None


def extend_by(talk: Talk) -> None:
    """So many weeks more, once; everybody of the circle hears the new day."""
    circle = _own(talk)
    if circle is None or circle.ends_at is None or not linking.once(talk):
        return
    participant = people.get(talk.tx, circle.participant_id) if circle.participant_id else None
    zone = participant.zone if participant else "UTC"
    ends_at = programme.longer(circle.ends_at, int(talk.value), zone)
    programmes.extend(talk.tx, circle.id, ends_at, talk.now)
    longer = circles.get(talk.tx, circle.id)
    for person_id in ending.everybody(talk.tx, longer):
        if person_id != talk.id:
            ending.tell(talk.tx, talk.house, longer, person_id, "longer", talk.now)
    talk.told = True
    talk.show(Kind.EXTENDED, circle=circle.id, ends=maybe_micros(ends_at))

"""Have you talked? The answer of a partner who stepped in."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import stepped_in
from handlers.chat.context import Talk
from storage import circles, milestones, step_ins
from storage.enums import StepInState
from storage.moments import micros, moment
from storage.records import Circle, StepIn


def _own(talk: Talk) -> Circle | None:
    """The circle of the tapped message, where the tapper has stepped in."""
    number = talk.row.facts.get("circle") if talk.row else None
    circle = circles.get(talk.tx, int(str(number))) if number is not None else None
    standing = step_ins.standing(talk.tx, circle.id) if circle is not None else None
    if standing and standing.state is StepInState.AGREED and standing.partner_id == talk.id:
        return circle
    talk.note("say.neutral")
    return None


def talked(talk: Talk) -> None:
    """We talked: the time counts anew, once for each question."""
    circle = _own(talk)
    if circle is None:
        return
    standing = step_ins.standing(talk.tx, circle.id)
    asked = talk.row.facts.get("contact") if talk.row else None
    if standing and standing.contact_at and _asks(talk, standing, standing.contact_at, asked):
        step_ins.contact(talk.tx, circle.id, talk.now)
    talk.note("talked.thanks")


def _asks(talk: Talk, standing: StepIn, contact_at: datetime, asked: object) -> bool:
    """Whether the tapped question is about the last contact, by the time it had then or has now."""
    if micros(contact_at) == asked:
        return True
    same = stepped_in.same_question(moment(int(str(asked))), contact_at)
    return milestones.said(talk.tx, standing.circle_id, same, standing.partner_id)


def not_yet(talk: Talk) -> None:
    """Not yet: said when the circle will need a look again."""
    if _own(talk) is not None:
        lasts = talk.house.gap.step_in_lasts - talk.house.gap.contact_asked
        talk.note("talked.not_yet", days=lasts.days)

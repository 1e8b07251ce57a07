"""One circle of a partner: its code, whether somebody is near, and whom to write to. No answers."""

from __future__ import annotations

from handlers.chat import cover, pairs
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import circles, step_ins
from storage.enums import StepInState
from storage.records import Circle


def circle(talk: Talk) -> None:
    """The page of the circle that was tapped in the list."""
    found = _own(talk)
    if found:
        state = cover.state(talk.tx, found, talk.now, talk.house.gap)
        near = pairs.near(talk.tx, found)
        talk.show(Kind.CIRCLE_CARE, circle=found.id, state=state, people=near)


def _own(talk: Talk) -> Circle | None:
    """The circle of the tapped message, when the tapper is its partner today."""
    facts = talk.row.facts if talk.row else {}
    listed = facts.get("ids", [facts.get("circle")])
    place = int(talk.value or 0)
    if not isinstance(listed, list) or place >= len(listed):
        talk.note("say.old_button")
        return None
    found = circles.get(talk.tx, int(listed[place]))
    if found.partner_id == talk.id:
        return found
    talk.note("say.neutral")
    return None


def talked(talk: Talk) -> None:
    """We talked: whoever stepped in is counted as near from now on, for a time."""
    found = _own(talk)
    if found is None:
        return
    standing = step_ins.standing(talk.tx, found.id)
    if standing and standing.partner_id == talk.id and standing.state is StepInState.AGREED:
        step_ins.contact(talk.tx, found.id, talk.now)
        talk.note("care.talked", days=talk.house.gap.step_in_lasts.days)
    else:
        talk.note("say.neutral")

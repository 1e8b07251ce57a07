"""The participant's answer to an offer to step in. Nothing happens without a yes."""

from __future__ import annotations

from handlers.chat import standing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import circles, step_ins
from storage.enums import StepInState
from storage.moments import micros
from storage.records import StepIn

_OPEN = (StepInState.OFFERED, StepInState.TALK_FIRST)


def _offered(talk: Talk) -> StepIn | None:
    """The offer of the tapped message, when it is about the tapper's own circle."""
    number = talk.row.facts.get("step_in") if talk.row else None
    offer = step_ins.get(talk.tx, int(str(number))) if number is not None else None
    if offer and circles.get(talk.tx, offer.circle_id).participant_id == talk.id:
        return offer
    talk.note("say.neutral")
    return None


def see(talk: Talk) -> None:
    """The question behind the neutral first line."""
    offer = _offered(talk)
    if offer is None:
        return
    if offer.state in _OPEN:
        talk.show(Kind.OFFER_DETAILS, step_in=offer.id)
    else:
        talk.note("offer.over")


def later(talk: Talk) -> None:
    """Later costs nothing; the question stays reachable."""
    offer = _offered(talk)
    if offer is None:
        return
    if offer.state in _OPEN:
        talk.show(Kind.OFFER, step_in=offer.id, later=True)
    else:
        talk.note("offer.over")


def yes(talk: Talk) -> None:
    """The partner is the supporter from now on; the gap watch looks at the circle."""
    _said(talk, _answer(talk, StepInState.AGREED), "offer.yes")


def talk_first(talk: Talk) -> None:
    """A talk first: the partner hears so, and the question stays here for afterwards."""
    offer = _answer(talk, StepInState.TALK_FIRST)
    if offer is not None:
        talk.show(Kind.OFFER_TALK, step_in=offer.id)


def no(talk: Talk) -> None:
    """No: everything stays as it is."""
    _said(talk, _answer(talk, StepInState.DECLINED), "offer.no")


def _said(talk: Talk, offer: StepIn | None, key: str) -> None:
    if offer is not None:
        talk.note(key, person=offer.partner_id)


def _answer(talk: Talk, state: StepInState) -> StepIn | None:
    """Keep the answer and tell the partner, once; None when something else was said already."""
    offer = _offered(talk)
    if offer is None:
        return None
    only = tuple(one for one in _OPEN if one is not state)
    if step_ins.move(talk.tx, offer.id, state, talk.now, only=only):
        circle = circles.get(talk.tx, offer.circle_id)
        circles.look_at(talk.tx, circle.id, talk.now)
        about = {"circle": circle.id, "code": circle.code}
        talk.tell(offer.partner_id, Kind.OFFER_ANSWER, answer=state.value, **about)
        _card(talk, offer, state)
    elif offer.state is not state:
        talk.note("offer.over")
        return None
    return offer


def _card(talk: Talk, offer: StepIn, state: StepInState) -> None:
    """The partner's message that waits for the answer says how it stands now."""
    facts: dict[str, object] = {"clear": state is StepInState.AGREED}
    if state is StepInState.DECLINED:
        facts["again_at"] = micros(talk.now + talk.house.gap.offer_again)
    card = standing.retell(talk.tx, offer.card, Kind.ALERT_DETAILS, talk.now, **facts)
    if card is not None:
        step_ins.set_card(talk.tx, offer.id, card)

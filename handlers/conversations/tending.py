"""After the closing: how the last small step went, and one part to tend with a new one."""

from __future__ import annotations

from handlers.chat import afterwards
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import checkins, expecting, small_steps
from storage.enums import CheckinState, Dimension, Expected, StepState
from storage.records import Checkin, SmallStep

LONGEST = 200
"""A small step is small."""


def _saved(talk: Talk) -> Checkin | None:
    """The saved check-in of the tapped message; a closing that is too old gets a kind word."""
    checkin = afterwards.tapped(talk)
    if checkin and checkin.state is CheckinState.SAVED:
        return checkin
    talk.note("say.old_button")
    return None


def _asked_of(talk: Talk) -> SmallStep | None:
    """The small step that the tapped message is about."""
    number = talk.row.facts.get("small_step") if talk.row else None
    return small_steps.get(talk.tx, int(str(number))) if number is not None else None


def done(talk: Talk) -> None:
    """I did it."""
    _settle(talk, StepState.DONE, "step.done")


def partly(talk: Talk) -> None:
    """Partly."""
    _settle(talk, StepState.PARTLY, "step.partly")


def changed_mind(talk: Talk) -> None:
    """I changed my mind, which is a fine answer."""
    _settle(talk, StepState.CHANGED_MIND, "step.mind")


def let_go(talk: Talk) -> None:
    """It is let go."""
    _settle(talk, StepState.LET_GO, "step.let_go")


def _settle(talk: Talk, state: StepState, head: str) -> None:
    checkin = _saved(talk)
    if checkin is None:
        return
    step = _asked_of(talk)
    if step:
        small_steps.settle(talk.tx, step.id, state, talk.now)
    afterwards.offer(talk, checkin, head)


def not_this_time(talk: Talk) -> None:
    """Not this time: keep it, change it, or let it go."""
    checkin = _saved(talk)
    step = _asked_of(talk)
    if checkin and step:
        small_steps.settle(talk.tx, step.id, StepState.NOT_THIS_TIME, talk.now)
        talk.show(Kind.STEP_NOT, checkin=checkin.id, small_step=step.id)
    elif checkin:
        afterwards.offer(talk, checkin, "step.mind")


def keep(talk: Talk) -> None:
    """It stands for next time; nothing new is offered beside it."""
    checkin = _saved(talk)
    step = _asked_of(talk)
    if checkin and step:
        small_steps.keep(talk.tx, step.id)
        afterwards.tended(talk, checkin, "step.kept", small_step=step.id)


def change(talk: Talk) -> None:
    """Another small step for the same part."""
    checkin = _saved(talk)
    step = _asked_of(talk)
    if checkin and step:
        _choose_for(talk, checkin, step.dimension)


def tend(talk: Talk) -> None:
    """Three small steps for this part; the person's own words are as good."""
    checkin = _saved(talk)
    if checkin:
        _choose_for(talk, checkin, Dimension(talk.value))


def _choose_for(talk: Talk, checkin: Checkin, dimension: Dimension, **more: object) -> None:
    facts: dict[str, object] = {"checkin": checkin.id, "dimension": dimension.value}
    talk.show(Kind.TEND, **facts, **more)
    talk.expect(Expected.SMALL_STEP, **facts)


def another(talk: Talk) -> None:
    """Any of the eight."""
    checkin = _saved(talk)
    if checkin:
        talk.show(Kind.TEND_ANY, checkin=checkin.id)


def none(talk: Talk) -> None:
    """Not this week costs nothing; what was chosen after this check-in is let go."""
    checkin = _saved(talk)
    if checkin:
        expecting.clear(talk.tx, talk.id)
        step = small_steps.live(talk.tx, talk.id)
        if step and step.checkin_id == checkin.id:
            small_steps.settle(talk.tx, step.id, StepState.LET_GO, talk.now)
        afterwards.tended(talk, checkin, "tend.none")


def pick(talk: Talk) -> None:
    """One of the suggestions, kept as it was read."""
    checkin = _saved(talk)
    if checkin:
        part, _, _ = talk.value.rpartition("_")
        text = talk.house.texts.of(talk.language)(f"button.step.{talk.value}")
        _keep(talk, checkin, Dimension(part), text)


def typed(talk: Talk) -> None:
    """A small step in the person's own words."""
    expected = expecting.get(talk.tx, talk.id, talk.now)
    facts = expected.facts if expected else {}
    checkin = checkins.get(talk.tx, int(str(facts["checkin"])))
    dimension = Dimension(str(facts["dimension"]))
    text = " ".join(talk.said.text.split())
    if checkin is None:
        expecting.clear(talk.tx, talk.id)
        talk.note("say.old_button")
    elif len(text) > LONGEST:
        _choose_for(talk, checkin, dimension, too_long=True)
    else:
        _keep(talk, checkin, dimension, text)


def _keep(talk: Talk, checkin: Checkin, dimension: Dimension, text: str) -> None:
    expecting.clear(talk.tx, talk.id)
    step = small_steps.choose(talk.tx, talk.id, checkin.id, dimension, text, talk.now)
    afterwards.tended(talk, checkin, "tend.kept", small_step=step.id)

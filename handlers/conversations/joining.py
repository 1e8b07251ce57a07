"""Joining: from a link to a place. Six taps, and a name that is typed: language, who asks,
agreement, reading it back, age; then the name, and the rhythm, which stands beside this file."""

from __future__ import annotations

from handlers.chat import way
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import names
from storage import invitations, people
from storage.enums import JoinStep, Language


def opens(talk: Talk) -> None:
    """A link was opened. A used, expired, revoked and foreign one get the same answer."""
    invitation = invitations.find(talk.tx, talk.said.payload)
    if invitation is None or not way.may_use(talk, invitation):
        way.opens_nothing(talk, invitation)
        return
    if way.taken_out(talk, invitation):
        way.ask_again(talk, invitation)
        return
    if talk.person is None:
        people.welcome(talk.tx, talk.id, talk.language, talk.house.programme.zone, talk.now)
        talk.refresh()
    joining = people.joining(talk.tx, talk.id)
    if joining is None or joining.invitation_id != invitation.id:
        step = JoinStep.LANGUAGE if talk.known.joined_at is None else JoinStep.PREVIEW
        people.set_joining(talk.tx, talk.id, invitation.id, step)
    way.resume(talk)


def language(talk: Talk) -> None:
    """English or Español."""
    invitation = way.on(talk, JoinStep.LANGUAGE)
    if invitation:
        people.set_language(talk.tx, talk.id, Language(talk.value))
        way.goes_on(talk, invitation, JoinStep.LANGUAGE)


def who(talk: Talk) -> None:
    """Who the person is that asks, and what a Community Partner does."""
    invitation = way.on(talk, JoinStep.PREVIEW)
    if invitation:
        talk.show(Kind.JOIN_WHO, invitation=invitation.id)


def back(talk: Talk) -> None:
    """Back to who asks and what this is."""
    if not way.resume(talk):
        way.nothing_here(talk)


def go_on(talk: Talk) -> None:
    """Who asks and what this is was read: on to what is kept and who sees it."""
    invitation = way.on(talk, JoinStep.PREVIEW)
    if invitation:
        way.goes_on(talk, invitation, JoinStep.PREVIEW)


def agree(talk: Talk) -> None:
    """Yes to what is kept and who sees it."""
    invitation = way.on(talk, JoinStep.AGREE)
    if invitation:
        people.set_agreed(talk.tx, talk.id, talk.now)
        way.goes_on(talk, invitation, JoinStep.AGREE)


def read_back(talk: Talk) -> None:
    """Whatever the answer, one line says how it is, and we go on. It is kept nowhere."""
    invitation = way.on(talk, JoinStep.READ_BACK)
    if invitation:
        way.goes_on(talk, invitation, JoinStep.READ_BACK, read_back=True)


def age(talk: Talk) -> None:
    """Old enough, asked once in a life here; whoever is younger is kept nowhere."""
    invitation = way.on(talk, JoinStep.AGE)
    if invitation is None:
        return
    if talk.value == "older":
        people.set_adult(talk.tx, talk.id, talk.now)
        way.goes_on(talk, invitation, JoinStep.AGE)
        return
    language_now = talk.language.value
    people.end_joining(talk.tx, talk.id)
    if talk.known.joined_at is None:
        people.forget_guest(talk.tx, talk.id)
        talk.person = None
    talk.show(Kind.JOIN_YOUNG, language=language_now)


def not_now(talk: Talk) -> None:
    """Not now, at any step, costs nothing until the link is opened again."""
    if way.here(talk) is None and talk.person is not None and talk.person.joined_at is not None:
        way.nothing_here(talk)
    else:
        way.leaves(talk)


def typed(talk: Talk) -> bool:
    """A typed text on the way in: a name where one is asked for, else a pointer to the buttons."""
    place = way.here(talk)
    if place is None or talk.worried:
        return False
    joining, invitation = place
    if joining.step is not JoinStep.NAME:
        talk.note("join.buttons_here", more=True)
        way.step(talk, invitation, joining.step)
        return True
    name = names.clean(talk.said.text)
    fits = names.fits(name)
    if fits and not way.name_taken(talk, invitation, name):
        people.set_name(talk.tx, talk.id, name)
        way.goes_on(talk, invitation, JoinStep.NAME)
    else:
        talk.say(Kind.JOIN_NAME, again=not fits, taken=fits)
        way.asked(talk, invitation, JoinStep.NAME)
    return True

"""The start page, Help, and the kind answer to what no conversation understands."""

from __future__ import annotations

from handlers.chat import cover, pairs
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind


def start(talk: Talk) -> None:
    """/start without a link: where one is, or how people come in."""
    talk.say(Kind.HOME if talk.person and talk.person.joined_at else Kind.STRANGER)


def page(talk: Talk) -> None:
    """The start page in place of the tapped message."""
    talk.show(Kind.HOME if talk.person and talk.person.joined_at else Kind.STRANGER)


def help_typed(talk: Talk) -> None:
    """/help, for everybody and in every state."""
    talk.say(Kind.HELP)


def help_tapped(talk: Talk) -> None:
    """A Help button: a new message, so that the question it stood under stays. Its pages turn."""
    need, _, code = talk.value.partition("_")
    if need:
        talk.show(Kind.HELP, need=need, language=code)
    else:
        talk.say(Kind.HELP)


def unknown(talk: Talk) -> None:
    """A text or command that nothing here asked for: perhaps somebody is back after a while. It is
    kept nowhere, and what they may have come for is a tap away."""
    if talk.worried:
        return
    if talk.person and talk.person.joined_at:
        part = cover.takes_part(talk.tx, talk.id, talk.now)
        writes = bool(pairs.partners(talk.tx, talk.id, talk.now))
        talk.say(
            Kind.NOTE,
            key="say.unknown",
            person=talk.id,
            check_in=part,
            write=writes,
            home=True,
            help=True,
        )
    else:
        talk.say(Kind.STRANGER)


def not_text(talk: Talk) -> None:
    """A picture, a voice, a sticker: said plainly that it is not heard or seen."""
    talk.say(Kind.NOTE, key="say.only_text", help=True)

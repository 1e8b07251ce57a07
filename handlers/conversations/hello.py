"""A hello: a participant would like to hear from somebody, and somebody says that they will.

Who said "not today", who was passed over and who was asked at all is never told to anybody.
"""

from __future__ import annotations

from handlers.chat import cover, standing, urgent
from handlers.chat import hellos as chat
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import hello as rule
from handlers.rules import lines
from storage import alerts, circles, hellos, outbox, people
from storage.enums import AlertKind, HelloAnswer, HelloState
from storage.records import Circle, Hello, Seat


def _own(talk: Talk) -> Circle | None:
    """The tapper's own circle while it runs."""
    circle = cover.own(talk.tx, talk.id, talk.now)
    if circle is None:
        talk.note("say.neutral")
    return circle


def _free(talk: Talk, circle: Circle) -> bool:
    """Whether one more may be asked now; if not, what holds is said already."""
    policy = talk.house.hello
    began = lines.day_began(talk.known.zone, talk.now)
    if hellos.live(talk.tx, circle.id):
        _asking(talk, circle)
    elif not rule.somebody(circles.seats(talk.tx, circle.id), talk.now, policy):
        talk.show(Kind.HELLO_NOBODY, circle=circle.id)
    elif hellos.count(talk.tx, circle.id, began) >= policy.per_day:
        talk.show(Kind.HELLO_ENOUGH, circle=circle.id)
    else:
        return True
    return False


def _asking(talk: Talk, circle: Circle) -> None:
    live = hellos.live(talk.tx, circle.id)
    if live:
        talk.show(Kind.HELLO_ASKING, hello=live.id)
        hellos.set_card(talk.tx, live.id, talk.posts[-1].row.id)
    else:
        talk.note("say.done")


def wish(talk: Talk) -> None:
    """I would like a hello: what would be asked, before anybody is."""
    circle = _own(talk)
    if circle and _free(talk, circle):
        policy = talk.house.hello
        talk.show(Kind.HELLO_CONFIRM, start=policy.wake_from, end=policy.wake_to)


def begin(talk: Talk) -> None:
    """Ask for me. Two quick taps ask once."""
    circle = _own(talk)
    if circle is None:
        return
    if talk.row and not outbox.once(talk.tx, talk.row.id, "hello_begin"):
        _asking(talk, circle)
    elif _free(talk, circle):
        hello = hellos.begin(talk.tx, circle.id, talk.now)
        if hello:
            chat.go_on(talk.tx, talk.house, hello, talk.now)
            talk.told = True
        _asking(talk, circle)


def _number(talk: Talk, fact: str) -> int:
    return int(str(talk.row.facts[fact])) if talk.row else 0


def _mine(talk: Talk) -> Hello | None:
    """The hello of the tapped message, when it is the tapper's own."""
    hello = hellos.get(talk.tx, _number(talk, "hello"))
    if hello and circles.get(talk.tx, hello.circle_id).participant_id == talk.id:
        return hello
    talk.note("say.neutral")
    return None


def take_back(talk: Talk) -> None:
    """Nobody else is asked; who was asked already finds nothing to do."""
    hello = _mine(talk)
    if hello is None:
        return
    if hello.state is HelloState.ANSWERED:
        talk.note("hello.settled")
        return
    hellos.save(talk.tx, hello.id, HelloState.STOPPED, None, hello.told_at)
    talk.note("hello.stopped")


def _asked(talk: Talk) -> tuple[Hello, Seat] | None:
    """The ask of the tapped message, while the tapper may answer it; if not, that is said."""
    hello = hellos.get(talk.tx, _number(talk, "hello"))
    seat = circles.get_seat(talk.tx, _number(talk, "seat"))
    ask = hellos.ask_of(talk.tx, hello.id, seat.id) if hello and seat else None
    if hello is None or seat is None or ask is None or seat.supporter_id != talk.id:
        talk.note("say.neutral")
        return None
    over = chat.is_over(circles.get(talk.tx, hello.circle_id), talk.now)
    policy = talk.house.hello
    if over or not rule.may_answer(hello, seat, ask.asked_at, talk.now, policy):
        talk.note("hello.over")
        return None
    return hello, seat


def see(talk: Talk) -> None:
    """What the small ask is."""
    found = _asked(talk)
    if found:
        talk.show(Kind.HELLO_DETAILS, hello=found[0].id, seat=found[1].id)


def answer(talk: Talk) -> None:
    """I'll call, I'll write, or not today, which nobody hears of."""
    found = _asked(talk)
    if found is None:
        return
    hello, seat = found
    said = HelloAnswer(talk.value)
    if hellos.answer(talk.tx, hello.id, seat.id, said):
        hellos.save(talk.tx, hello.id, HelloState.ANSWERED, None, hello.told_at)
        card = standing.retell(talk.tx, hello.card, Kind.HELLO_ASKING, talk.now)
        if card is not None:
            hellos.set_card(talk.tx, hello.id, card)
        participant = circles.get(talk.tx, hello.circle_id).participant_id
        if participant is not None:
            talk.tell(participant, Kind.HELLO_NEWS, hello=hello.id, seat=seat.id)
    talk.show(Kind.HELLO_SAID, hello=hello.id, seat=seat.id)


def heard(talk: Talk) -> None:
    """Who says what."""
    hello = _mine(talk)
    if hello:
        talk.show(Kind.HELLO_HEARD, hello=hello.id, seat=_number(talk, "seat"))


def yet(talk: Talk) -> None:
    """Nobody could yet; or somebody has said yes since then."""
    hello = _mine(talk)
    if hello is None:
        return
    said = [one for one in hellos.asks(talk.tx, hello.id) if one.will]
    if said:
        talk.show(Kind.HELLO_HEARD, hello=hello.id, seat=said[0].seat_id)
    else:
        talk.show(Kind.HELLO_NOBODY, circle=hello.circle_id, asked=True)


def ask_partner(talk: Talk) -> None:
    """Ask the partner: an urgent call, which goes on until somebody has it."""
    circle = circles.get(talk.tx, _number(talk, "circle"))
    if circle.participant_id != talk.id or chat.is_over(circle, talk.now):
        talk.note("say.neutral")
    elif talk.row and outbox.once(talk.tx, talk.row.id, "hello_partner"):
        kind = AlertKind.ASKED_FOR_PARTNER
        alert = urgent.call(talk.tx, talk.house, circle, talk.id, kind, None, talk.now)
        talk.told = True
        told = alerts.told(talk.tx, alert.id)
        person = people.get(talk.tx, told[0]) if told else None
        if person is None:
            talk.note("hello.not_reached", help=True)
        else:
            talk.note("hello.partner_asked", person=person.id, help=True)
    else:
        talk.note("hello.was_asked", help=True)

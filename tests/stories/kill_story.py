"""The whole first story in small human steps: each is done until its answer shows.

Eve invites Cora; Cora opens a circle; Ana joins, invites Ben and confirms him; both are nudged and
answer, one by tap and one by typing; Ben blocks the bot; Cora is told, offers to step in, Ana says
yes; Ben comes back and the seat is handed back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.practice_room.records import Sighting
from bot.practice_room.room import Room
from tests.stories.kill_people import Human

START = datetime(2026, 11, 3, 21, 30, tzinfo=UTC)
"""Tuesday, half past four in the afternoon in New York; the rhythm that is offered is Tuesdays
at six, and partners are told of alerts until eight."""
NUDGES = datetime(2026, 11, 3, 23, 1, tzinfo=UTC)
ANA_SAYS, BEN_SAYS = "4 4 4 4 4 4 4 4", "3 3 3 3 3 3 3 3"
"""All eight at once."""
DAMPING = timedelta(minutes=62)
NIGHT = timedelta(hours=12)
"""What is no emergency is told by day."""


@dataclass
class Cast:
    """Who plays."""

    eve: Human
    cora: Human
    ana: Human
    ben: Human
    blocks: int = 0
    """The id of the update that says that Ben blocks the bot."""

    @classmethod
    def on(cls, room: Room) -> Cast:
        """Four phones."""
        return cls(Human(room, "Eve"), Human(room, "Cora"), Human(room, "Ana"), Human(room, "Ben"))

    def all(self) -> tuple[Human, Human, Human, Human]:
        """Everybody."""
        return (self.eve, self.cora, self.ana, self.ben)


async def play(room: Room, cast: Cast, first_link: str) -> None:
    """From the coordinator's link to the hand-back."""
    await circle_begins(cast, first_link)
    await room.clock.turn_to(NUDGES)
    await _check_in(cast)
    await _gap(room, cast)
    await _step_in(cast)
    await _come_back(room, cast)


async def circle_begins(cast: Cast, first_link: str) -> None:
    """Eve, Cora, Ana and Ben come in."""
    eve, cora, ana, ben = cast.all()
    await join(eve, first_link, done="You invite partners")
    await join(cora, link(await eve.taps("Invite a partner", "https://t.me/")))
    await eve.must_notice("has joined as a Community Partner")
    await join(ana, link(await cora.taps("Open a circle", "https://t.me/")), rhythm=True)
    await cora.must_notice("has begun")
    invitation = link(await ana.taps("Invite someone", "https://t.me/"))
    await join(ben, invitation, rhythm=True, done="Your place opens when")
    await ana.must_notice("An answer for you")
    await ana.taps("See it", until="Ben says yes to your invitation")
    await ana.taps("Yes", until="Ben has a place in your circle")
    await ben.must_notice("Your place is open")


async def join(human: Human, link: str, *, rhythm: bool = False, done: str = "") -> None:
    """From a link to the start page."""
    done = done or human.name
    await human.opens(link, until="Hi · Hola")
    await human.taps("English", until="I'm a program")
    await human.taps("Go on", until="Is that all right?")
    if rhythm:
        await human.taps("That is all right", until="two in the morning")
        await human.taps("Nobody unless I share it", until="how old are you")
        await human.taps("I'm 18 or older", until="What shall I call you?")
    else:
        await human.taps("That is all right", until="What shall I call you?")
    await human.says(human.name, until="Tuesdays around 6:00" if rhythm else done)
    if rhythm:
        await human.taps("Yes", until=done)


def link(sighting: Sighting) -> str:
    """The start link in what somebody saw."""
    return next(word for word in sighting.text.split() if word.startswith("https://t.me/"))


async def _check_in(cast: Cast) -> None:
    """Both at their hour; who is not invited looks in all the same."""
    for human in (cast.ana, cast.ben):
        if await human.notices(f"A quiet moment, {human.name}?"):
            await human.taps("Start", until="Your feelings", go_on="/checkin")
        else:
            human.unanswered.append("waits for the invitation")
            await human.says("/checkin", until="Your feelings")
    await cast.ana.taps("Warm", until="2 of 8.", go_on="/checkin")
    await cast.ana.says(ANA_SAYS, until="Saved.", go_on="/checkin")
    await cast.ben.says(BEN_SAYS, until="Saved.", go_on="/checkin")


async def _gap(room: Room, cast: Cast) -> None:
    # A message to him that is still on its way would be refused, and tell of the block, too.
    await cast.ben.waits()
    cast.blocks = room.world.queue.next_id
    await cast.ben.phone.blocks_the_bot()
    await cast.ben.waits()
    await room.clock.turn(DAMPING.total_seconds())
    await cast.cora.must_notice("needs a look")
    await cast.cora.taps("See it", until="do not reach")
    await cast.cora.taps("Offer to step in", until="You have offered to step in")


async def _step_in(cast: Cast) -> None:
    await cast.ana.must_notice("A question about your circle")
    await cast.ana.taps("See it", until="Cora can be your supporter for now")
    await cast.ana.taps("Yes", until="Cora is your supporter for now")
    await cast.cora.must_notice("An answer about circle", "yes")
    await cast.cora.must_notice("is looked after. Nothing to do")


async def _come_back(room: Room, cast: Cast) -> None:
    await cast.ben.phone.unblocks_the_bot()
    await cast.ben.waits()
    await cast.ben.says("/start", until="Good that you're here, Ben")
    await room.clock.turn(DAMPING.total_seconds())
    await room.clock.turn(NIGHT.total_seconds())
    await cast.cora.must_notice("Your stepping in has ended")
    await cast.ana.must_notice("Something changed, no hurry")
    await cast.ana.taps("See it", until="Ben is here again")

"""The checker, on transcripts made by hand: what it lets pass, and what it must not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.practice_room.records import Message, Sighting
from tests.simulation.checker import check
from tests.simulation.owner import Owner

MONDAY = datetime(2026, 7, 6, 14, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEEK = 7 * DAY
EVENING = 8 * HOUR
"""From there to 18:00, which Ana chose."""
ANA = Owner("Ana", "participant", "America/New_York", frozenset(range(7)), 18, MONDAY)
BEN = Owner("Ben", "supporter", "America/New_York", frozenset({0, 1}), 18, MONDAY)
CORA = Owner("Cora", "staff", "America/New_York")
INVITED = "A quiet moment, Ana? Eight short questions, whenever it suits."
REMINDED = "Ana, yesterday's invitation still stands."


class Chat:
    """A transcript that is written line by line."""

    def __init__(self) -> None:
        self.seen: list[Sighting] = []

    def gets(self, text: str, *after: timedelta) -> Chat:
        """The bot says this, once at each of these times."""
        for time in after:
            at = MONDAY + time
            message = Message(len(self.seen) + 1, 1, 1, at, text=text)
            self.seen.append(Sighting(at, "sent", text, message))
        return self

    def taps(self, button: str, after: timedelta) -> Chat:
        """A button of the newest message."""
        self.seen.append(Sighting(MONDAY + after, "taps", button, self.seen[-1].message))
        return self

    def shows(self, text: str, after: timedelta) -> Chat:
        """The newest message changes to this."""
        self.seen.append(Sighting(MONDAY + after, "edited", text, self.seen[-1].message))
        return self


def invited(*days: int) -> Chat:
    """Ana is invited in the evening of these days, and leaves it alone."""
    return Chat().gets(INVITED, *(day * DAY + EVENING for day in days))


def put_off() -> Chat:
    """The third is put off to the next day, and comes then."""
    tapped = invited(0, 1, 2).taps("Tomorrow", 2 * DAY + EVENING)
    return tapped.gets(INVITED, 3 * DAY + EVENING)


def begun(*answers: str) -> Chat:
    """In weeks 5 to 7 Ana leaves two alone, starts the third and does so much, then leaves two."""
    chat = invited(28, 31, 35).taps("Start", 35 * DAY + EVENING)
    for one in answers:
        chat.taps(one, 35 * DAY + EVENING)
    return chat.gets(INVITED, 38 * DAY + EVENING, 42 * DAY + EVENING)


def skipped() -> Chat:
    """Ana is invited, and skips it."""
    return invited(0).taps("Skip this one", EVENING)


def found(owner: Owner, chat: Chat) -> str:
    """All findings, as one text."""
    return "\n".join(finding.what for finding in check(owner, chat.seen))


FINE: list[tuple[Owner, Chat]] = [
    (ANA, invited(0, 2, 4, 7, 9, 11)),
    (ANA, invited(28, 31, 35).shows("Saved.", 36 * DAY).gets(INVITED, 38 * DAY + EVENING)),
    (ANA, begun("Very cold")),
    (ANA, invited(26, 28, 30)),
    (ANA, invited(0).gets(REMINDED, DAY + EVENING)),
    (ANA, put_off()),
    (ANA, invited(0).taps("Later today", EVENING).gets(INVITED, 10 * HOUR)),
    (ANA, invited(0).taps("1 week", EVENING).gets(INVITED, 7 * DAY + EVENING)),
    (
        ANA,
        invited(0)
        .taps("Until I'm back", EVENING)
        .taps("Come back", DAY)
        .gets(INVITED, 2 * DAY + EVENING),
    ),
    (BEN, Chat().gets("Your note for this week, Ben.", EVENING, WEEK + EVENING)),
    (
        CORA,
        Chat()
        .gets("Circle A1 needs a look.", HOUR, 25 * HOUR)
        .gets("Circle B2 needs a look.", HOUR),
    ),
    (CORA, Chat().gets("A few words for you, Cora.", 16 * HOUR)),
    (
        BEN,
        Chat().gets("Circle A1 has begun.", HOUR).taps("Okay", HOUR).gets("Whatever.", HOUR, HOUR),
    ),
]


@pytest.mark.parametrize(("owner", "chat"), FINE)
def test_what_may_come(owner: Owner, chat: Chat) -> None:
    assert found(owner, chat) == ""


BROKEN: list[tuple[str, Owner, Chat]] = [
    ("4 invitations in seven days", ANA, invited(0, 1, 2, 6)),
    ("3 invitations in seven days", ANA, invited(28, 30, 34)),
    ("2 invitations in seven days", BEN, Chat().gets(INVITED, EVENING, DAY + EVENING)),
    ("a day that was not chosen", BEN, Chat().gets(INVITED, 2 * DAY + EVENING)),
    ("at another hour", ANA, Chat().gets(INVITED, HOUR)),
    ("invitation at night", ANA, Chat().gets(INVITED, 12 * HOUR)),
    ("at another hour", ANA, invited(0).taps("Later today", EVENING).gets(INVITED, 12 * HOUR)),
    ("twice in a day", ANA, skipped().gets(INVITED, EVENING)),
    ("reminded of what was answered", ANA, skipped().gets(REMINDED, DAY + EVENING)),
    (
        "reminded of what was answered",
        ANA,
        invited(0).shows("These eight count now.\n\nSaved.", EVENING).gets(REMINDED, DAY + EVENING),
    ),
    ("reminded twice", ANA, invited(0).gets(REMINDED, DAY + EVENING, 2 * DAY + EVENING)),
    ("another day than the next", ANA, invited(0).gets(REMINDED, 2 * DAY + EVENING)),
    ("4 invitations in seven days", ANA, put_off().gets(INVITED, 4 * DAY + EVENING)),
    (
        "invitation in a pause",
        ANA,
        invited(0).taps("1 week", EVENING).gets(INVITED, 6 * DAY + EVENING),
    ),
    (
        "invitation in a pause",
        ANA,
        invited(0).taps("Hasta que vuelva", EVENING).gets(INVITED, 60 * DAY + EVENING),
    ),
    (
        "hello asked for in a pause",
        BEN,
        Chat().gets(INVITED, EVENING).taps("2 weeks", EVENING).gets("A small ask for today", DAY),
    ),
    ("as often after 3 unanswered", ANA, invited(28, 31, 35, 38)),
    ("as often after 3 unanswered", ANA, begun()),
    ("as often after 3 unanswered", ANA, begun("Skip")),
    ("after 6 in a row unanswered", ANA, invited(28, 31, 35, 49, 63, 77, 91)),
    (
        "weekly note 6 days after another",
        BEN,
        Chat().gets("Your note for this week, Ben.", EVENING, 6 * DAY + EVENING),
    ),
    (
        "too many hellos",
        BEN,
        Chat().gets("A small ask for today", HOUR, 3 * HOUR, 5 * HOUR, 7 * HOUR),
    ),
    ("are here again", BEN, Chat().gets("Hello, Ben. Are you still here?", HOUR, 13 * DAY)),
    (
        "3 alerts about one circle in a day",
        CORA,
        Chat().gets("Circle A1 needs a look.", -2 * HOUR, HOUR, 10 * HOUR),
    ),
    ("alert at night", CORA, Chat().gets("El círculo A1 necesita atención.", 17 * HOUR)),
    ("nobody knows this one", ANA, Chat().gets("Have you tried our new feature?", HOUR)),
    (
        "nobody knows this one",
        ANA,
        Chat()
        .gets(INVITED, EVENING)
        .taps("Start", EVENING)
        .gets("More.", EVENING, EVENING, EVENING),
    ),
]


@pytest.mark.parametrize(("what", "owner", "chat"), BROKEN)
def test_what_must_not_come(what: str, owner: Owner, chat: Chat) -> None:
    assert what in found(owner, chat)

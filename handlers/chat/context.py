"""What a conversation holds in its hand: the house, the update, the transaction, and its voice.

A ``Talk`` lives for one update inside one step. It writes outbox rows; it sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handlers.chat.kinds import Kind
from handlers.rules.alert import AlertPolicy
from handlers.rules.crisis.verdict import NOTHING, Level, Verdict
from handlers.rules.gap import GapPolicy
from handlers.rules.hello import HelloPolicy
from handlers.rules.lines import LinePolicy
from handlers.rules.nudge import NudgePolicy
from handlers.rules.urgent import UrgentPolicy
from handlers.screens.screen import Tap
from handlers.texts.catalog import Texts, spoken
from storage import expecting, outbox, people
from storage.database import Tx
from storage.enums import Class, Expected, Language, Pack
from storage.records import Person, PersonId, Row


@dataclass(frozen=True, slots=True)
class Programme:
    """What the programme decided: defaults of a rhythm, its length, how long links live."""

    zone: str = "America/New_York"
    day: int = 1
    wall: str = "18:00"
    lasts: timedelta = timedelta(weeks=12)
    participant_link: timedelta = timedelta(days=14)
    supporter_link: timedelta = timedelta(days=7)
    staff_link: timedelta = timedelta(days=7)
    youngest: int = 18
    conditions: Mapping[Language, str] = field(default_factory=dict)
    """What somebody under 18 is told first, where the programme takes them in."""
    pack: Pack = Pack.TEMPERATURE
    """The words of the five places, for whoever chose none."""


@dataclass(frozen=True, slots=True)
class House:
    """What stays the same from update to update."""

    texts: Texts
    username: str
    """The bot's username at Telegram, for links."""
    programme: Programme
    nudge: NudgePolicy
    gap: GapPolicy
    alert: AlertPolicy
    urgent: UrgentPolicy = field(default_factory=UrgentPolicy)
    lines: LinePolicy = field(default_factory=LinePolicy)
    hello: HelloPolicy = field(default_factory=HelloPolicy)
    undecided: Callable[[Exception], object] = bool
    """What hears why a sweep could not decide about one thing, while it goes on with the others."""

    def link(self, secret: str) -> str:
        """The link that opens a chat with this bot and presses Start with the secret."""
        return f"https://t.me/{self.username}?start={secret}"


@dataclass(frozen=True, slots=True)
class Said:
    """What one update says, read from Telegram's types before the step begins."""

    chat_id: PersonId
    message_id: int
    language: str = ""
    """Telegram's guess of the language; only a hint."""
    text: str = field(default="", repr=False)
    payload: str = field(default="", repr=False)
    """What stands behind a command."""
    tap: Tap | None = None
    callback: str = ""
    verdict: Verdict = NOTHING
    """What the crisis gate found in the text."""


@dataclass(slots=True)
class Post:
    """A row that the step wrote for delivery to carry out at once."""

    row: Row
    strip: int | None = None


_STAYS = frozenset({Kind.HELP, Kind.LINE, Kind.LINK})
"""What nobody may lose from their chat by a tap: whatever answers it comes below."""


@dataclass(slots=True)
class Talk:
    """One update of one person, and what the bot says to it."""

    tx: Tx
    house: House
    now: datetime
    said: Said
    person: Person | None
    row: Row | None = None
    """The outbox row whose button was tapped."""
    posts: list[Post] = field(default_factory=list)
    told: bool = False
    """Somebody else is told something: delivery should look at the outbox."""
    forgot: bool = False
    """Somebody is forgotten with this update."""
    menu: bool = False
    """The person's role or language changes: their menu of commands follows."""

    @property
    def worried(self) -> bool:
        """The text sounds low: it gets a warm word, and is no wrong answer to anything."""
        return self.said.verdict.level is Level.CONCERN

    @property
    def id(self) -> PersonId:
        """Whose chat it is."""
        return self.said.chat_id

    @property
    def known(self) -> Person:
        """The person, where a route has made sure that there is one."""
        if self.person is None:
            raise LookupError("this route is for people we know")
        return self.person

    @property
    def value(self) -> str:
        """The value of the tapped button."""
        return self.said.tap.value if self.said.tap else ""

    @property
    def language(self) -> Language:
        """The person's language, or Telegram's hint for a stranger."""
        return self.person.language if self.person else spoken(self.said.language)

    def refresh(self) -> Person:
        """Read the person again after changing them."""
        self.person = people.get(self.tx, self.id)
        return self.known

    def say(self, kind: Kind, secret: str = "", **facts: object) -> None:
        """Answer with a new message."""
        self._post(Class.REPLY, kind, facts, secret=secret)

    def show(self, kind: Kind, **facts: object) -> None:
        """Answer a tap by changing its message; by a new one when newer ones stand below it, or
        when the person chose new messages."""
        self._in_place(Class.REPLY, kind, facts)

    def pass_on(self, kind: Kind, secret: str, **facts: object) -> None:
        """Answer a tap with what somebody wrote: as ``show`` does, and a crash loses nothing."""
        self._in_place(Class.ALERT, kind, facts, secret)

    def _in_place(self, new: Class, kind: Kind, facts: dict[str, object], secret: str = "") -> None:
        stays = self.row is not None and self.row.kind in _STAYS
        tapped = self.said.message_id if self.said.tap and not stays else None
        if tapped is None:
            self._post(new, kind, facts, secret=secret)
        elif self.person and (self.person.new_messages or tapped < self.person.last_message):
            self._post(new, kind, facts, secret=secret, strip=tapped)
        else:
            self._post(Class.EDIT, kind, facts, secret=secret, edits=tapped)

    def _post(
        self,
        klass: Class,
        kind: Kind,
        facts: dict[str, object],
        *,
        secret: str = "",
        edits: int | None = None,
        strip: int | None = None,
    ) -> None:
        if self.person is None:
            # A stranger has no row that knows their language: the facts carry it.
            facts = {"language": self.language.value, **facts}
        row = outbox.put(
            self.tx,
            self.id,
            klass,
            kind,
            facts,
            self.now,
            secret=secret,
            edits=edits,
            claimed=True,
        )
        if edits is not None:
            outbox.replaced(self.tx, row, self.now)
        self.posts.append(Post(row, strip))

    def clear(self, message: int) -> None:
        """A message of this chat goes away."""
        self._post(Class.EDIT, Kind.GONE, {}, edits=message)

    def strip(self, row_id: int | None) -> None:
        """The message that the row stands in loses its buttons, when it is not the one changed."""
        if row_id is None or not self.posts:
            return
        last = self.posts[-1]
        if self.row and row_id == self.row.id and last.row.edits == self.said.message_id:
            return  # The tapped one: nobody need look up where it stands.
        message = outbox.message_of(self.tx, row_id)
        if message is not None and last.row.edits != message:
            last.strip = message

    def expect(self, what: Expected, **facts: object) -> None:
        """What was said last asks for a typed text: the next one would be this."""
        row = self.posts[-1].row.id if self.posts else None
        expecting.put(self.tx, self.id, what, facts, row, self.now)

    def note(self, key: str, **values: object) -> None:
        """Answer with one text of the catalogue, as ``show`` does."""
        self.show(Kind.NOTE, key=key, **values)

    def tell(self, person_id: int, kind: Kind, **facts: object) -> None:
        """Tell somebody else what they wait for: at least once, like an alert."""
        outbox.put(self.tx, person_id, Class.ALERT, kind, facts, self.now)
        self.told = True

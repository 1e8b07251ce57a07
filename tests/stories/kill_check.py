"""What must be true after the story, whoever was killed: from the phones and from the database.

The same check is held against the bot and against the control; it knows nothing of how updates
come in, except that none may wait or be set aside.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.practice_room.room import Room
from storage.enums import Class, InboxState, Temperature
from tests.stories import kill_rows
from tests.stories.kill_people import Human, Lost
from tests.stories.kill_story import ANA_SAYS, BEN_SAYS, Cast

HOME = ZoneInfo("America/New_York")
AT_ONCE = 2
"""So many alerts, each another one, leave at one instant of the story: a kill between their sending
and their common mark repeats each of them once, and nothing else."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that somebody must be told: who, the kind of its row, its words."""

    who: str
    kind: str
    words: str


NOTICES = (
    Notice("Eve", "note", "has joined as a Community Partner"),
    Notice("Cora", "note", "has begun"),
    Notice("Ana", "seat_news", "An answer for you"),
    Notice("Ben", "seat_open", "Your place is open"),
    Notice("Cora", "alert", "needs a look"),
    Notice("Ana", "offer", "A question about your circle"),
    Notice("Cora", "offer_answer", "An answer about circle"),
    Notice("Cora", "handed_back", "Your stepping in has ended"),
    Notice("Ana", "back_news", "Something changed"),
)
"""The ALERT rows of the story that arrive: all of them, each once."""
LATER = ("Ana", "change_news")
"""Written when Ben went, for the evening of Cora's next working day; he is back before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What went as it may in a killed run: alerts that came twice, answers that did not come."""

    repeats: tuple[str, ...]
    dropped: tuple[str, ...]
    unanswered: tuple[str, ...]


def check(room: Room, cast: Cast, database: Path, *, kills: int) -> Verdict:
    """Raise `Lost` for whatever was lost, repeated too often, or done twice."""
    with closing(kill_rows.opened(database)) as rows:
        faults = [
            *_facts(rows, cast),
            *_answers(rows, cast),
            *kill_rows.boxes(rows, LATER[1]),
            *_alert_rows(rows, cast),
            *kill_rows.unanswered(rows, cast.all()),
            *_nudges(cast),
            *_notices(cast),
            *_repeated(rows, cast, kills),
            *(f"the bot's mistake: {one}" for one in room.complaints),
        ]
        if faults:
            raise Lost("\n".join(faults))
        dropped = [row["kind"] for human in cast.all() for row in kill_rows.dropped(rows, human)]
    unanswered = (f"{human.name} {what}" for human in cast.all() for what in human.unanswered)
    return Verdict(tuple(_repeats(cast)), tuple(dropped), tuple(unanswered))


def updates_handled(database: Path) -> int:
    """How many different updates were stored and brought to their end."""
    with closing(kill_rows.opened(database)) as rows:
        return kill_rows.number(rows, "SELECT count(*) FROM inbox WHERE state = ?", InboxState.DONE)


def _facts(rows: sqlite3.Connection, cast: Cast) -> Iterator[str]:
    """Each fact of the story is stored, once."""
    roles = {tuple(row) for row in rows.execute("SELECT person_id, kind FROM role")}
    if roles != {(cast.eve.phone.id, "coordinator"), (cast.cora.phone.id, "partner")}:
        yield f"the roles are {roles}"
    if kill_rows.number(rows, "SELECT count(*) FROM person WHERE joined_at IS NOT NULL") != 4:
        yield "not everybody has joined"
    circle = "(SELECT id FROM circle WHERE participant_id = ? AND partner_id = ?)"
    own = (cast.ana.phone.id, cast.cora.phone.id)
    seats = _states(rows, "seat", f"supporter_id = ? AND circle_id IN {circle}", cast.ben, *own)
    if seats != ["active"]:
        yield f"Ben's seats are {seats}"
    step_ins = _states(
        rows, "step_in", f"partner_id = ? AND circle_id IN {circle}", cast.cora, *own
    )
    if step_ins != ["ended"]:
        yield f"Cora's step-ins are {step_ins}"
    told = "SELECT alert_id FROM alert_told WHERE person_id = ?"
    states = _states(rows, "alert", f"id IN ({told})", cast.cora)
    if states != ["resolved"] or kill_rows.number(
        rows, "SELECT count(*) FROM alert WHERE next_at > 0"
    ):
        yield f"the alerts that Cora was told of are {states}, or something of them is still due"


def _states(
    rows: sqlite3.Connection, table: str, where: str, human: Human, *values: int
) -> list[str]:
    query = f"SELECT state FROM {table} WHERE {where}"  # noqa: S608 - three constants
    return [row["state"] for row in rows.execute(query, (human.phone.id, *values))]


def _answers(rows: sqlite3.Connection, cast: Cast) -> Iterator[str]:
    """What was shown as saved is stored, and nothing that was not given."""
    said = ((cast.ana, ANA_SAYS, Temperature.WARM), (cast.ben, BEN_SAYS, Temperature.IN_BETWEEN))
    for human, words, temperature in said:
        given = sum(one.kind == "says" and one.text == words for one in human.seen)
        shown = len({one.message.id for one in human.shown("Saved.") if one.message})
        stored = kill_rows.saved(rows, human)
        whole = all(places == [temperature] * 8 for places in stored.values())
        if not 1 <= shown <= len(stored) <= given or not whole:
            yield f"{human.name} gave {given} times, saw {shown} saved, and {stored} is stored"


def _alert_rows(rows: sqlite3.Connection, cast: Cast) -> Iterator[str]:
    """Each alert was written once: more would mean that something was handled twice."""
    ids = {human.name: human.phone.id for human in cast.all()}
    meant = Counter((ids[notice.who], notice.kind) for notice in NOTICES)
    meant[(ids[LATER[0]], LATER[1])] += 1
    query = "SELECT person_id, kind FROM outbox WHERE class = ?"
    found = Counter((row[0], row[1]) for row in rows.execute(query, (int(Class.ALERT),)))
    if found != meant:
        yield f"alerts too many {found - meant}, too few {meant - found}"


def _nudges(cast: Cast) -> Iterator[str]:
    """Each invitation at most once a local day."""
    for human in cast.all():
        days = Counter(one.at.astimezone(HOME).date() for one in human.shown("A quiet moment"))
        for day, times in days.items():
            if times > 1:
                yield f"{human.name} was invited {times} times on {day}"


def _notices(cast: Cast) -> Iterator[str]:
    """Each alert came."""
    for notice in NOTICES:
        if not _named(cast, notice.who).shown(notice.words):
            yield f"{notice.who} was never told {notice.words!r}"


def _repeated(rows: sqlite3.Connection, cast: Cast, kills: int) -> Iterator[str]:
    """After a kill an alert comes again once at most, known as a repeat, and says so if it can."""
    repeats = Counter(_repeats(cast))
    if max(repeats.values(), default=0) > kills or repeats.total() > AT_ONCE * kills:
        yield f"{kills} kills, and repeated were {dict(repeats)}"
    known = {row[0] for row in rows.execute("SELECT kind FROM outbox WHERE repeat = 1")}
    if unknown := repeats.keys() - known:
        yield f"the bot does not know that it repeated {unknown}"
    alarms = [one.text for one in cast.cora.shown("needs a look") if one.kind == "sent"]
    if not all("may be a repeat" in text for text in alarms[1:]):
        yield "an alert came again and did not say so"


def _repeats(cast: Cast) -> list[str]:
    """The kind of each alert, as often as it came again."""
    return [
        notice.kind
        for notice in NOTICES
        for one in _named(cast, notice.who).shown(notice.words)[1:]
        if one.kind == "sent"
    ]


def _named(cast: Cast, name: str) -> Human:
    return next(human for human in cast.all() if human.name == name)

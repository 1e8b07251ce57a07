"""What must be true after the story, whoever was killed: from the phones and from the database.

The same check is held against the bot and against the control; it knows nothing of how updates
come in, except that none may wait or be set aside.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import keys
from bot.practice_room.room import Room
from storage.enums import Class, InboxState, RowState, Temperature
from storage.seal import Keyring
from tests.stories.kill_people import Human, Lost
from tests.stories.kill_story import ANA_SAYS, BEN_SAYS, Cast

HOME = ZoneInfo("America/New_York")
AT_ONCE = 2
"""So many alerts, each another one, leave at one instant of the story: a kill between their sending
and their common mark repeats each of them once, and nothing else."""
_ROW = re.compile(r"v1:(\d+):")


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
    with closing(_open(database)) as rows:
        faults = [
            *_facts(rows, cast),
            *_answers(rows, cast),
            *_boxes(rows),
            *_alert_rows(rows, cast),
            *_unanswered(rows, cast),
            *_nudges(cast),
            *_notices(cast),
            *_repeated(rows, cast, kills),
            *(f"the bot's mistake: {one}" for one in room.complaints),
        ]
        if faults:
            raise Lost("\n".join(faults))
        dropped = [row["kind"] for human in cast.all() for row in _dropped(rows, human)]
    unanswered = (f"{human.name} {what}" for human in cast.all() for what in human.unanswered)
    return Verdict(tuple(_repeats(cast)), tuple(dropped), tuple(unanswered))


def updates_handled(database: Path) -> int:
    """How many different updates were stored and brought to their end."""
    with closing(_open(database)) as rows:
        return _number(rows, "SELECT count(*) FROM inbox WHERE state = ?", InboxState.DONE)


def _open(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def _number(rows: sqlite3.Connection, query: str, *values: Any) -> int:
    return int(rows.execute(query, values).fetchone()[0])


def _facts(rows: sqlite3.Connection, cast: Cast) -> Iterator[str]:
    """Each fact of the story is stored, once."""
    roles = {tuple(row) for row in rows.execute("SELECT person_id, kind FROM role")}
    if roles != {(cast.eve.phone.id, "coordinator"), (cast.cora.phone.id, "partner")}:
        yield f"the roles are {roles}"
    if _number(rows, "SELECT count(*) FROM person WHERE joined_at IS NOT NULL") != 4:
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
    if states != ["resolved"] or _number(rows, "SELECT count(*) FROM alert WHERE next_at > 0"):
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
        stored = _stored(rows, human)
        whole = all(places == [temperature] * 8 for places in stored.values())
        if not 1 <= shown <= len(stored) <= given or not whole:
            yield f"{human.name} gave {given} times, saw {shown} saved, and {stored} is stored"


def _stored(rows: sqlite3.Connection, human: Human) -> dict[int, list[int]]:
    """The answers of each saved check-in."""
    found = rows.execute(
        "SELECT checkin.id, dimension, temperature FROM checkin"
        " JOIN answer ON checkin_id = checkin.id"
        " WHERE person_id = ? AND state = 'saved'",
        (human.phone.id,),
    )
    keyring = _keyring(rows)
    stored = defaultdict[int, list[int]](list)
    for number, dimension, blob in found:
        where = f"answer.temperature.{dimension}"
        stored[number].append(int(keyring.open_text(blob, where=where, row=number)))
    return stored


def _keyring(rows: sqlite3.Connection) -> Keyring:
    """The key that the story's bot was given, beside its settings."""
    _, _, file = rows.execute("PRAGMA database_list").fetchone()
    key = Path(file).parent / "key" / "master.key"
    return keys.keyring(keys.read(key.read_text("ascii")))


def _boxes(rows: sqlite3.Connection) -> Iterator[str]:
    """Nothing waits for ever, nothing is set aside, nothing was given up as a mistake."""
    if left := _number(rows, "SELECT count(*) FROM inbox WHERE state <> ?", InboxState.DONE):
        yield f"{left} updates wait or are set aside"
    unsent = f"SELECT count(*) FROM outbox WHERE state < ? AND kind <> '{LATER[1]}'"  # noqa: S608
    if left := _number(rows, unsent, RowState.SENT):
        yield f"{left} rows are still to be sent"
    allowed = "('crash', 'replaced', 'settled', 'resolved', 'gone')"
    query = f"SELECT kind, why FROM outbox WHERE why NOT IN {allowed}"  # noqa: S608
    for row in rows.execute(query):
        yield f"a row {row['kind']} was dropped: {row['why']}"


def _alert_rows(rows: sqlite3.Connection, cast: Cast) -> Iterator[str]:
    """Each alert was written once: more would mean that something was handled twice."""
    ids = {human.name: human.phone.id for human in cast.all()}
    meant = Counter((ids[notice.who], notice.kind) for notice in NOTICES)
    meant[(ids[LATER[0]], LATER[1])] += 1
    query = "SELECT person_id, kind FROM outbox WHERE class = ?"
    found = Counter((row[0], row[1]) for row in rows.execute(query, (int(Class.ALERT),)))
    if found != meant:
        yield f"alerts too many {found - meant}, too few {meant - found}"


def _unanswered(rows: sqlite3.Connection, cast: Cast) -> Iterator[str]:
    """Whatever got no answer is explained by a reply that a crash dropped, and that was counted."""
    for human in cast.all():
        dropped = _dropped(rows, human)
        if len(human.unanswered) > len(dropped):
            yield (
                f"{human.name} {', '.join(human.unanswered)} and nothing comes back, but only "
                f"{len(dropped)} replies were dropped: an update is lost"
            )


def _dropped(rows: sqlite3.Connection, human: Human) -> list[sqlite3.Row]:
    """What a crash dropped on its way to somebody; not what had arrived, as its buttons show."""
    arrived = {
        int(named[1])
        for one in human.shown()
        for button in (one.message.buttons if one.message else ())
        if (named := _ROW.match(button.data or ""))
    }
    query = "SELECT id, kind FROM outbox WHERE why = 'crash' AND person_id = ?"
    found = rows.execute(query, (human.phone.id,)).fetchall()
    return [row for row in found if row["id"] not in arrived]


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

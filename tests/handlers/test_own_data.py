"""The export says what it should: each column that is handed out changes the data, and each value
of the data changes the page."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.rules.crisis.verdict import CrisisKind, Level
from handlers.screens import own_page
from storage import circles, hellos, own_data, people, rhythms, sealing
from storage.database import Tx
from storage.enums import (
    CheckinKind,
    CheckinState,
    Dimension,
    Expected,
    HelloAnswer,
    HelloState,
    JoinStep,
    Language,
    OccasionState,
    Pack,
    Role,
    SeatState,
    StepInState,
    StepState,
)
from tests.handlers.a_life import AT, LATER, lived
from tests.handlers.driver import TEXTS, Play
from tests.handlers.people import ANA, BEN, CORA, DEV, MONDAY, circle_with_ben, sit
from tests.storage.small import DAMAGED
from tests.storage.test_own_data import handed_out

DAY = 86_400_000_000
SAME = {("person", "id"), ("sharing_grant", "id"), ("disclosure", "grant_id")}
"""Numbers by which rows are found: they cannot be changed by themselves."""
WHO = {("circle", "partner_id"), ("circle", "backup_id")}
FULL: dict[tuple[str, str], object] = {
    ("checkin", "heavy"): "3",
    ("small_step", "outcome"): "partly",
    ("alert", "detail"): "abuse",
    ("outbox", "secret"): "Some words",
    ("inbox", "body"): '{"text":"hello"}',
    ("hello_ask", "answer"): "call",
    ("occasion", "reminded_on"): "2026-11-24",
    ("person", "pack"): "plain",
    ("person", "tidy"): 1,
    ("person", "quiet_after"): 7,
}
"""What stands where nothing was said in this life."""
OTHER: dict[tuple[str, str], object] = {
    ("role", "kind"): "coordinator",
    ("seat", "state"): "left",
    ("step_in", "state"): "declined",
    ("invitation", "role"): "participant",
    ("joining", "step"): "age",
    ("occasion", "state"): "skipped",
    ("checkin", "state"): "kept",
    ("sharing_grant", "category"): "small_step",
    ("hello", "state"): "stopped",
    ("circle", "partner_id"): BEN,
    ("circle", "backup_id"): BEN,
    ("expecting", "facts"): '{"text":"other"}',
    ("outbox", "facts"): '{"from":0}',
}
"""Where not just anything may stand: what else does."""


class Undone(Exception):
    """A look that leaves nothing behind."""

    def __init__(self, changed: bool) -> None:
        super().__init__("undone")
        self.changed = changed


@pytest.fixture
async def everything(play: Play) -> Play:
    """Ana has a row of each kind: her own circle, one that she looks after, a place in another."""
    circle, _ = await circle_with_ben(play)
    await lived(play, ANA, BEN, circle.id)
    await play.do(_more)
    await play.do(_filled)
    return play


def _more(tx: Tx) -> None:
    own = circles.of_participant(tx, ANA)
    assert own is not None
    people.give_role(tx, ANA, Role.PARTNER, MONDAY)
    if rhythms.get(tx, ANA) is None:
        rhythms.choose(tx, ANA, frozenset({1}), "18:00", MONDAY, full_day=1)
    cared = circles.open_circle(tx, ANA, CORA, MONDAY)
    circles.open_circle(tx, CORA, ANA, MONDAY)
    elsewhere = circles.open_circle(tx, CORA, DEV, MONDAY)
    seat = sit(tx, elsewhere, ANA, MONDAY, SeatState.PAUSED)
    for circle, partner in ((own.id, CORA), (cared.id, ANA)):
        tx.run(
            "INSERT INTO step_in (id, circle_id, partner_id, state, offered_at)"
            " VALUES (:id, :circle, :partner, 'agreed', :at)",
            id=tx.new_id("step_in"),
            circle=circle,
            partner=partner,
            at=AT,
        )
    hellos.begin(tx, own.id, MONDAY)
    asked = hellos.begin(tx, elsewhere.id, MONDAY)
    assert asked is not None
    hellos.asked(tx, asked.id, seat.id, MONDAY)
    hellos.answer(tx, asked.id, seat.id, HelloAnswer.CALL)
    tx.run("UPDATE outbox SET state = 2, done_at = :at WHERE person_id = :id", id=ANA, at=AT)
    tx.run("UPDATE seat SET paused_until = :at WHERE id = :id", id=seat.id, at=LATER)
    tx.run("UPDATE sharing_grant SET category = 'temperature', dimension = 'social'")
    tx.run("UPDATE crisis_event SET level = 'crisis'")


def _sealed(tx: Tx, table: str, name: str, row: Any, value: str) -> bytes:
    column = next(one for one in sealing.COLUMNS if (one.table, one.name) == (table, name))
    return tx.keyring.seal(value, where=column.where(row), row=row[column.row])


def _filled(tx: Tx) -> None:
    """No column that is handed out is empty."""
    sealed = {(one.table, one.name) for one in sealing.COLUMNS}
    for table, name in handed_out():
        for row in tx.all(f"SELECT rowid AS place_, * FROM {table} WHERE {name} IS NULL"):  # noqa: S608
            value: object = FULL.get((table, name), AT)
            if (table, name) in sealed:
                value = _sealed(tx, table, name, row, str(value))
            if (table, name) not in WHO and (table, name) != ("outbox", "secret"):
                _put(tx, table, name, row, value)


def _put(tx: Tx, table: str, name: str, row: Any, value: object) -> None:
    tx.run(
        f"UPDATE {table} SET {name} = :value WHERE rowid = :place",  # noqa: S608
        value=value,
        place=row["place_"],
    )


def _changed(tx: Tx, table: str, name: str) -> None:
    """Whether the export is another one when this column says something else."""
    before = own_data.gather(tx, ANA)
    sealed = {(one.table, one.name) for one in sealing.COLUMNS}
    for row in tx.all(f"SELECT rowid AS place_, * FROM {table} WHERE {name} IS NOT NULL"):  # noqa: S608
        value = row[name]
        if (table, name) in OTHER:
            other = OTHER[table, name]
        elif isinstance(value, int):
            other = value + DAY if value > DAY else value ^ 1
        else:
            other = f"{value[1:].decode().rstrip()}1" if (table, name) in sealed else f"{value}1"
        if (table, name) in sealed:
            other = _sealed(tx, table, name, row, str(other))
        _put(tx, table, name, row, other)
    raise Undone(own_data.gather(tx, ANA) != before)


async def test_each_column_that_is_handed_out_is_in_the_data(everything: Play) -> None:
    kept_back = []
    for table, name in sorted(set(handed_out()) - SAME):
        with pytest.raises(Undone) as looked:
            await everything.do(lambda tx, table=table, name=name: _changed(tx, table, name))  # type: ignore[misc]
        if not looked.value.changed:
            kept_back.append((table, name))
    assert kept_back == []


OTHERS = {
    "language": "en es",
    "agreed_in": "en es",
    "zone": "Europe/Madrid UTC",
    "words": "temperature plain",
    "role": "supporter partner",
    "as": "backup partner",
    "step": "age name",
    "what": "city line",
    "dimension": "physical social",
    "category": "goal small_step",
    "outcome": "done partly",
    "answer": "write call",
    "level": "concern crisis",
    "detail": "harm abuse",
    "day": "2026-11-11 2026-11-12",
    "again_on": "2026-11-11 2026-11-12",
    "time": "07:15 08:15",
    "from": "07:15 08:15",
    "to": "07:15 08:15",
    "checkins.state": "kept open",
    "places.state": "left open",
    "steps_in.state": "declined agreed",
    "hellos.state": "stopped answered",
    "invitations_to_check_in.state": "later asked",
    "checkins.kind": "pulse full",
    "invitations_to_check_in.kind": "pulse full",
    "help_shown.kind": "harm abuse",
    "asked_for_somebody.kind": "asked_for_partner danger",
}
"""Two words that may stand under a name: one of them is another than what does."""
Path = tuple[str | int, ...]


def _leaves(value: object, path: Path = ()) -> Iterator[Path]:
    """Where each value of the data stands; days of the week are one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and not all(isinstance(one, int) for one in value):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*path, place))
    else:
        yield path


def _other(value: object, path: Path) -> object:
    """Something else that may stand there."""
    if isinstance(value, datetime):
        return value + timedelta(days=1)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [(value[0] + 1) % 7]
    key = next(str(one) for one in reversed(path) if isinstance(one, str))
    named = OTHERS.get(f"{path[0]}.{key}") or OTHERS.get(key) or f"{value}1"
    return next(one for one in named.split() if one != value)


def _with_other(data: dict[str, Any], path: Path) -> dict[str, Any]:
    new: Any = copy.deepcopy(data)
    place = new
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = _other(place[path[-1]], path)
    return new  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", Language)
async def test_each_value_of_the_data_has_its_place_on_the_page(
    everything: Play, language: Language
) -> None:
    words = TEXTS.of(language)
    data = await everything.do(lambda tx: own_data.gather(tx, ANA))
    paths = list(_leaves(data))
    empty = {key for key, value in data.items() if value == []}
    page = own_page.as_page(data, words)
    assert empty == set()
    alike = [one for one in paths if own_page.as_page(_with_other(data, one), words) == page]
    assert alike == []


SEALED = sorted({(one.table, one.name) for one in sealing.COLUMNS} & set(handed_out()))
NAMELESS = [("outbox", "facts"), ("sharing_grant", "reader_name")]
"""Whose words these were is not known any more; a name is said as ever."""


@pytest.mark.parametrize(("table", "name"), SEALED)
async def test_what_cannot_be_read_is_said_so_and_the_rest_is_handed_out(
    everything: Play, table: str, name: str
) -> None:
    before = await everything.do(lambda tx: own_data.gather(tx, ANA))
    for damage in (DAMAGED, b"\0\xff"):
        sql = f"UPDATE {table} SET {name} = :it WHERE {name} IS NOT NULL"  # noqa: S608
        await everything.do(lambda tx, sql=sql, it=damage: tx.run(sql, it=it))  # type: ignore[misc]
        data = await everything.do(lambda tx: own_data.gather(tx, ANA))
        assert sum(data[key] != value for key, value in before.items()) == 1
        for language, said in ((Language.ENGLISH, "cannot be"), (Language.SPANISH, "no se puede")):
            page = own_page.as_page(data, TEXTS.of(language)).decode()
            assert (said in page) is ((table, name) not in NAMELESS)
        assert (b'"unreadable"' in own_page.as_data(data)) is ((table, name) not in NAMELESS)


@pytest.mark.parametrize(
    ("table", "key"), [("outbox", "words_waiting"), ("expecting", "asked_for")]
)
@pytest.mark.parametrize("odd", ["[]", "null", "3"])
async def test_facts_that_are_no_object_cannot_be_read(
    everything: Play, table: str, key: str, odd: str
) -> None:
    before = await everything.do(lambda tx: own_data.gather(tx, ANA))
    sql = f"UPDATE {table} SET facts = :it"  # noqa: S608
    await everything.do(lambda tx: tx.run(sql, it=b"\0" + odd.encode()))
    data = await everything.do(lambda tx: own_data.gather(tx, ANA))
    assert [one for one in before if data[one] != before[one]] == [key]
    assert (b'"unreadable"' in own_page.as_data(data)) is (table == "expecting")


FAMILIES = {
    "kind": CheckinKind,
    "checkin": CheckinState,
    "dimension": Dimension,
    "expected": Expected,
    "will": HelloAnswer,
    "hello": HelloState,
    "way": JoinStep,
    "asked": OccasionState,
    "words": Pack,
    "role": Role,
    "step_in": StepInState,
    "outcome": StepState,
    "about": CrisisKind,
    "level": Level,
}
UNSAID = {"export.will.not_today", "export.outcome.chosen", "export.level.none"}
"""What is never kept."""


@pytest.mark.parametrize("language", Language)
def test_whatever_may_stand_there_has_its_words(language: Language) -> None:
    words = TEXTS.of(language)
    asked = {f"export.{name}.{one}" for name, enum in FAMILIES.items() for one in enum}
    assert {key for key in asked if not words.has(key)} == UNSAID

"""Random weeks of taps: what must hold, counted from what arrived, with numbers of its own."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.rules.occasions import NudgePolicy
from storage.records import PersonId
from tests.handlers.jobs.weeks import (
    DAY,
    LEFT,
    MINUTE,
    RARE,
    WEEKS,
    ZONES,
    Life,
    Weeks,
    lived,
    lives,
)
from tests.handlers.people import ANA, BEN


class Rest(NamedTuple):
    """From grave words until something new may come."""

    at: datetime
    until: datetime


def broken(weeks: Weeks) -> Iterator[str]:
    """Whatever does not hold."""
    yield from _hours(weeks)
    yield from _days(weeks)
    yield from _caps(weeks)
    yield from _again(weeks)
    yield from _silence(weeks)
    yield from _quieter(weeks)


def _hours(weeks: Weeks) -> Iterator[str]:
    """At the person's own hour; what was put off to later that day: in daytime."""
    before = ""
    for one in weeks.came:
        chosen = weeks.rhythm(one.at)
        shown = one.at.astimezone(ZoneInfo(chosen.zone))
        own = datetime.combine(one.day, time(chosen.hour), shown.tzinfo).astimezone(UTC)
        on_time = timedelta(0) <= one.at - own <= 20 * MINUTE
        if not on_time and not (before == "later" and time(8) <= shown.time() < time(21, 20)):
            yield f"at {shown}"
        before = one.choice


def _days(weeks: Weeks) -> Iterator[str]:
    """On chosen days, and once a day unless "later today" was tapped."""
    for mine in weeks.by_occasion().values():
        meant = mine[0].stands_for
        moved = any(rest.at < mine[0].at - DAY < rest.until for rest in _rests(weeks))
        if meant.weekday() not in weeks.rhythm(mine[0].at).days and not moved:
            yield f"new on {meant}"
        if mine[0].day != meant and not moved:
            yield f"of {meant} on {mine[0].day}"
    laters = Counter(one.day for one in weeks.came if one.choice == "later")
    for day, times in Counter(one.day for one in weeks.came).items():
        if times > 1 + laters[day]:
            yield f"{times} times on {day}"


def _caps(weeks: Weeks) -> Iterator[str]:
    """Three in seven days, from week 5 two; a supporter one."""
    first = [mine[0] for mine in weeks.by_occasion().values()]
    for last in first:
        since = last.stands_for - 7 * DAY
        seven = [one for one in first if since < one.stands_for <= last.stands_for]
        late = [one for one in seven if weeks.week(one.at) > 4]
        most = (1, 1) if weeks.supports(last.at) else (3, 2)
        if len(seven) > most[0] or len(late) > most[1]:
            yield f"{len(seven)} by {last.day}, {len(late)} of them late"


def _again(weeks: Weeks) -> Iterator[str]:
    """Again only as chosen, or once on the next day when nothing was tapped."""
    for mine in weeks.by_occasion().values():
        for number, (one, again) in enumerate(itertools.pairwise(mine)):
            chosen = one.choice in ("later", "tomorrow") and again.day - one.day <= DAY
            reminder = one.choice in LEFT and number == 0 and again.day - one.day == DAY
            if not chosen and not reminder:
                yield f"again on {again.day} after {one.choice}"


def _silence(weeks: Weeks) -> Iterator[str]:
    """Nothing while paused or blocked, soon after grave words, or once it is over."""
    for quiet in (one for one in weeks.came if one.until is not None):
        for one in weeks.came:
            if quiet.until is not None and quiet.at < one.at < quiet.until:
                yield f"at {one.at} in silence"
    for one in weeks.came:
        if weeks.over(one.at) and not weeks.life.both:
            yield f"at {one.at} after the end"


def _rests(weeks: Weeks) -> list[Rest]:
    """When grave words were said, and until when nothing new comes."""
    said = [one for one in weeks.came if one.choice == "grave"]
    return [Rest(one.at, one.until) for one in said if one.until is not None]


def _quieter(weeks: Weeks) -> Iterator[str]:
    """From week 5: after three in a row unanswered two weeks apart, after six none."""
    run, before = 0, date.min
    for mine in weeks.by_occasion().values():
        if (run >= 3 and (mine[0].day - before).days < 14) or run >= 6:
            yield f"{mine[0].day} after {run}"
        before = mine[0].day
        if any(one.choice in ("answer", "by_hand") for one in mine):
            run = 0
        elif weeks.week(mine[0].at) > 4 and mine[-1].choice in (*LEFT, "block"):
            run += 1


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weeks")


def _weeks(life: Life, empty: Path, copies: Path, policy: NudgePolicy | None = None) -> Weeks:
    path = Path(shutil.copy(empty, copies / f"{len(list(copies.iterdir()))}.db"))
    return asyncio.run(lived(life, path, policy))


MANY = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(life=lives())
def test_whatever_somebody_does_nobody_nags(empty: Path, copies: Path, life: Life) -> None:
    assert list(broken(_weeks(life, empty, copies))) == []


@settings(MANY, max_examples=6)
@given(life=lives(choices=st.just("answer"), ends=(0,)))
def test_whoever_answers_is_asked_as_often_as_they_may(
    empty: Path, copies: Path, life: Life
) -> None:
    weeks = _weeks(life, empty, copies)
    asked = Counter(weeks.week(one.at) for one in weeks.came)
    early, late = (1, 1) if life.person == BEN else (3, 2)
    for week in range(2, WEEKS):
        assert asked[week] == min(len(life.days), early if week <= 4 else late)


@pytest.mark.parametrize("person", [ANA, BEN])
def test_what_is_seldom_done_brings_nothing_more(
    empty: Path, copies: Path, person: PersonId
) -> None:
    one_by_one = [choice for seldom in RARE for choice in ("ignore", seldom)]
    life = replace(_life(one_by_one, (0, 1, 4)), person=person)
    assert list(broken(_weeks(life, empty, copies))) == []


def test_after_grave_words_the_next_one_comes_a_day_later(empty: Path, copies: Path) -> None:
    weeks = _weeks(_life(["grave", "answer"], (0, 1, 4)), empty, copies)
    assert list(broken(weeks)) == []
    meant, came = weeks.came[1].stands_for, weeks.came[1].day
    assert (meant, came) == (date(2026, 11, 3), date(2026, 11, 4))


@pytest.mark.parametrize(("person", "both"), [(ANA, False), (ANA, True), (BEN, False)])
def test_the_end_of_a_circle_ends_what_was_asked_for_its_sake(
    empty: Path, copies: Path, person: PersonId, *, both: bool
) -> None:
    life = replace(_life(["answer"], (1, 3)), person=person, both=both, ends=7)
    weeks = _weeks(life, empty, copies)
    assert list(broken(weeks)) == []
    assert any(weeks.over(one.at) for one in weeks.came) is both


TOO_MANY = [
    pytest.param(NudgePolicy(first_cap=4), ANA, False, id="four in the first weeks"),
    pytest.param(NudgePolicy(cap=3), ANA, False, id="three after them"),
    pytest.param(NudgePolicy(supporter_cap=2), BEN, False, id="two for a supporter"),
    pytest.param(NudgePolicy(supporter_cap=2), ANA, True, id="two, once their circle is over"),
]


@pytest.mark.parametrize(("policy", "person", "both"), TOO_MANY)
def test_a_higher_cap_reaches_a_phone_and_is_seen(
    empty: Path, copies: Path, policy: NudgePolicy, person: PersonId, *, both: bool
) -> None:
    """Whoever changes their days within a week, or had several as a participant, would get it."""
    life = _life(["answer", "answer", "days"] if not both else ["answer"], (0, 1, 2))
    life = replace(life, person=person, both=both, ends=7 if both else 0)
    assert list(broken(_weeks(life, empty, copies))) == []
    assert any("by 20" in one for one in broken(_weeks(life, empty, copies, policy)))


def _life(choices: Sequence[str], days: Sequence[int] = (1,)) -> Life:
    start = datetime(2026, 11, 2, 15, tzinfo=UTC)
    return Life(ZONES[0], start, ANA, frozenset(days), days[0], 18, 0, tuple(choices))


def test_whoever_never_answers_hears_of_it_twice_and_then_nothing(
    empty: Path, copies: Path
) -> None:
    weeks = _weeks(_life(["ignore"]), empty, copies)
    firsts = [(mine[0].day - date(2026, 11, 3)).days // 7 for mine in weeks.by_occasion().values()]
    # Four weeks do not count; three more, and then every two weeks.
    assert firsts == [0, 1, 2, 3, 4, 5, 6, 8, 10, 12]

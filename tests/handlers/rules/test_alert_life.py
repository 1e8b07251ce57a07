"""Many lives of an alert at random, beside a small model of what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handlers.rules import alert as rules
from handlers.rules import wall
from handlers.rules.alert import Change, Duty, Roster, Why
from handlers.rules.cover import Cover, Reason
from storage.enums import AlertState
from storage.records import Alert, PersonId
from tests.handlers.rules.alerts import OVER, POLICY, STEPPED_IN, SUPPORTED
from tests.handlers.rules.cast import (
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    MADRID,
    MINUTE,
    SECOND,
    START,
    changed,
    duty,
)

AT_ONCE = {Why.NEVER_TOLD, Why.STEPPED_IN, Why.CLOSED}
PEOPLE = (duty(CORA), duty(DEV, MADRID), duty(EVE, "Asia/Tokyo"))


class Life(RuleBasedStateMachine):
    """One circle: covers, taps and time come in any order; the rule decides after each."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.alert: Alert | None = None
        self.cover = SUPPORTED
        self.duties: dict[PersonId, Duty] = {one.person_id: one for one in PEOPLE}
        self.clear_from: datetime | None = None
        self.heard: dict[PersonId, datetime] = {}
        self.rounds = 0

    @property
    def roster(self) -> Roster:
        return Roster(self.duties.get(CORA), self.duties.get(DEV), (self.duties[EVE],))

    @property
    def live(self) -> bool:
        return self.alert is not None and self.alert.state is not AlertState.RESOLVED

    @rule(hours=st.integers(0, 30), seconds=st.sampled_from((0, 1, 59)))
    def time_passes(self, hours: int, seconds: int) -> None:
        self.now += hours * HOUR + seconds * SECOND
        self.settle()

    @precondition(lambda self: self.live)
    @rule(shift=st.sampled_from((-SECOND, timedelta(0), SECOND, 5 * MINUTE)))
    def its_time_comes(self, shift: timedelta) -> None:
        assert self.alert is not None
        assert self.alert.next_at is not None
        self.now = max(self.now, self.alert.next_at + shift)
        self.settle()

    @rule(damping=st.sampled_from((timedelta(0), HOUR, DAY)))
    def the_last_supporter_goes(self, damping: timedelta) -> None:
        opens_at = self.now + damping
        self.cover = Cover(True, False, None, Reason.LEFT, self.now, opens_at, opens_at)
        self.settle()

    @rule(cover=st.sampled_from((SUPPORTED, SUPPORTED, STEPPED_IN, OVER)))
    def it_is_covered_or_over(self, cover: Cover) -> None:
        self.cover = cover
        self.settle()

    @rule(who=st.sampled_from((CORA, DEV, EVE)), reachable=st.booleans())
    def somebody_is_in_reach_or_not(self, who: PersonId, reachable: bool) -> None:
        self.duties[who] = replace(self.duties[who], reachable=reachable)
        self.settle()

    @precondition(lambda self: self.live)
    @rule(who=st.sampled_from((CORA, DEV, EVE)))
    def somebody_says_mine(self, who: PersonId) -> None:
        assert self.alert is not None
        self.tap(rules.acknowledge(self.alert, who, self.now, POLICY))
        assert rules.acknowledge(self.alert, who, self.now, POLICY) is None

    @precondition(lambda self: self.live)
    @rule()
    def somebody_snoozes(self) -> None:
        assert self.alert is not None
        self.tap(rules.snooze(self.alert, self.now, POLICY))
        assert rules.snooze(self.alert, self.now, POLICY) is None
        assert self.alert.snoozes <= POLICY.snooze_max

    @precondition(lambda self: self.live)
    @rule()
    def somebody_hands_it_over(self) -> None:
        assert self.alert is not None
        self.tap(rules.hand_over(self.alert, self.roster, self.now, POLICY))
        assert rules.hand_over(self.alert, self.roster, self.now, POLICY) is None

    def tap(self, change: Change | None) -> None:
        if change is None:
            return
        # One person asked another: such a word is outside the ceiling, but a round heeds it.
        self.heard |= dict.fromkeys(change.tell, self.now)
        self.store(change)
        self.settle()

    def settle(self) -> None:
        """Decide until nothing changes; three steps must do."""
        if self.cover.gap:
            self.clear_from = None
        elif self.clear_from is None:
            self.clear_from = self.now
        if not self.live:
            # The ceiling is one alert's: a new gap is a new cause.
            self.heard = {}
        for _ in range(3):
            change = rules.decide(self.alert, self.cover, self.roster, self.now, POLICY)
            if change is None:
                return
            self.judge(change)
            self.store(change)
        assert rules.decide(self.alert, self.cover, self.roster, self.now, POLICY) is None

    def judge(self, change: Change) -> None:
        if change.tell:
            self.judge_round(change)
        if change.state is AlertState.RESOLVED and change.why not in AT_ONCE:
            assert self.clear_from is not None
            assert self.now - self.clear_from >= POLICY.clear_for

    def judge_round(self, change: Change) -> None:
        told = [self.duties[who] for who in change.tell]
        assert self.cover.gap, "nobody hears of a gap that is none"
        assert all(one.reachable for one in told)
        assert any(
            wall.within(self.now, one.zone, POLICY.day_from, POLICY.day_to) for one in told
        ), "for one of them it is day"
        for who in change.tell:
            last = self.heard.get(who)
            assert last is None or self.now - last >= DAY, "one notice a person a day"
            self.heard[who] = self.now
        self.rounds = 1 if change.step == 1 else self.rounds + 1
        assert self.rounds <= 3 + POLICY.daily_max

    def store(self, change: Change) -> None:
        self.alert = changed(self.alert, change, self.now)

    @invariant()
    def a_live_alert_knows_its_next_time(self) -> None:
        if self.live:
            assert self.alert is not None
            assert self.alert.next_at is not None
            assert self.alert.next_at > self.now
        else:
            assert self.alert is None or self.alert.next_at is None

    @invariant()
    def a_gap_has_a_live_alert_and_nothing_else_has_for_long(self) -> None:
        if self.cover.gap:
            assert self.live
        elif self.live:
            assert self.clear_from is not None
            assert self.now < self.clear_from + POLICY.clear_for


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)

"""Every screen that there is: a world in which each is true, and a row of each kind in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from typing_extensions import override

from handlers.chat import urgent
from handlers.chat.kinds import Kind
from handlers.letterbox import LETTERS
from handlers.letters.privacy import PAGES
from handlers.letters.settings import CHOICES
from handlers.rules import sharing
from handlers.rules.checkin import ORDER
from handlers.rules.crisis.verdict import CrisisKind
from handlers.screens.crisis import PAGES as CRISIS_PAGES
from handlers.screens.screen import Screen
from handlers.texts.catalog import Texts
from storage import (
    alerts,
    checkins,
    circles,
    contacts,
    goals,
    grants,
    hellos,
    outbox,
    people,
    rhythms,
    small_steps,
    step_ins,
    wishes,
)
from storage.database import Tx
from storage.enums import (
    AlertKind,
    Category,
    CheckinKind,
    CheckinState,
    Class,
    Dimension,
    HelloAnswer,
    HelloState,
    JoinStep,
    Language,
    Pack,
    SeatState,
    StepInState,
    Temperature,
)
from storage.moments import micros
from storage.records import PersonId, Row
from tests.handlers.driver import TEXTS, Play, Shown
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    FAY,
    MONDAY,
    NAMES,
    WEEK,
    gap,
    invitation_of,
    sit,
    supporter_link,
)

CARDS = tuple(kind for kind in CrisisKind if kind is not CrisisKind.DISTRESS)
ALERT: dict[str, object] = {"alert": 1, "reason": "none_yet", "since": micros(MONDAY)}
LINK: dict[str, object] = {"code": "A1", "until": micros(MONDAY + WEEK)}
UNKNOWN: dict[str, object] = {"key": "say.unknown", "home": True, "help": True}
LINES = [["A1", state] for state in ("not_begun", "supporter", "partner", "gap", "ended")]
LINE: dict[str, object] = {"circle": 2}
SECRETS = {Kind.LINK: "https://t.me/circle_bot?start=abc", Kind.LINE: "Hello."}
WAITING_SEAT, ACTIVE_SEAT = 1, 2
PAUSED_SEAT = 3
CONTACT = MONDAY + timedelta(days=3, minutes=1)
"""When the world stands still: a step-in, and somebody's break."""
QUIET_ALERT = 6
LINK_ID = 1
FOUND: dict[str, object] = {
    "zones": ["America/Costa_Rica"],
    "names": [["San José, Costa Rica", "San José, Costa Rica"]],
}
ELSEWHERE = 2
"""Ana's newer circle: Dev is its partner, Eve supports."""
END = MONDAY + 13 * WEEK
EVES_PLACE: dict[str, object] = {"seats": [ACTIVE_SEAT], "people": [[ELSEWHERE, ANA]]}
WITH_EVE: dict[str, object] = {"circle": ELSEWHERE, "reader": EVE}
NOTE: dict[str, object] = {"until": micros(MONDAY + WEEK), "grants": [1]}
CALLS = (2, 3, 4, 5)
"""Ana and Ben ask for Cora, who is told of each."""


@dataclass(frozen=True)
class One:
    """A kind, who reads it, and plausible facts."""

    kind: Kind
    reader: PersonId
    facts: dict[str, object] = field(default_factory=dict)
    step: JoinStep | None = None
    """Where Fay stands on the way in."""

    @override
    def __str__(self) -> str:
        return f"{self.kind}-{self.reader}-{'-'.join(map(str, self.facts.values()))}"[:60]


JOINING: dict[JoinStep, tuple[tuple[Kind, dict[str, object]], ...]] = {
    JoinStep.LANGUAGE: ((Kind.JOIN_LANGUAGE, {}),),
    JoinStep.PREVIEW: (
        (Kind.JOIN_PREVIEW, {"invitation": LINK_ID, "role": "supporter"}),
        (Kind.JOIN_PREVIEW, {"invitation": LINK_ID, "role": "participant"}),
        (Kind.JOIN_WHO, {"invitation": LINK_ID}),
        (Kind.JOIN_AGAIN, {}),
    ),
    JoinStep.AGREE: ((Kind.JOIN_AGREE, {"role": "supporter"}),),
    JoinStep.READ_BACK: (
        (Kind.JOIN_READ_BACK, {"invitation": LINK_ID, "role": "supporter"}),
        (Kind.JOIN_READ_BACK, {"invitation": LINK_ID, "role": "participant"}),
    ),
    JoinStep.AGE: (
        (Kind.JOIN_AGE, {"youngest": 18, "conditions": ""}),
        (Kind.JOIN_AGE, {"youngest": 16, "conditions": "With a yes.", "read_back": True}),
        (Kind.JOIN_YOUNG, {}),
    ),
    JoinStep.NAME: ((Kind.JOIN_NAME, {}), (Kind.JOIN_NAME, {"again": True})),
    JoinStep.RHYTHM: (
        (Kind.JOIN_RHYTHM, {"day": 1, "wall": "18:00"}),
        (Kind.RHYTHM_HOUR, {}),
        (Kind.RHYTHM_DAYS, {"days": [], "several": True}),
        (Kind.RHYTHM_DAYS, {"days": [4, 1, 2], "several": True}),
        (Kind.RHYTHM_DAYS, {"days": [], "several": False}),
        (Kind.ZONE, {"zones": ["America/New_York", "Europe/Madrid"]}),
        (Kind.ZONE_ASK, {}),
        (Kind.ZONE_FOUND, FOUND),
        (Kind.ZONE_CLOCK, {"hours": list(range(24))}),
    ),
}
OPEN: dict[str, object] = {"checkin": 1, "at": 0, "pack": "temperature"}
PULSE, FULL, HARD = 2, 3, 4
"""Ana's saved check-ins."""
PLAIN: dict[str, object] = {**OPEN, "pack": "plain"}
CHECKIN = (
    *(One(Kind.QUESTION, ANA, {**OPEN, "at": at, "ack": f"cold_{at % 4 + 1}"}) for at in range(8)),
    One(Kind.QUESTION, ANA, {**PLAIN, "changed": True, "shorter": True, "idea": 1}),
    One(Kind.QUESTION, ANA, {**OPEN, "note": "kept"}),
    One(Kind.QUESTION, ANA, {**OPEN, "note": "gone"}),
    One(Kind.PULSE, ANA, {**OPEN, "idea": 2}),
    One(Kind.FIRST_PULSE, ANA, {"pack": "plain"}),
    One(Kind.PULSE, ANA, {**OPEN, "note": "kept"}),
    One(Kind.CHANGED, ANA, {**OPEN, "at": 8, "note": "kept"}),
    One(Kind.QUESTION, ANA, {**OPEN, "at": 3, "back": True}),
    One(Kind.PULSE, ANA, {**OPEN, "idea": 2, "back": True}),
    One(Kind.CHANGED, ANA, {**OPEN, "at": 8, "back": True}),
    *(One(Kind.MEANING, ANA, {"checkin": 1, "at": at}) for at in range(8)),
    One(Kind.NOTED, ANA, {"checkin": FULL}),
    One(Kind.LATER, ANA, {"checkin": 1}),
    One(Kind.STOPPED, ANA, {"checkin": 1}),
    *(One(Kind.SAVED, ANA, {"checkin": number}) for number in (PULSE, FULL, HARD)),
    One(Kind.SAVED, ANA, {"checkin": FULL, "small_step": 1}),
    One(Kind.TEND_OFFER, ANA, {"checkin": FULL, "head": "step.done"}),
    *(One(Kind.TEND, ANA, {"checkin": FULL, "dimension": one.value}) for one in Dimension),
    One(Kind.TEND, ANA, {"checkin": FULL, "dimension": "social", "too_long": True}),
    One(Kind.TEND_ANY, ANA, {"checkin": FULL}),
    One(Kind.STEP_NOT, ANA, {"checkin": FULL, "small_step": 1}),
    One(Kind.HEAVY, ANA, {"checkin": FULL, "head": "tend.kept", "small_step": 1}),
    One(Kind.IDEA, ANA, {"checkin": FULL, "idea": 3, "further": 0, "head": "heavy.a_lot"}),
    One(Kind.WISH, ANA, {"checkin": FULL, "wish": "quiet", "head": "tend.none"}),
    One(Kind.WISH, ANA, {"checkin": FULL, "wish": "tidy"}),
    One(Kind.KEPT, ANA, {"checkin": FULL, "tidy": True, "head": "wish.quiet_after.7"}),
    One(Kind.KEPT, ANA, {"checkin": FULL, "tidy": False, "head": "closing.kept"}),
    One(Kind.TIDY, ANA),
)
SCREENS = (
    One(Kind.NOTE, ANA, {"key": "checkin.closed", "check_in": True}),
    One(Kind.NOTE, ANA, UNKNOWN | {"person": ANA, "check_in": True, "write": True}),
    One(Kind.NOTE, EVE, UNKNOWN | {"person": EVE, "check_in": False, "write": False}),
    One(Kind.NOTE, CORA, {"key": "circles.begun", "code": "A1"}),
    One(Kind.NOTE, EVE, {"key": "joined.partner", "person": CORA}),
    One(Kind.HELP, ANA),
    One(Kind.HELP, ANA, {"need": "young"}),
    *(One(Kind.CRISIS, ANA, {"about": kind.value}) for kind in CARDS),
    One(Kind.CRISIS, ANA, {"about": "self_harm", "again": True}),
    One(Kind.CRISIS, BEN, {"about": "third"}),
    One(Kind.CRISIS, CORA, {"about": "suicide_ideation"}),
    *(One(Kind.CRISIS_PAGE, ANA, {"page": page}) for page in CRISIS_PAGES),
    *(One(Kind.CRISIS_ASK, ANA, {"circle": 1, "about": kind}) for kind in CARDS),
    One(Kind.CONCERN, ANA),
    One(Kind.CONCERN, ANA, {"again": True}),
    One(Kind.GONE, ANA),
    One(Kind.STRANGER, ANA),
    One(Kind.STRANGER, FAY),
    One(Kind.STRANGER, FAY, {"invitation": LINK_ID}),
    One(Kind.LINKS, ANA, {"links": [LINK_ID]}),
    One(Kind.LINKS, CORA, {"links": []}),
    One(Kind.LINK_CLOSED, ANA),
    One(Kind.LINK_CLOSED, ANA, {"invitation": LINK_ID}),
    One(Kind.LINK_ASKED, ANA, {"invitation": LINK_ID}),
    One(Kind.LINK_ASKED, ANA, {"invitation": LINK_ID, "used": True}),
    One(Kind.CONTACT, EVE, {"request": 1}),
    One(Kind.CONTACT_DETAILS, EVE, {"request": 1}),
    One(Kind.CONTACT_WORD, FAY, {"language": "en"}),
    *(One(Kind.HOME, person) for person in (ANA, BEN, CORA, DEV, EVE)),
    *(One(kind, FAY, facts, step) for step, kinds in JOINING.items() for kind, facts in kinds),
    One(Kind.RHYTHM_HOUR, ANA),
    One(Kind.RHYTHM_DAYS, ANA, {"days": [5], "several": True}),
    One(Kind.ZONE, CORA, {"zones": ["America/Bogota"]}),
    One(Kind.ZONE_FOUND, ANA, {"zones": [], "names": []}),
    *(One(Kind.SETTINGS, person) for person in (ANA, BEN, CORA)),
    One(Kind.OWN_CHECK_IN, CORA, {"age": 18}),
    *(One(Kind.SETTING, ANA, {"what": what}) for what in CHOICES),
    One(Kind.SETTING_NAME, ANA),
    One(Kind.SETTING_NAME, ANA, {"again": True}),
    *(One(Kind.LINK, CORA, {"role": role, **LINK}) for role in ("participant", "partner")),
    One(Kind.LINK, ANA, {"role": "supporter", **LINK}),
    One(Kind.CIRCLES, CORA, {"lines": LINES, "ids": [1] * len(LINES)}),
    One(Kind.CIRCLES, DEV, {"lines": [], "ids": []}),
    *(
        One(Kind.MY_CIRCLE, ANA, {"circle": circle, "seats": seats})
        for circle, seats in ((ELSEWHERE, [ACTIVE_SEAT]), (1, [WAITING_SEAT]))
    ),
    One(
        Kind.CIRCLE_PERSON,
        ANA,
        {"circle": ELSEWHERE, "seat": ACTIVE_SEAT, "people": [[ELSEWHERE, EVE]]},
    ),
    One(Kind.REMOVE_ASK, ANA, {"seat": ACTIVE_SEAT}),
    One(Kind.PLACES, EVE, EVES_PLACE),
    One(Kind.PLACE, EVE, EVES_PLACE),
    One(Kind.PLACE, BEN, {"seats": [WAITING_SEAT]}),
    One(Kind.REST_PICK, EVE, EVES_PLACE),
    One(Kind.REST_ASK, EVE, EVES_PLACE),
    One(Kind.RESTING, EVE, EVES_PLACE | {"until": None}),
    One(Kind.RESTING, EVE, EVES_PLACE | {"until": micros(MONDAY + WEEK)}),
    *(One(Kind.STOP, person) for person in (ANA, BEN, CORA, EVE)),
    One(Kind.LEAVE_PICK, ANA, {"own": ELSEWHERE, "seats": [ACTIVE_SEAT]}),
    One(Kind.LEAVE_ASK, ANA, {"own": ELSEWHERE, "seats": []}),
    One(Kind.LEAVE_ASK, EVE, {"own": 0, "seats": [ACTIVE_SEAT]}),
    One(Kind.LEFT, EVE),
    *(
        One(kind, person, {"circle": ELSEWHERE, "what": what, "ends": micros(END)})
        for kind in (Kind.ENDING_NEWS, Kind.ENDING_DETAILS)
        for what, person in (
            *(("notice", person) for person in (ANA, EVE, DEV)),
            *(("goodbye", person) for person in (ANA, EVE, DEV)),
            *(("longer", person) for person in (ANA, EVE)),
        )
    ),
    One(Kind.EXTEND, DEV, {"circle": ELSEWHERE, "ends": micros(END)}),
    One(Kind.EXTENDED, DEV, {"circle": ELSEWHERE, "ends": micros(END)}),
    One(Kind.CIRCLE_CARE, CORA, {"circle": 1, "state": "gap", "people": [ANA]}),
    One(Kind.CIRCLE_CARE, DEV, {"circle": 2, "state": "supporter", "people": [ANA, EVE]}),
    One(Kind.LINE_PICK, ANA, {"circles": [1, 2]}),
    One(Kind.LINE_PICK, EVE, {"circles": [1, 2]}),
    One(Kind.LINE_PROMPT, ANA, {"circle": 2, "to": DEV}),
    One(Kind.LINE_PROMPT, DEV, {"circle": 2, "to": EVE}),
    One(Kind.LINE_PROMPT, EVE, {"circle": 2, "to": DEV}),
    One(Kind.LINE_PREVIEW, ANA, LINE | {"from": ANA, "to": DEV}),
    One(Kind.LINE_NEWS, DEV, LINE | {"from": ANA, "to": DEV}),
    One(Kind.LINE, DEV, LINE | {"from": ANA}),
    One(Kind.LINE, EVE, LINE | {"from": DEV}),
    One(Kind.HELLO_CONFIRM, ANA, {"start": "08:00", "end": "21:00"}),
    *(One(Kind.HELLO_ASKING, ANA, {"hello": hello}) for hello in (1, 2)),
    One(Kind.HELLO_NOBODY, ANA, {"circle": 2}),
    One(Kind.HELLO_NOBODY, ANA, {"circle": 2, "asked": True}),
    One(Kind.HELLO_ENOUGH, ANA, {"circle": 2}),
    One(Kind.HELLO_ASK, EVE, {"hello": 2, "seat": ACTIVE_SEAT}),
    One(Kind.HELLO_DETAILS, EVE, {"hello": 2, "seat": ACTIVE_SEAT}),
    *(One(Kind.HELLO_SAID, EVE, {"hello": one, "seat": ACTIVE_SEAT}) for one in (1, 2)),
    One(Kind.HELLO_NEWS, ANA, {"hello": 1, "seat": ACTIVE_SEAT}),
    One(Kind.HELLO_HEARD, ANA, {"hello": 1, "seat": ACTIVE_SEAT}),
    One(Kind.HELLO_YET, ANA, {"hello": 2}),
    One(Kind.LINE_UNSEEN, ANA, LINE | {"from": ANA, "to": DEV, "sent": micros(MONDAY)}),
    One(Kind.SEAT_NEWS, ANA, {"seat": WAITING_SEAT}),
    One(Kind.SEAT_CONFIRM, ANA, {"seat": WAITING_SEAT}),
    One(Kind.SEAT_OPEN, EVE, {"seat": ACTIVE_SEAT}),
    One(Kind.NUDGE, ANA, {"occasion": 1}),
    One(Kind.NUDGE, ANA, {"occasion": 1, "gentle": True}),
    *(
        One(Kind.NUDGE, who, {"occasion": of, "kind": kind, "what": what, "supporter": of == 2})
        for who, of in ((ANA, 1), (BEN, 2))
        for kind in ("full", "pulse")
        for what in ("new", "less", "last", "again", "reminder")
    ),
    *(
        One(Kind.NUDGE, who, {"occasion": of, "kind": kind, "turn": turn, "supporter": of == 2})
        for who, of in ((ANA, 1), (BEN, 2))
        for kind in ("full", "pulse")
        for turn in range(3)
    ),
    One(Kind.QUIET, DEV, {"alert": QUIET_ALERT}),
    One(Kind.QUIET_DETAILS, DEV, {"alert": QUIET_ALERT, "circle": 2, "people": [ANA]}),
    One(Kind.QUIET_DETAILS, CORA, {"alert": QUIET_ALERT, "circle": 2, "people": [ANA]}),
    One(Kind.PAUSE, ANA),
    One(Kind.PAUSED, ANA),
    One(Kind.PAUSED, BEN, {"until": micros(MONDAY + WEEK)}),
    *CHECKIN,
    One(Kind.ALERT, CORA, ALERT),
    One(Kind.ALERT_DETAILS, CORA, ALERT),
    One(Kind.ALERT_DETAILS, DEV, ALERT),
    One(Kind.ALERT_GROUP, CORA),
    One(Kind.ALERT_LIST, CORA, {"alerts": [1], "codes": ["A1"]}),
    One(Kind.ALERT_LIST, CORA, {"alerts": [], "codes": []}),
    One(Kind.OFFER_TALK, ANA, {"step_in": 1}),
    One(Kind.TALKED_ASK, DEV, {"circle": 2, "contact": micros(CONTACT)}),
    One(Kind.LONG_BREAK, CORA, {"circle": 1, "since": micros(MONDAY), "days": 90}),
    One(Kind.STILL_HERE, EVE, {"seat": ACTIVE_SEAT}),
    *(
        One(Kind.NOBODY, ANA, {"known": known, "hears": CORA, "at": at, "partner": CORA})
        for known, at in ((True, None), (False, None), (False, micros(MONDAY)))
    ),
    One(Kind.NOBODY, ANA, {"known": False, "hears": 0, "at": None, "partner": 0}),
    One(Kind.PARTNER_NEWS, ANA, {"circle": ELSEWHERE, "partner": DEV}),
    One(Kind.PARTNER_DETAILS, ANA, {"circle": ELSEWHERE}),
    One(Kind.CHANGE_NEWS, ANA, {"seat": PAUSED_SEAT, "state": "paused", "since": micros(CONTACT)}),
    *(
        One(Kind.CHANGE_DETAILS, ANA, {"seat": PAUSED_SEAT, "state": state, "since": 0})
        for state in ("paused", "left")
    ),
    One(Kind.ALERT_CLOSED, CORA, {"circle": 1, "code": "A1"}),
    *(One(Kind.URGENT, CORA, {"alert": number}) for number in CALLS),
    *(
        One(Kind.URGENT_DETAILS, CORA, {"alert": number, "cannot": cannot})
        for number in CALLS
        for cannot in (False, True)
    ),
    *(
        One(Kind.URGENT_NEWS, ANA, {"alert": CALLS[0], "news": news, "step": step, "before": CORA})
        for news, step in (("not_seen", 2), ("cannot", 3), ("nobody", 4), ("seen", 1), ("taken", 1))
    ),
    One(Kind.HOURS, CORA),
    One(Kind.HOURS, DEV, {"alone": ["A1", "B2"]}),
    One(Kind.HOURS_DAYS, CORA, {"days": [0, 1, 2]}),
    One(Kind.HOURS_DAYS, CORA, {"days": [], "none": True}),
    One(Kind.HOURS_FROM, CORA, {"days": [0, 2]}),
    One(Kind.HOURS_TO, CORA, {"days": [0, 2], "start": "09:00"}),
    One(Kind.HOURS_AWAY, CORA, {"today": "2026-11-05"}),
    One(Kind.HOURS_BACK, CORA, {"first": "2026-11-06"}),
    One(Kind.HOURS_DIGEST, CORA, {"lines": []}),
    One(Kind.HOURS_DIGEST, CORA, {"lines": [["A1", 0, True], ["B2", 0, False]]}),
    One(Kind.URGENT_TAKEN, DEV, {"alert": CALLS[0]}),
    One(Kind.OFFER, ANA, {"step_in": 1}),
    One(Kind.OFFER, ANA, {"step_in": 1, "later": True}),
    One(Kind.OFFER_DETAILS, ANA, {"step_in": 1}),
    *(
        One(Kind.OFFER_ANSWER, CORA, {"answer": answer, "circle": 1, "code": "A1"})
        for answer in ("agreed", "talk_first", "declined")
    ),
    *(One(Kind.PRIVACY, person) for person in (ANA, CORA)),
    *(One(Kind.PRIVACY_PAGE, ANA, {"page": page}) for page in PAGES),
    One(Kind.EXPORT_ASK, ANA),
    *(One(Kind.EXPORT_FILE, ANA, {"form": form}) for form in ("page", "data")),
    *(One(Kind.DELETE_ASK, person) for person in (ANA, EVE, CORA, DEV)),
    One(Kind.DELETED, ANA),
    *(One(Kind.CIRCLE_NEWS, CORA, {"news": news, "code": "A1"}) for news in ("over", "yours")),
    One(Kind.HANDED_BACK, CORA, {"circle": 1, "code": "A1"}),
    One(Kind.BACK_NEWS, ANA, {"seat": ACTIVE_SEAT}),
    One(Kind.BACK_DETAILS, ANA, {"seat": ACTIVE_SEAT}),
    One(Kind.SHARING, ANA, {"people": [[ELSEWHERE, EVE], [ELSEWHERE, DEV]]}),
    One(Kind.SHARING, EVE, {"people": []}),
    *(One(kind, ANA, WITH_EVE) for kind in (Kind.SHARE_PERSON, Kind.SHARE_MORE)),
    *(
        One(Kind.SHARE_ASK, ANA, {**WITH_EVE, "code": code})
        for code in ("financial", "all", "small_step", "goal")
    ),
    One(Kind.SHARE_PERSON, ANA, {**WITH_EVE, "reader": DEV}),
    One(Kind.SHARE_AGAIN, ANA, {**WITH_EVE, "reader": DEV}),
    One(Kind.SHARE_SEEN, ANA),
    One(Kind.SHARE_SEEN, EVE),
    One(Kind.SHARED, DEV, {"grants": [2]}),
    One(Kind.SHARED, DEV, {"grants": [2], "more": True}),
    One(Kind.SHARED, DEV, {"grants": []}),
    *(One(Kind.GOAL, person) for person in (ANA, EVE)),
    One(Kind.GOAL_ASK, ANA),
    One(Kind.GOAL_ASK, ANA, {"long": True}),
    One(Kind.WEEKLY, EVE, {"idea": 0}),
    *(One(Kind.WEEKLY_DETAILS, EVE, {**NOTE, "idea": place}) for place in range(12)),
    One(Kind.WEEKLY_DETAILS, EVE, {**NOTE, "idea": 12, "grants": []}),
    One(Kind.WEEKLY_DETAILS, EVE, {**NOTE, "idea": 12, "more": True}),
)


async def world(play: Play) -> None:
    """Ana's circle with a gap, an offer and somebody who waits; an older one with somebody near."""
    circle, _ = await gap(play)
    await play.do(lambda tx: _world(tx, play))
    secret, _ = await supporter_link(play, circle)
    assert (await invitation_of(play, secret)).id == LINK_ID


def _world(tx: Tx, play: Play) -> None:
    now = play.now
    sit(tx, circles.get(tx, 1), BEN, now, SeatState.WAITING)
    elsewhere = circles.open_circle(tx, DEV, None, now)
    circles.start(tx, elsewhere.id, ANA, now, END)
    sit(tx, elsewhere, EVE, now)
    _hellos(tx, elsewhere.id, play)
    _share(tx, now)
    people.welcome(tx, FAY, Language.ENGLISH, "America/New_York", now)
    contacts.ask(tx, DAN, Language.SPANISH, now)
    rhythms.claim(tx, ANA, now.date(), now)
    rhythms.claim(tx, BEN, now.date(), now)
    _checkins(tx, now)
    step_ins.offer(tx, 1, CORA, now)
    sit(tx, elsewhere, CORA, now, SeatState.PAUSED)
    stepped_in = step_ins.offer(tx, elsewhere.id, DEV, now)
    if stepped_in is not None:
        step_ins.move(tx, stepped_in.id, StepInState.AGREED, now, only=(StepInState.OFFERED,))
    for person in (ANA, BEN):
        for kind in (AlertKind.DANGER, AlertKind.ASKED_FOR_PARTNER):
            urgent.call(tx, play.house, circles.get(tx, 1), person, kind, None, now)
    wishes.set_quiet_after(tx, ANA, 7, now)
    quiet = alerts.insert(tx, elsewhere.id, AlertKind.QUIET_PARTICIPANT, now)
    assert quiet.id == QUIET_ALERT


def _hellos(tx: Tx, circle_id: int, play: Play) -> None:
    """A hello that Eve answered, and one that she was asked for and did not answer yet."""
    for answered in (True, False):
        hello = hellos.begin(tx, circle_id, play.now)
        assert hello
        hellos.asked(tx, hello.id, ACTIVE_SEAT, play.now)
        if answered:
            hellos.answer(tx, hello.id, ACTIVE_SEAT, HelloAnswer.CALL)
            hellos.save(tx, hello.id, HelloState.ANSWERED, None, None)


def _share(tx: Tx, now: datetime) -> None:
    """Ana keeps a goal; Eve may see it until the next round, Dev for a few days more."""
    goals.keep(tx, ANA, "A quiet morning", now - 2 * WEEK)
    circle = circles.get(tx, ELSEWHERE)
    for reader, lasts in ((EVE, 4 * WEEK), (DEV, 5 * DAY)):
        given = sharing.given(sharing.Item(Category.GOAL), ANA, reader, circle, now)
        given = replace(given, lapses_at=now + lasts)
        grants.give(tx, given, NAMES[reader], Language.ENGLISH)
    grants.disclose(tx, 1, now)


def _checkins(tx: Tx, now: datetime) -> None:
    """One is open; a pulse, a mixed and a hard one are saved, and a small step stands."""
    saved = {
        PULSE: (CheckinKind.PULSE, (4,)),
        FULL: (CheckinKind.FULL, (2, 3, 1, 4, 3, 2, 5, 3)),
        HARD: (CheckinKind.FULL, (1, 2, 2, 1, 2, 2, 1, 2)),
    }
    waits = checkins.open_one(tx, ANA, None, now)
    checkins.close(tx, waits.id, CheckinState.KEPT, now)
    for kind, places in saved.values():
        one = checkins.open_one(tx, ANA, None, now, kind)
        for part, place in zip(ORDER, places, strict=False):
            checkins.answer(tx, one.id, part, Temperature(place), Pack.TEMPERATURE, now)
        checkins.close(tx, one.id, CheckinState.SAVED, now)
    checkins.reopen(tx, waits.id, now)
    small_steps.choose(tx, ANA, PULSE, Dimension.PHYSICAL, "A walk", now)


async def screen_of(play: Play, one: One, language: Language, texts: Texts = TEXTS) -> Screen:
    """What this screen is in a language, whoever reads it."""
    row = await play.do(lambda tx: put(tx, play, one))
    letter = LETTERS[row.kind]
    facts = await play.do(lambda tx: letter.load(tx, row))
    return letter.screen(facts, await play.reader(row), texts.of(language))


async def shown(play: Play, one: One) -> Shown:
    """This screen on its reader's phone."""
    row = await play.do(lambda tx: put(tx, play, one))
    await play.hears(one.reader)
    return next(shown for shown in play.chats[one.reader].values() if shown.row.id == row.id)


def put(tx: Tx, play: Play, one: One) -> Row:
    """The row of this screen, in the world."""
    if one.step is not None:
        # Another screen's "Not now" may have forgotten her.
        people.welcome(tx, one.reader, Language.ENGLISH, "America/New_York", play.now)
        people.set_joining(tx, one.reader, LINK_ID, one.step)
    if one.kind is Kind.LONG_BREAK:
        rhythms.pause(tx, ANA, MONDAY, None)
    secret = SECRETS.get(one.kind, "")
    facts = one.facts | ({"words": _words(tx, play, one)} if "to" in one.facts else {})
    row = outbox.put(tx, one.reader, Class.ALERT, one.kind, facts, play.now, secret=secret)
    if "back" in facts:
        checkin = checkins.get(tx, int(str(facts["checkin"])))
        assert checkin is not None
        checkins.asked(tx, checkin, row.id)
    return row


def _words(tx: Tx, play: Play, one: One) -> int:
    """A line that waits for its reader."""
    until = play.now + timedelta(hours=1)
    facts = {"circle": one.facts["circle"], "from": one.facts.get("from", one.reader)}
    row = outbox.put(
        tx, int(str(one.facts["to"])), Class.NUDGE, Kind.LINE, facts, play.now,
        secret="Hello.", not_before=until, not_after=until,
    )  # fmt: skip
    return row.id

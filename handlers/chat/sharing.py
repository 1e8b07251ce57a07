"""Sharing: the one way by which something of somebody goes to somebody else.

``handlers.rules.sharing`` says what is visible, and only that is opened. Letters ask here at the
moment of sending, so that whatever was taken back meanwhile is not said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.chat import cover
from handlers.chat.context import House, Talk
from handlers.chat.kinds import Kind
from handlers.rules import pauses, programme, wall, weekly
from handlers.rules import sharing as rule
from handlers.screens.sharing import Shown, one_page
from storage import circles, grants, milestones, people, rhythms, shared, weekly_notes
from storage.database import Tx
from storage.enums import Category, Dimension
from storage.records import Circle, CircleId, Grant, PersonId

WEEK = timedelta(days=7)
MOST_READERS = 20
"""So many people stand on a page of somebody's own."""


@dataclass(frozen=True, slots=True)
class Week:
    """A note looks at one week and never further: asking again tells nothing newer."""

    since: datetime
    until: datetime


def week_before(at: datetime) -> Week:
    """The week up to an instant."""
    return Week(at - WEEK, at)


def last_week(zone: str, now: datetime) -> Week:
    """The last whole week of the reader's calendar, from Monday to Sunday."""
    today = wall.local(now, zone).date()
    monday = today - timedelta(days=today.weekday())
    return Week(
        wall.instant(monday - WEEK, "00:00", zone),
        wall.instant(monday, "00:00", zone),
    )


def may_see(
    tx: Tx,
    given: Iterable[Grant],
    subject: PersonId,
    reader: PersonId,
    circle: Circle,
    now: datetime,
) -> rule.Visible:
    """What the reader may see of somebody in this circle, now, of what was given to them."""
    places = rule.Places(circles.seats(tx, circle.id), pauses.holds(rhythms.get(tx, subject), now))
    return rule.visible(given, subject, reader, circle, places, now)


def for_reader(
    tx: Tx,
    reader: PersonId,
    week: Week,
    now: datetime,
    *,
    supporter: bool,
    only: Collection[int] | None = None,
    after: tuple[int, int] = (0, 0),
) -> list[Shown]:
    """What others share with the reader, over all circles in which they are a supporter, or over
    those in which they are something else. ``only``: under these grants; ``after``: of whoever
    comes behind this person of this circle."""
    pairs: dict[tuple[CircleId, PersonId], list[Grant]] = {}
    for one in grants.to_reader(tx, reader):
        if (only is None or one.id in only) and (one.circle_id, one.subject_id) > after:
            pairs.setdefault((one.circle_id, one.subject_id), []).append(one)
    found = []
    for circle_id, subject in sorted(pairs):
        circle = circles.get(tx, circle_id)
        if (reader not in (circle.participant_id, circle.partner_id)) is supporter:
            visible = may_see(tx, pairs[circle_id, subject], subject, reader, circle, now)
            if visible.until:
                found.append(_open(tx, subject, visible.grants, week, visible.until))
    return [one for one in found if one.grants]


def page(talk: Talk, week: Week, *, supporter: bool, on: bool = False) -> dict[str, object]:
    """One page of what others share with the tapper: the first, or the one behind the page that was
    tapped (``on``). Whatever stands on it is kept as shown; who it is about may read that."""
    after = _end(talk) if on else (0, 0)
    shown = for_reader(talk.tx, talk.id, week, talk.now, supporter=supporter, after=after)
    here = one_page(shown, talk.house.texts.of(talk.language))
    found = [grant for one in here for grant in one.grants]
    for grant in found:
        grants.disclose(talk.tx, grant, talk.now)
    return {"grants": found, "more": len(here) < len(shown)}


def _end(talk: Talk) -> tuple[int, int]:
    """Who stands last on the tapped page; once they are forgotten, one begins anew."""
    found = talk.row.facts.get("grants") if talk.row else None
    last = grants.get(talk.tx, found[-1]) if isinstance(found, list) and found else None
    return (last.circle_id, last.subject_id) if last else (0, 0)


def readers(tx: Tx, person: PersonId, now: datetime) -> list[tuple[Circle, PersonId]]:
    """Whom somebody may share with: a participant with everybody they chose, a supporter with the
    participant, and both with their Community Partner."""
    own = cover.own(tx, person, now)
    found: list[tuple[Circle, PersonId]] = []
    if own is not None:
        near = [seat for seat in circles.seats(tx, own.id) if seat.state in cover.STANDING]
        found += [(own, PersonId(seat.supporter_id)) for seat in near if seat.supporter_id]
        found.append((own, own.partner_id))
    for seat in circles.seats_of(tx, person):
        circle = circles.get(tx, seat.circle_id)
        if cover.stands(seat) and programme.lasts(circle, now):
            centre = [circle.participant_id] if circle.participant_id else []
            found += [(circle, PersonId(one)) for one in (*centre, circle.partner_id)]
    return [pair for pair in dict.fromkeys(found) if pair[1] != person][:MOST_READERS]


def standing(tx: Tx, person: PersonId) -> weekly.Standing:
    """What somebody's weekly note hangs on, as it is stored now."""
    known = people.get(tx, person)
    return weekly.Standing(
        tuple(
            (seat, circles.get(tx, seat.circle_id))
            for seat in circles.seats_of(tx, person)
            if cover.stands(seat)
        ),
        rhythms.get(tx, person),
        known is not None and known.unreachable_since is None,
    )


def begin_notes(tx: Tx, house: House, person: PersonId, now: datetime) -> None:
    """Somebody has a place in a circle: a note a week, from their next day for it."""
    known = people.get(tx, person)
    usual = (house.programme.day, house.programme.wall)
    zone = known.zone if known else house.programme.zone
    weekly_notes.begin(tx, person, weekly.next_note(rhythms.get(tx, person), usual, zone, now))


def ask_again(talk: Talk) -> bool:
    """After a check-in: if something is about to lapse, ask once whether it goes on.

    One reader at a time, and once a round. Whoever does not answer lets it lapse.
    """
    own = grants.of_subject(talk.tx, talk.id, talk.now)
    for circle, reader in readers(talk.tx, talk.id, talk.now):
        given = [one for one in own if one.reader_id == reader]
        soon = rule.to_confirm(given, circle, talk.now)
        if not soon:
            continue
        once = f"share-again-{soon[0].id}-{soon[0].lapses_at:%Y-%m-%d}"
        if milestones.first(talk.tx, circle.id, once, talk.id, talk.now):
            talk.say(Kind.SHARE_AGAIN, circle=circle.id, reader=reader)
            return True
    return False


def name_of(tx: Tx, person: int) -> str:
    """What somebody chose to be called."""
    known = people.get(tx, person)
    return known.name if known else ""


def _open(tx: Tx, subject: PersonId, chosen: Sequence[Grant], week: Week, until: datetime) -> Shown:
    """Open what is visible, and keep which grants brought something."""
    wanted = {one.dimension for one in chosen if one.dimension}
    categories = {one.category for one in chosen}
    found = shared.temperatures(tx, subject, wanted, week.since, week.until) if wanted else {}
    step = goal = ""
    if Category.SMALL_STEP in categories:
        step = shared.small_step(tx, subject, week.since, week.until)
    if Category.GOAL in categories:
        goal = shared.goal(tx, subject, week.until)
    brought = {Category.SMALL_STEP: bool(step), Category.GOAL: bool(goal)}
    return Shown(
        name=name_of(tx, subject),
        temperatures=tuple((one, found[one]) for one in Dimension if one in found),
        small_step=step,
        goal=goal,
        grants=tuple(
            one.id
            for one in chosen
            if (one.dimension in found if one.dimension else brought[one.category])
        ),
        until=until,
    )

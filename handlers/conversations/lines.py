"""Lines: a few words between a partner and somebody of their circles. Typed, read once more,
sent by a tap, opened by a tap, and gone from here.

The words rest in one place: the sealed ``secret`` of an outbox row that waits for the reader and
is never sent by itself. It ends as SENT when the words were opened, else as DROPPED.
"""

from __future__ import annotations

from handlers.chat import daytime, pairs
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import lines as rule
from handlers.rules.lines import Way
from storage import circles, dispatch, expecting, lines, outbox, people, step_ins
from storage.enums import Class, Expected, RowState
from storage.moments import micros
from storage.records import Circle, Row

_UNSENT = "unsent"


def write_partner(talk: Talk) -> None:
    """Write to the partner; with several circles, for which?"""
    found = pairs.partners(talk.tx, talk.id, talk.now)
    if not found:
        talk.note("line.not_now", help=True)
    elif len(found) == 1:
        _ask(talk, found[0], found[0].partner_id)
    else:
        talk.show(Kind.LINE_PICK, circles=[one.id for one in found])


def pick(talk: Talk) -> None:
    """For this circle."""
    number = _one_of(talk, "circles")
    if number is not None:
        circle = circles.get(talk.tx, number)
        _ask(talk, circle, circle.partner_id)


def write_to(talk: Talk) -> None:
    """The partner writes to somebody of a circle."""
    to = _one_of(talk, "people")
    if to is not None:
        _ask(talk, circles.get(talk.tx, _number(talk, "circle")), to)


def reply(talk: Talk) -> None:
    """Write back."""
    circle = circles.get(talk.tx, _number(talk, "circle"))
    _ask(talk, circle, _number(talk, "from"))


def _number(talk: Talk, fact: str) -> int:
    return int(str(talk.row.facts[fact])) if talk.row else 0


def _one_of(talk: Talk, fact: str) -> int | None:
    """What the tapped button stands for: its message keeps the list that it was made from."""
    listed = talk.row.facts[fact] if talk.row else None
    place = int(talk.value)
    if isinstance(listed, list) and place < len(listed):
        return int(listed[place])
    talk.note("say.old_button")
    return None


def _ask(talk: Talk, circle: Circle, to: int) -> None:
    """Ask for the words, when there is a way and room for today."""
    if _free(talk, circle, to):
        talk.show(Kind.LINE_PROMPT, circle=circle.id, to=to)
        talk.expect(Expected.LINE, circle=circle.id, to=to)


def _free(talk: Talk, circle: Circle, to: int) -> bool:
    """Whether a line may go now; if not, it is said already. Only a partner reads more of why."""
    way = pairs.way(talk.tx, circle, talk.id, to, talk.now)
    began = rule.day_began(talk.known.zone, talk.now)
    if way is Way.OPEN:
        if lines.count(talk.tx, talk.id, to, began) < talk.house.lines.per_day:
            return True
        talk.note("line.enough", help=True)
    elif talk.id != circle.partner_id:
        talk.note("line.not_now", help=True)
    elif way is Way.NOT_NOW:
        talk.note("line.not_reachable", person=to)
    else:
        talk.note("say.neutral")
    return False


def typed(talk: Talk) -> None:
    """The words came: they are shown with whom they would go to, and nothing goes yet."""
    asked = expecting.get(talk.tx, talk.id, talk.now)
    text = talk.said.text.strip()
    if asked is None or not rule.fits(text, talk.house.lines):
        talk.note("line.too_long", most=talk.house.lines.longest)
        return
    expecting.clear(talk.tx, talk.id)
    circle, to = circles.get(talk.tx, int(str(asked.facts["circle"]))), int(str(asked.facts["to"]))
    if not _free(talk, circle, to):
        return
    facts: dict[str, object] = {"circle": circle.id, "from": talk.id}
    until = talk.now + talk.house.lines.unsent
    row = outbox.put(
        talk.tx, to, Class.NUDGE, Kind.LINE, facts, talk.now,
        secret=text, not_before=until, not_after=until,
    )  # fmt: skip
    talk.say(Kind.LINE_PREVIEW, words=row.id)
    talk.strip(asked.row_id)


def _draft(talk: Talk) -> Row | None:
    """The words of the tapped message while they wait for a yes; if not, what became of them."""
    words = outbox.get(talk.tx, _number(talk, "words"))
    if words is not None and lines.is_carried(talk.tx, words.id):
        talk.note("line.sent", person=words.person_id)
    elif words is not None and words.state is RowState.WAITING and talk.now < words.not_before:
        return words
    else:
        talk.note("line.not_kept")
    return None


def send(talk: Talk) -> None:
    """Yes, exactly this: the reader hears that there are words, and opens them when they like."""
    words = _draft(talk)
    if words is None:
        return
    circle = circles.get(talk.tx, int(str(words.facts["circle"])))
    if not _free(talk, circle, words.person_id):
        dispatch.drop(talk.tx, words, _UNSENT, talk.now)
        return
    until = talk.now + talk.house.lines.unseen
    lines.carried(talk.tx, words.id, circle.id, talk.id, words.person_id, talk.now)
    outbox.keep(talk.tx, words.id, until)
    talk.tell(words.person_id, Kind.LINE_NEWS, words=words.id)
    about: dict[str, object] = {"words": words.id, "sent": micros(talk.now)}
    daytime.tell(talk.tx, talk.id, Kind.LINE_UNSEEN, about, talk.now, talk.house.alert, at=until)
    _contact(talk, circle, words.person_id)
    talk.note("line.sent", person=words.person_id)


def _contact(talk: Talk, circle: Circle, to: int) -> None:
    """A line between participant and partner is contact, when the partner stepped in."""
    if circle.participant_id in (talk.id, to):
        step_ins.contact(talk.tx, circle.id, talk.now)


def change(talk: Talk) -> None:
    """Other words: the first ones are gone, and the question stands again."""
    words = _draft(talk)
    if words is not None:
        dispatch.drop(talk.tx, words, _UNSENT, talk.now)
        circle = circles.get(talk.tx, int(str(words.facts["circle"])))
        _ask(talk, circle, words.person_id)


def stop(talk: Talk) -> None:
    """Nothing is sent, and nothing is kept."""
    if talk.row and "words" in talk.row.facts:
        words = _draft(talk)
        if words is None:
            return
        dispatch.drop(talk.tx, words, _UNSENT, talk.now)
    asked = expecting.get(talk.tx, talk.id, talk.now)
    if asked is not None and asked.what is Expected.LINE:
        expecting.clear(talk.tx, talk.id)
    talk.note("line.stopped")


def see(talk: Talk) -> None:
    """The words behind the neutral first line; with that they are gone from here."""
    words = outbox.get(talk.tx, _number(talk, "words"))
    if words is not None and words.state is RowState.SENT:
        talk.say(Kind.NOTE, key="line.read")  # Below: they may stand in the tapped message.
    elif words is None or not _may_open(talk, words):
        talk.note("line.over")
    else:
        dispatch.sent(talk.tx, words, None, talk.now)
        talk.pass_on(Kind.LINE, words.secret, **words.facts)


def _may_open(talk: Talk, words: Row) -> bool:
    """In time, and both still belong together."""
    if words.state is not RowState.WAITING or talk.now >= words.not_before:
        return False
    circle, sender = circles.get(talk.tx, int(str(words.facts["circle"]))), words.facts["from"]
    there = people.get(talk.tx, int(str(sender))) is not None
    back = pairs.way(talk.tx, circle, talk.id, int(str(sender)), talk.now)
    return there and back is not Way.CLOSED

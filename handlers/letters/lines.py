"""Letters of a line: the question, what exactly would go, the neutral news, and the words."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import hours
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import programme
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.programme import whose
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, outbox, people
from storage.database import Tx
from storage.enums import RowState
from storage.moments import moment
from storage.records import Row


def _name(tx: Tx, person_id: object) -> str:
    person = people.get(tx, int(str(person_id))) if person_id else None
    return person.name if person else ""


def _load_pick(tx: Tx, row: Row) -> Facts:
    found = [circles.get(tx, int(str(one))) for one in list_of(row.facts["circles"])]
    partners = [one.partner_id for one in found]
    return {
        "choices": [
            (_name(tx, one.partner_id), _name(tx, one.participant_id), one.participant_id)
            for one in found
        ],
        "hours": [hours.of(tx, one, row.created_at) for one in dict.fromkeys(partners)],
    }


def list_of(value: object) -> list[object]:
    """A list among the facts of a row."""
    return value if isinstance(value, list) else []


def _pick(facts: Facts, reader: Reader, words: Words) -> Screen:
    """Which circle, and when each partner usually reads."""
    rows = []
    for number, (partner, other, centre) in enumerate(facts["choices"]):
        own = centre == reader.id
        key = "button.write_own" if own else "button.write_for"
        (other,) = whose([other], words)
        values = {"name": partner} if own else {"name": partner, "other": other}
        rows.append((Button(words(key, **values), "line_pick", str(number)),))
    usual = [hours.text(one, words, reader.zone) for one in facts["hours"]]
    said = "\n".join(filter(None, usual))
    return Screen(f"{words('line.pick')}\n\n{said}".strip(), tuple(rows))


def _load_prompt(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    centre = circle.participant_id
    outside = row.person_id not in (centre, circle.partner_id)
    return {
        "name": _name(tx, row.facts["to"]),
        "hours": hours.of(tx, int(str(row.facts["to"])), row.created_at),
        # Whoever supports writes to the partner only: said once more, with the participant's name.
        "others": [_name(tx, centre)] if outside else [],
    }


def _prompt(facts: Facts, reader: Reader, words: Words) -> Screen:
    parts = [words("line.prompt", name=facts["name"])]
    for other in whose(facts["others"], words):
        parts.append(words("line.prompt.only", name=facts["name"], other=other))
    usual = hours.text(facts["hours"], words, reader.zone)
    parts.append(f"{usual} {words('line.nobody_waits')}".strip())
    stop = Button(words("button.not_now"), "line_stop")
    return Screen("\n\n".join(parts), ((stop, help_button(words)),))


def _load_preview(tx: Tx, row: Row) -> Facts:
    words = outbox.get(tx, int(str(row.facts["words"])))
    return {
        "text": words.secret if words else "",
        "name": _name(tx, words.person_id if words else None),
    }


def _has_words(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["text"] else Drop("gone")


def _preview(facts: Facts, _reader: Reader, words: Words) -> Screen:
    send = Button(words("button.send_line"), "line_send")
    change = Button(words("button.change"), "line_change")
    stop = Button(words("button.do_not_send"), "line_stop")
    text = words("line.preview", name=facts["name"], text=facts["text"])
    return Screen(text, ((send,), (change, stop)))


def _load_state(tx: Tx, row: Row) -> Facts:
    words = outbox.get(tx, int(str(row.facts["words"])))
    if words is None:
        return {**row.facts, "state": RowState.DROPPED, "circle": None, "centre": False}
    circle = circles.get(tx, int(str(words.facts["circle"])))
    centre = circle.participant_id in (words.person_id, words.facts["from"])
    return {**row.facts, "state": words.state, "circle": circle, "centre": centre}


def _over(facts: Facts, now: datetime) -> bool:
    """Whether there is no way between the two any more; a supporter's lasts to the planned day."""
    if facts["circle"] is None:
        return True
    over = programme.over if facts["centre"] else programme.passed
    return over(facts["circle"], now)


def _waits(facts: Facts, now: datetime) -> Send | Drop:
    waits = facts["state"] is RowState.WAITING and not _over(facts, now)
    return Send() if waits else Drop("settled")


def _news(_facts: Facts, reader: Reader, words: Words) -> Screen:
    see = Button(words("button.see"), "line_see")
    return Screen(words("line.news", name=reader.name), ((see,),))


def _load_words(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    partner = row.person_id == circle.partner_id
    name = _name(tx, row.facts["from"])
    return {"text": row.secret, "name": name, "code": circle.code if partner else ""}


def _words(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """What somebody wrote, as it was typed; a partner also reads in which circle."""
    if facts["code"]:
        text = words("line.words.code", **facts)
    else:
        text = words("line.words", name=facts["name"], text=facts["text"])
    return Screen(text, ((Button(words("button.write_back"), "line_reply"),),), protect=True)


def _unseen_still(facts: Facts, now: datetime) -> Send | Drop:
    seen = facts["state"] is RowState.SENT or _over(facts, now)
    return Drop("seen") if seen else Send()


def _unseen(facts: Facts, reader: Reader, words: Words) -> Screen:
    day = times.day(moment(facts["sent"]), reader.zone, words.language)
    return Screen(words("line.unseen", day=day), ((Button(words("button.home"), "home"),),))


LETTERS = (
    Letter(Kind.LINE_PICK, _pick, load=_load_pick),
    Letter(Kind.LINE_PROMPT, _prompt, load=_load_prompt),
    Letter(Kind.LINE_PREVIEW, _preview, load=_load_preview, still=_has_words),
    Letter(Kind.LINE_NEWS, _news, load=_load_state, still=_waits),
    Letter(Kind.LINE, _words, load=_load_words, still=_has_words),
    Letter(Kind.LINE_UNSEEN, _unseen, load=_load_state, still=_unseen_still),
)

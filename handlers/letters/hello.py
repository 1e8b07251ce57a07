"""Letters of a hello: what would be asked, the small ask, the answers, and "nobody yet"."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules.hello import HERE
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, hellos, people
from storage.database import Tx
from storage.enums import HelloAnswer, HelloState, SeatState
from storage.records import Row

_YES = (HelloAnswer.CALL, HelloAnswer.WRITE)


def _name(tx: Tx, person_id: int | None) -> str:
    person = people.get(tx, person_id) if person_id else None
    return person.name if person else ""


def _load_partner(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    return {**row.facts, "partner": _name(tx, circle.partner_id)}


def _load(tx: Tx, row: Row) -> Facts:
    """The hello, and the seat that was asked where there is one."""
    hello = hellos.get(tx, int(str(row.facts["hello"])))
    seat = circles.get_seat(tx, int(str(row.facts.get("seat", 0))))
    circle = circles.get(tx, hello.circle_id) if hello else None
    return {
        "state": hello.state if hello else HelloState.STOPPED,
        "seat": seat.state if seat else SeatState.REMOVED,
        "answer": hellos.said(tx, hello.id, seat.id) if hello and seat else None,
        "participant": _name(tx, circle.participant_id if circle else None),
        "supporter": _name(tx, seat.supporter_id if seat else None),
    }


def _confirm(facts: Facts, reader: Reader, words: Words) -> Screen:
    start, end = (times.hour(facts[one], words.language) for one in ("start", "end"))
    text = words("hello.confirm", name=reader.name, start=start, end=end)
    ask = Button(words("button.ask_for_me"), "hello_begin")
    return Screen(text, ((ask,), (Button(words("button.not_now"), "home"), help_button(words))))


def _asking(facts: Facts, _reader: Reader, words: Words) -> Screen:
    if facts["state"] is HelloState.ANSWERED:
        home = Button(words("button.home"), "home")
        return Screen(words("hello.answered"), ((home, help_button(words)),))
    back = Button(words("button.take_back"), "hello_back")
    return Screen(words("hello.asking"), ((back, help_button(words)),))


def _partner_buttons(facts: Facts, words: Words) -> tuple[tuple[Button, ...], ...]:
    ask = Button(words("button.ask_partner", name=facts["partner"]), "hello_partner")
    write = Button(words("button.write_to", name=facts["partner"]), "write_partner")
    return ((ask,), (write,), (Button(words("button.not_now"), "home"), help_button(words)))


def _nobody(facts: Facts, reader: Reader, words: Words) -> Screen:
    asked = words("hello.yet" if facts.get("asked") else "hello.none")
    offer = words("hello.ask_partner", partner=facts["partner"], name=reader.name)
    return Screen(f"{asked}\n\n{offer}", _partner_buttons(facts, words))


def _enough(facts: Facts, reader: Reader, words: Words) -> Screen:
    offer = words("hello.ask_partner", partner=facts["partner"], name=reader.name)
    return Screen(f"{words('hello.enough')}\n\n{offer}", _partner_buttons(facts, words))


def _ask_still(facts: Facts, _now: datetime) -> Send | Drop:
    """Only while it stands, to who is here: nobody takes a break and is asked all the same."""
    wanted = facts["state"] in (HelloState.ASKING, HelloState.UNANSWERED)
    stands = wanted and facts["seat"] in HERE
    return Send() if stands and facts["answer"] is None else Drop("settled")


def _ask(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    see = Button(words("button.see"), "hello_see")
    return Screen(words("hello.short"), ((see, _not_today(words)),))


def _not_today(words: Words) -> Button:
    return Button(words("button.not_today"), "hello_answer", HelloAnswer.NOT_TODAY.value)


def _details(facts: Facts, _reader: Reader, words: Words) -> Screen:
    call = Button(words("button.ill_call"), "hello_answer", HelloAnswer.CALL.value)
    write = Button(words("button.ill_write"), "hello_answer", HelloAnswer.WRITE.value)
    text = words("hello.details", name=facts["participant"])
    return Screen(text, ((call, write), (_not_today(words),)), protect=True)


def _said(facts: Facts, reader: Reader, words: Words) -> Screen:
    """What is told, to whoever said it; and that "not today" is told to nobody."""
    home = ((Button(words("button.home"), "home"), help_button(words)),)
    if facts["answer"] not in _YES:
        return Screen(words("hello.said.not_today"), home)
    quote = words(f"hello.heard.{facts['answer']}", name=reader.name)
    return Screen(words("hello.said.yes", name=facts["participant"], quote=quote), home)


def _news_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["answer"] in _YES else Drop("settled")


def _news(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("hello.news"), ((Button(words("button.see"), "hello_heard"),),))


def _heard(facts: Facts, _reader: Reader, words: Words) -> Screen:
    okay = Button(words("button.okay"), "home")
    if facts["answer"] not in _YES:
        return Screen(words("say.neutral"), ((okay,),))
    text = words(f"hello.heard.{facts['answer']}", name=facts["supporter"])
    return Screen(text, ((okay,),), protect=True)


def _yet_still(facts: Facts, _now: datetime) -> Send | Drop:
    waits = facts["state"] in (HelloState.ASKING, HelloState.UNANSWERED)
    return Send() if waits else Drop("settled")


def _yet(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("hello.about"), ((Button(words("button.see"), "hello_yet"),),))


LETTERS = (
    Letter(Kind.HELLO_CONFIRM, _confirm),
    Letter(Kind.HELLO_ASKING, _asking, load=_load),
    Letter(Kind.HELLO_NOBODY, _nobody, load=_load_partner),
    Letter(Kind.HELLO_ENOUGH, _enough, load=_load_partner),
    Letter(Kind.HELLO_ASK, _ask, load=_load, still=_ask_still, about=about.hello),
    Letter(Kind.HELLO_DETAILS, _details, load=_load),
    Letter(Kind.HELLO_SAID, _said, load=_load),
    Letter(Kind.HELLO_NEWS, _news, load=_load, still=_news_still, about=about.hello),
    Letter(Kind.HELLO_HEARD, _heard, load=_load),
    Letter(Kind.HELLO_YET, _yet, load=_load, still=_yet_still, about=about.hello),
)

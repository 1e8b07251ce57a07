"""The values that a button may carry, by its verb; whatever else comes is no button of ours."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.sharing import MOST_READERS
from handlers.conversations import alerts, links, zone
from handlers.letters import afterwards as afterwards_letters
from handlers.letters import closings as closing_letters
from handlers.letters import ending as ending_letters
from handlers.letters import hours as hour_letters
from handlers.letters import privacy as privacy_letters
from handlers.letters import settings as setting_letters
from handlers.rules.breaks import Break
from handlers.rules.pauses import Length
from handlers.rules.sharing import ALL, BY_CODE
from handlers.screens.cards import NEEDS, STRANGER
from handlers.screens.rhythms import HOURS
from storage.enums import Dimension, HelloAnswer, Language, Pack, Temperature

_PLACES = frozenset(map(str, range(100)))
"""Places in the list that the button's own message keeps."""
_SWITCH = frozenset(("on", "off"))
VALUES: Mapping[str, frozenset[str]] = {
    "lang": frozenset((*Language, *(f"{one}{STRANGER}" for one in Language))),
    "help": frozenset(("", *(f"{need}_{one}" for need in NEEDS for one in Language))),
    "language": frozenset(Language),
    "read_back": frozenset(("nobody", "partner", "circle")),
    "join_age": frozenset(("older", "younger")),
    "rhythm_day": frozenset(f"{day}{turned}" for day in range(7) for turned in _SWITCH),
    "rhythm_hour": frozenset(wall.replace(":", "") for wall in HOURS),
    "link_back": frozenset(map(str, range(links.MOST))),
    "zone_city": frozenset(map(str, range(zone.MOST))),
    "zone_hour": frozenset(map(str, range(24))),
    "setting": frozenset(setting_letters.CHOICES),
    "set_language": frozenset(Language),
    "set_pack": frozenset(Pack),
    "set_messages": _SWITCH,
    "set_tidy": _SWITCH,
    "set_quiet": frozenset(map(str, setting_letters.DAYS_OF_QUIET)),
    "alert_one": frozenset(map(str, range(alerts.MOST_LISTED))),
    "hours_day": frozenset(map(str, range(7))),
    "hours_from": frozenset(wall.replace(":", "") for wall in hour_letters.WALLS),
    "hours_to": frozenset(wall.replace(":", "") for wall in hour_letters.WALLS),
    "hours_first": frozenset(map(str, range(hour_letters.FIRST_DAYS))),
    "hours_until": frozenset(map(str, hour_letters.BACK_AFTER)),
    "circle_care": _PLACES,
    "circle_person": _PLACES,
    "seat_put": _PLACES,
    "place": _PLACES,
    "rest_pick": _PLACES | {"all"},
    "rest_for": frozenset(Break),
    "leave_pick": _PLACES | {"all", "own"},
    "extend_by": frozenset(map(str, ending_letters.MORE_WEEKS)),
    "write_to": _PLACES,
    "hello_answer": frozenset(HelloAnswer),
    "line_pick": _PLACES,
    "pause_for": frozenset(Length),
    "share_with": frozenset(map(str, range(MOST_READERS))),
    "share_pick": frozenset({ALL, *BY_CODE}),
    "share_stop": frozenset(BY_CODE),
    "privacy_page": frozenset(privacy_letters.PAGES),
    "answer": frozenset(str(int(place)) for place in Temperature),
    "first_answer": frozenset(str(int(place)) for place in Temperature),
    "changed_pick": frozenset(Dimension),
    "tend": frozenset(Dimension),
    "tend_pick": frozenset(f"{one}_{n}" for one in Dimension for n in closing_letters.SUGGESTIONS),
    "heavy": frozenset(map(str, afterwards_letters.HEAVY)),
    "wish_quiet": frozenset(map(str, afterwards_letters.QUIET)),
    "wish_tidy": frozenset({"yes", "no"}),
}
"""What a verb's button may carry; the others carry nothing."""
_NOTHING = frozenset({""})


def carried(verb: str) -> frozenset[str]:
    """The values that buttons of this verb may carry."""
    return VALUES.get(verb, _NOTHING)

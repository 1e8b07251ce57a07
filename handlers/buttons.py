"""The buttons: each verb with the conversation that answers it, and the values it may carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.chat.sharing import MOST_READERS
from handlers.conversations import (
    alerts,
    casework,
    checkin,
    contacts,
    deleting,
    goals,
    hello,
    home,
    hours,
    inviting,
    joining,
    lines,
    links,
    nobody,
    nudging,
    privacy,
    rhythm,
    settings,
    sharing,
    stepping_in,
    talked,
    urgent,
    zone,
)
from handlers.conversations import weekly as weekly_notes
from handlers.letters import hours as hour_letters
from handlers.letters import privacy as privacy_letters
from handlers.letters import settings as setting_letters
from handlers.rules.pauses import Length
from handlers.rules.sharing import ALL, BY_CODE
from handlers.screens.rhythms import HOURS
from storage.enums import HelloAnswer, Language, Pack, Temperature

Conversation = Callable[[Talk], None]


def _card(talk: Talk) -> None:
    """The language of a card that needs no row: the stranger's, or Help."""
    talk.show(Kind.HELP if talk.person else Kind.STRANGER, language=talk.value)


BUTTONS: Mapping[str, Conversation] = {
    "help": home.help_tapped,
    "lang": _card,
    "home": home.page,
    "language": joining.language,
    "join_who": joining.who,
    "join_back": joining.back,
    "join_go_on": joining.go_on,
    "join_agree": joining.agree,
    "join_not_now": joining.not_now,
    "read_back": joining.read_back,
    "join_age": joining.age,
    "rhythm_yes": rhythm.yes,
    "rhythm_change": rhythm.change,
    "rhythm_hour": rhythm.hour,
    "rhythm_day": rhythm.day,
    "rhythm_done": rhythm.days_done,
    "zone_city": zone.city,
    "zone_other": zone.other,
    "zone_clock": zone.clock,
    "zone_hour": zone.clock_hour,
    "settings": settings.page,
    "setting": settings.ask,
    "set_hour": rhythm.set_hour,
    "set_days": rhythm.set_days,
    "set_zone": zone.set_zone,
    "set_language": settings.language,
    "set_pack": settings.pack,
    "set_messages": settings.messages,
    "set_tidy": settings.tidy,
    "set_quiet": settings.quiet,
    "set_name": settings.name,
    "open_circle": inviting.open_circle,
    "invite_partner": inviting.invite_partner,
    "invite_supporter": inviting.invite_supporter,
    "circles": inviting.caseload,
    "links": links.page,
    "link_back": links.take_back,
    "link_again": links.again,
    "ask_link": contacts.ask,
    "contact_see": contacts.see,
    "contact_take": contacts.take,
    "circle_care": casework.circle,
    "we_talked": casework.talked,
    "write_to": lines.write_to,
    "write_partner": lines.write_partner,
    "hello": hello.wish,
    "hello_begin": hello.begin,
    "hello_back": hello.take_back,
    "hello_see": hello.see,
    "hello_answer": hello.answer,
    "hello_heard": hello.heard,
    "hello_yet": hello.yet,
    "hello_partner": hello.ask_partner,
    "line_pick": lines.pick,
    "line_send": lines.send,
    "line_change": lines.change,
    "line_stop": lines.stop,
    "line_see": lines.see,
    "line_reply": lines.reply,
    "seat_see": inviting.see_seat,
    "seat_yes": inviting.confirm_seat,
    "seat_no": inviting.refuse_seat,
    "back_see": inviting.see_back,
    "check_in": checkin.begin,
    "nudge_start": checkin.nudge_start,
    "nudge_later": nudging.later,
    "nudge_tomorrow": nudging.tomorrow,
    "nudge_skip": nudging.skip,
    "pause": nudging.pause,
    "pause_for": nudging.pause_for,
    "come_back": nudging.come_back,
    "answer": checkin.answer,
    "answer_skip": checkin.skip,
    "answer_later": checkin.later,
    "alert_list": alerts.listed,
    "alert_one": alerts.see,
    "nobody": nobody.nobody,
    "somebody": nobody.somebody,
    "still_here": nobody.still_here,
    "change_see": nobody.see_change,
    "talked_yes": talked.talked,
    "talked_no": talked.not_yet,
    "alert_see": alerts.see,
    "alert_have": alerts.have_it,
    "alert_offer": alerts.offer,
    "alert_hand": alerts.hand,
    "alert_snooze": alerts.snooze,
    "hours": hours.page,
    "hours_days": hours.days,
    "hours_day": hours.day,
    "hours_days_done": hours.days_done,
    "hours_from": hours.start,
    "hours_to": hours.end,
    "hours_away": hours.away,
    "hours_first": hours.away_from,
    "hours_until": hours.away_until,
    "hours_back": hours.back,
    "urgent_see": urgent.see,
    "urgent_got": urgent.got_it,
    "urgent_cannot": urgent.cannot,
    "offer_see": stepping_in.see,
    "offer_later": stepping_in.later,
    "offer_yes": stepping_in.yes,
    "offer_talk": stepping_in.talk_first,
    "offer_no": stepping_in.no,
    "sharing": sharing.page,
    "share_with": sharing.person,
    "share_back": sharing.back,
    "share_more": sharing.more,
    "share_pick": sharing.pick,
    "share_yes": sharing.yes,
    "share_stop": sharing.stop,
    "share_stop_all": sharing.stop_all,
    "share_keep": sharing.keep,
    "share_seen": sharing.seen,
    "shared": sharing.shared,
    "goal": goals.page,
    "goal_write": goals.write,
    "goal_forget": goals.forget,
    "weekly_see": weekly_notes.see,
    "privacy": privacy.start,
    "privacy_page": privacy.page,
    "export": privacy.export,
    "export_yes": privacy.export_yes,
    "delete": deleting.ask,
    "delete_yes": deleting.yes,
}


_PLACES = frozenset(map(str, range(100)))
"""Places in the list that the button's own message keeps."""
_SWITCH = frozenset(("on", "off"))
VALUES: Mapping[str, frozenset[str]] = {
    "lang": frozenset(Language),
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
    "write_to": _PLACES,
    "hello_answer": frozenset(HelloAnswer),
    "line_pick": _PLACES,
    "pause_for": frozenset(Length),
    "share_with": frozenset(map(str, range(MOST_READERS))),
    "share_pick": frozenset({ALL, *BY_CODE}),
    "share_stop": frozenset(BY_CODE),
    "privacy_page": frozenset(privacy_letters.PAGES),
    "answer": frozenset(str(int(place)) for place in Temperature),
}
"""What a verb's button may carry; the others carry nothing."""
_NOTHING = frozenset({""})


def carried(verb: str) -> frozenset[str]:
    """The values that buttons of this verb may carry."""
    return VALUES.get(verb, _NOTHING)

"""Which buttons each kind of message may put there; a tap on any other is no button of ours.

A test reads the letters and holds this to what they can say.
"""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.kinds import Kind

_OFFERS: Mapping[Kind, str] = {
    Kind.NOTE: "check_in home write_partner",
    Kind.HELP: "write_partner",
    Kind.STRANGER: "ask_link",
    Kind.HOME: (
        "check_in circles come_back hello hours invite_partner invite_supporter links "
        "my_circle my_places nobody open_circle privacy settings shared sharing somebody "
        "write_partner"
    ),
    Kind.JOIN_LANGUAGE: "join_not_now language",
    Kind.JOIN_PREVIEW: "join_go_on join_not_now join_who",
    Kind.JOIN_WHO: "join_back",
    Kind.JOIN_AGREE: "join_agree join_not_now",
    Kind.JOIN_READ_BACK: "join_not_now read_back",
    Kind.JOIN_AGE: "join_age join_not_now",
    Kind.JOIN_NAME: "join_not_now",
    Kind.JOIN_AGAIN: "join_back join_not_now",
    Kind.JOIN_RHYTHM: "join_not_now rhythm_change rhythm_yes",
    Kind.RHYTHM_HOUR: "rhythm_back rhythm_hour",
    Kind.RHYTHM_DAYS: "rhythm_back rhythm_day rhythm_done",
    Kind.ZONE: "zone_city zone_other",
    Kind.ZONE_ASK: "zone_clock",
    Kind.ZONE_FOUND: "zone_city zone_clock",
    Kind.ZONE_CLOCK: "zone_hour",
    Kind.SETTINGS: "check_in home set_days set_hour set_name set_zone setting stop",
    Kind.SETTING: "set_language set_messages set_pack set_quiet set_tidy settings",
    Kind.SETTING_NAME: "settings",
    Kind.CRISIS: (
        "crisis_call crisis_clear crisis_meant crisis_minutes crisis_partner crisis_steps "
        "crisis_trusted crisis_what"
    ),
    Kind.CRISIS_ASK: "crisis_keep crisis_send",
    Kind.CONCERN: "concern_go",
    Kind.LINK: "home",
    Kind.LINKS: "home link_back",
    Kind.LINK_CLOSED: "ask_link home",
    Kind.LINK_ASKED: "home link_again",
    Kind.CONTACT: "contact_see",
    Kind.CONTACT_DETAILS: "contact_take home",
    Kind.CIRCLES: "circle_care home open_circle",
    Kind.SEAT_NEWS: "seat_see",
    Kind.SEAT_CONFIRM: "seat_no seat_yes",
    Kind.SEAT_OPEN: "home",
    Kind.NUDGE: "nudge_later nudge_skip nudge_start nudge_tomorrow pause",
    Kind.PAUSE: "home pause_for",
    Kind.PAUSED: "come_back",
    Kind.QUIET: "quiet_see",
    Kind.QUIET_DETAILS: "home write_to",
    Kind.OWN_CHECK_IN: "home own_check_in",
    Kind.QUESTION: (
        "answer answer_back answer_keep answer_later answer_skip meaning_see note_remove "
        "only_changed pulse_instead"
    ),
    Kind.PULSE: "answer answer_later answer_skip full_instead note_remove",
    Kind.FIRST_PULSE: "first_answer first_not_now",
    Kind.CHANGED: "answer_later changed_pick changed_save changed_walk note_remove",
    Kind.MEANING: "question_see",
    Kind.NOTED: "home noted_remove",
    Kind.LATER: "answer_resume",
    Kind.STOPPED: "answer_anew answer_resume",
    Kind.SAVED: (
        "hello home keep_it step_done step_mind step_not step_partly tend tend_another "
        "tend_none write_partner"
    ),
    Kind.TEND_OFFER: "tend tend_another tend_none",
    Kind.TEND: "tend_another tend_none tend_pick",
    Kind.TEND_ANY: "tend tend_none",
    Kind.STEP_NOT: "step_change step_keep step_let_go",
    Kind.HEAVY: "heavy heavy_none",
    Kind.IDEA: "idea_next idea_okay",
    Kind.WISH: "wish_quiet wish_tidy",
    Kind.KEPT: "home",
    Kind.ALERT: "alert_see",
    Kind.ALERT_DETAILS: "alert_hand alert_have alert_offer alert_snooze",
    Kind.ALERT_GROUP: "alert_list",
    Kind.ALERT_LIST: "alert_one",
    Kind.OFFER: "offer_later offer_see",
    Kind.OFFER_DETAILS: "offer_no offer_talk offer_yes",
    Kind.OFFER_ANSWER: "circles",
    Kind.BACK_NEWS: "back_see",
    Kind.BACK_DETAILS: "home",
    Kind.OFFER_TALK: "offer_no offer_yes",
    Kind.TALKED_ASK: "talked_no talked_yes",
    Kind.LONG_BREAK: "circles home",
    Kind.STILL_HERE: "still_here",
    Kind.NOBODY: "somebody",
    Kind.CHANGE_NEWS: "change_see",
    Kind.CHANGE_DETAILS: "home invite_supporter write_partner",
    Kind.PARTNER_NEWS: "partner_see",
    Kind.PARTNER_DETAILS: "home write_partner",
    Kind.URGENT: "urgent_see",
    Kind.URGENT_DETAILS: "urgent_cannot urgent_got",
    Kind.HOURS: "home hours_away hours_back hours_days",
    Kind.HOURS_DAYS: "hours_day hours_days_done",
    Kind.HOURS_FROM: "hours_from",
    Kind.HOURS_TO: "hours_to",
    Kind.HOURS_AWAY: "hours_first",
    Kind.HOURS_BACK: "hours_until",
    Kind.HOURS_DIGEST: "circles",
    Kind.MY_CIRCLE: "circle_person home invite_supporter links nobody somebody",
    Kind.CIRCLE_PERSON: "my_circle seat_put seat_remove share_with",
    Kind.REMOVE_ASK: "my_circle seat_remove_yes",
    Kind.PLACES: "home place rest",
    Kind.PLACE: "home leave_pick rest_back rest_pick share_with sharing",
    Kind.REST_PICK: "home rest_pick",
    Kind.REST_ASK: "home rest_for",
    Kind.RESTING: "home rest_back",
    Kind.STOP: "delete home hours leave pause rest",
    Kind.LEAVE_PICK: "home leave_pick",
    Kind.LEAVE_ASK: "home leave_yes",
    Kind.LEFT: "delete export home",
    Kind.ENDING_NEWS: "ending_see",
    Kind.ENDING_DETAILS: "circles delete export home write_partner",
    Kind.EXTEND: "circles extend_by",
    Kind.EXTENDED: "circles",
    Kind.CIRCLE_CARE: "circles extend we_talked write_to",
    Kind.LINE_PICK: "line_pick",
    Kind.LINE_PROMPT: "line_stop",
    Kind.LINE_PREVIEW: "line_change line_send line_stop",
    Kind.LINE_NEWS: "line_see",
    Kind.LINE: "line_reply",
    Kind.LINE_UNSEEN: "home",
    Kind.HELLO_CONFIRM: "hello_begin home",
    Kind.HELLO_ASKING: "hello_back home",
    Kind.HELLO_NOBODY: "hello_partner home write_partner",
    Kind.HELLO_ENOUGH: "hello_partner home write_partner",
    Kind.HELLO_ASK: "hello_answer hello_see",
    Kind.HELLO_DETAILS: "hello_answer",
    Kind.HELLO_SAID: "home",
    Kind.HELLO_NEWS: "hello_heard",
    Kind.HELLO_HEARD: "home",
    Kind.HELLO_YET: "hello_yet",
    Kind.SHARING: "goal home share_seen share_with shared",
    Kind.SHARE_PERSON: "share_keep share_more share_stop share_stop_all sharing",
    Kind.SHARE_MORE: "share_back share_pick",
    Kind.SHARE_ASK: "share_back share_yes",
    Kind.SHARE_AGAIN: "home share_keep share_stop_all",
    Kind.SHARE_SEEN: "sharing",
    Kind.SHARED: "home shared_on",
    Kind.GOAL: "goal_forget goal_write sharing",
    Kind.GOAL_ASK: "goal",
    Kind.WEEKLY: "weekly_see",
    Kind.WEEKLY_DETAILS: "home weekly_on",
    Kind.PRIVACY: "delete export home privacy_page settings sharing",
    Kind.PRIVACY_PAGE: "privacy privacy_page settings sharing",
    Kind.EXPORT_ASK: "export_yes privacy",
    Kind.DELETE_ASK: "delete_yes export home",
}
_VERBS: Mapping[str, frozenset[str]] = {kind: frozenset(v.split()) for kind, v in _OFFERS.items()}
_NONE = frozenset[str]()


def offers(kind: str) -> frozenset[str]:
    """The verbs of the buttons that messages of this kind may have, but for those of row 0."""
    return _VERBS.get(kind, _NONE)

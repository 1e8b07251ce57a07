"""The kinds of things that the bot says: each has one letter, named here once.

Conversations and jobs put rows of these kinds; ``handlers.routes`` maps each to its letter.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an outbox row is about."""

    NOTE = "note"
    HELP = "help"
    STRANGER = "stranger"
    HOME = "home"

    JOIN_LANGUAGE = "join_language"
    JOIN_PREVIEW = "join_preview"
    JOIN_WHO = "join_who"
    JOIN_AGREE = "join_agree"
    JOIN_READ_BACK = "join_read_back"
    JOIN_AGE = "join_age"
    JOIN_YOUNG = "join_young"
    JOIN_NAME = "join_name"
    JOIN_RHYTHM = "join_rhythm"

    RHYTHM_HOUR = "rhythm_hour"
    RHYTHM_DAYS = "rhythm_days"
    ZONE = "zone"
    ZONE_ASK = "zone_ask"
    ZONE_FOUND = "zone_found"
    ZONE_CLOCK = "zone_clock"
    SETTINGS = "settings"
    SETTING = "setting"
    SETTING_NAME = "setting_name"

    LINK = "link"
    LINKS = "links"
    LINK_ASKED = "link_asked"
    CONTACT = "contact"
    CONTACT_DETAILS = "contact_details"
    CONTACT_WORD = "contact_word"
    CIRCLES = "circles"
    SEAT_NEWS = "seat_news"
    SEAT_CONFIRM = "seat_confirm"
    SEAT_OPEN = "seat_open"

    NUDGE = "nudge"
    PAUSE = "pause"
    PAUSED = "paused"
    QUESTION = "question"
    SAVED = "saved"

    ALERT = "alert"
    ALERT_DETAILS = "alert_details"
    ALERT_CLOSED = "alert_closed"
    OFFER = "offer"
    OFFER_DETAILS = "offer_details"
    OFFER_ANSWER = "offer_answer"
    HANDED_BACK = "handed_back"
    BACK_NEWS = "back_news"
    BACK_DETAILS = "back_details"

    URGENT = "urgent"
    URGENT_DETAILS = "urgent_details"
    URGENT_NEWS = "urgent_news"
    URGENT_TAKEN = "urgent_taken"

    HOURS = "hours"
    HOURS_DAYS = "hours_days"
    HOURS_FROM = "hours_from"
    HOURS_TO = "hours_to"
    HOURS_AWAY = "hours_away"
    HOURS_BACK = "hours_back"
    HOURS_DIGEST = "hours_digest"

    CIRCLE_CARE = "circle_care"
    LINE_PICK = "line_pick"
    LINE_PROMPT = "line_prompt"
    LINE_PREVIEW = "line_preview"
    LINE_NEWS = "line_news"
    LINE = "line"
    LINE_UNSEEN = "line_unseen"

    HELLO_CONFIRM = "hello_confirm"
    HELLO_ASKING = "hello_asking"
    HELLO_NOBODY = "hello_nobody"
    HELLO_ENOUGH = "hello_enough"
    HELLO_ASK = "hello_ask"
    HELLO_DETAILS = "hello_details"
    HELLO_SAID = "hello_said"
    HELLO_NEWS = "hello_news"
    HELLO_HEARD = "hello_heard"
    HELLO_YET = "hello_yet"

    SHARING = "sharing"
    SHARE_PERSON = "share_person"
    SHARE_MORE = "share_more"
    SHARE_ASK = "share_ask"
    SHARE_AGAIN = "share_again"
    SHARE_SEEN = "share_seen"
    SHARED = "shared"
    GOAL = "goal"
    GOAL_ASK = "goal_ask"
    WEEKLY = "weekly"
    WEEKLY_DETAILS = "weekly_details"

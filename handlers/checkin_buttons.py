"""The buttons of a check-in and of what follows it: each verb with who answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.chat.context import Talk
from handlers.conversations import answering, changes, checkin, leaving_off, tending

CHECKIN: Mapping[str, Callable[[Talk], None]] = {
    "check_in": checkin.begin,
    "own_check_in": checkin.own,
    "nudge_start": checkin.nudge_start,
    "answer": answering.answer,
    "first_answer": answering.first,
    "first_not_now": answering.not_now,
    "answer_skip": answering.skip,
    "answer_back": answering.back,
    "answer_keep": answering.keep,
    "answer_later": checkin.later,
    "answer_resume": checkin.resume,
    "answer_anew": checkin.anew,
    "meaning_see": answering.meaning,
    "question_see": answering.again,
    "note_remove": answering.forget_note,
    "noted_remove": answering.forget_noted,
    "full_instead": checkin.full_instead,
    "pulse_instead": checkin.pulse_instead,
    "only_changed": changes.only_changed,
    "changed_pick": changes.pick,
    "changed_walk": changes.all_eight,
    "changed_save": changes.save,
    "step_done": tending.done,
    "step_partly": tending.partly,
    "step_not": tending.not_this_time,
    "step_mind": tending.changed_mind,
    "step_keep": tending.keep,
    "step_change": tending.change,
    "step_let_go": tending.let_go,
    "tend": tending.tend,
    "tend_another": tending.another,
    "tend_none": tending.none,
    "tend_pick": tending.pick,
    "keep_it": leaving_off.just_keep,
    "heavy": leaving_off.heavy,
    "heavy_none": leaving_off.heavy_none,
    "idea_next": leaving_off.another_idea,
    "idea_okay": leaving_off.okay,
    "wish_quiet": leaving_off.quiet,
    "wish_tidy": leaving_off.tidy,
}

"""The door of everything that writes plans; each verb stands in the file of its noun."""

from __future__ import annotations

from quiz.plans.writing.approving import confirm_plan, return_plan, send_up, take_back_plan
from quiz.plans.writing.deriving import choose_standing, derive_plan, set_own, take_over
from quiz.plans.writing.making import change_actor, change_plan, make_actor, make_plan
from quiz.plans.writing.own_tasks import change_own_task, make_own_task
from quiz.plans.writing.states import close_plan, issue, reopen_plan
from quiz.plans.writing.tasks import change_task, make_task, move_task, remove_task

__all__ = [
    "change_actor",
    "change_own_task",
    "change_plan",
    "change_task",
    "choose_standing",
    "close_plan",
    "confirm_plan",
    "derive_plan",
    "issue",
    "make_actor",
    "make_own_task",
    "make_plan",
    "make_task",
    "move_task",
    "remove_task",
    "reopen_plan",
    "return_plan",
    "send_up",
    "set_own",
    "take_back_plan",
    "take_over",
]

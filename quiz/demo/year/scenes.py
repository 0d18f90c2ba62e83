"""Playing the scenes that stand by now, each in a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable

from quiz.core.db import transaction
from quiz.core.errors import DomainError
from quiz.demo.year.conference import hold_conference
from quiz.demo.year.derived import derive
from quiz.demo.year.elsewhere import register_elsewhere
from quiz.demo.year.questions import ask
from quiz.demo.year.registrations import register
from quiz.demo.year.reports import report
from quiz.demo.year.stage import Stage
from quiz.plans.rules import PlanState

LOG = logging.getLogger(__name__)
SCENES: tuple[Callable[[Stage], None], ...] = (derive, hold_conference, register, register_elsewhere, ask, report)
"""In the order in which one leads to the next."""


def play(stage: Stage) -> None:
    """Add what the year has brought so far.

    What people did to the demo in the meantime may stand in the way of a scene: then it is left out, for the demo has
    to load all the same.
    """
    if stage.plan.state != PlanState.ISSUED or not stage.plan.is_demo:
        return
    for scene in SCENES:
        try:
            with transaction():
                scene(stage)
        except DomainError as error:
            LOG.warning("the demo leaves out %s: %s", scene.__name__, error)

"""The door of the plans room."""

from __future__ import annotations

from quiz.core import clock, inbox
from quiz.core.room import MenuItem, Periodic, Room
from quiz.plans import models, models_records
from quiz.plans.assigning import actor_views as assigning
from quiz.plans.authority import STAFF
from quiz.plans.commands import plan
from quiz.plans.duties import own_views as own_duties
from quiz.plans.duties import store, store_views
from quiz.plans.duties import views as duties
from quiz.plans.overview import own_views as own
from quiz.plans.overview import reminders, sections, todo_views
from quiz.plans.overview import views as overview
from quiz.plans.reporting import views as reporting
from quiz.plans.timing import views as timing
from quiz.plans.writing import views as writing

__all__ = ["ROOM", "inbox", "models", "models_records", "store_views"]  # their tables are there once the room is


def _sweep_evidence() -> None:
    store.sweep(clock.now())


ROOM = Room(
    name="plans",
    title="Kế hoạch năm",
    blueprints=(
        writing.blueprint,
        timing.blueprint,
        timing.own_blueprint,
        assigning.blueprint,
        duties.blueprint,
        own_duties.blueprint,
        reporting.blueprint,
        reporting.own_blueprint,
        overview.blueprint,
        todo_views.blueprint,
        own.blueprint,
    ),
    menu=(
        MenuItem("plans_todo.todo", "Việc cần làm", frozenset(STAFF)),
        MenuItem("plans_writing.index", "Kế hoạch năm", frozenset(STAFF)),
    ),
    commands=(plan,),
    periodic=(
        Periodic("plans.remind", 600.0, reminders.remind_if_due),
        Periodic("plans.sweep_evidence", 3600.0, _sweep_evidence),
    ),
    slots={"me_sections": sections.me_section, "console_sections": sections.console_section},
    setup=sections.setup,
)

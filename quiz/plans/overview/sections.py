"""What other pages show of plans: the own tasks on the own page, what waits on the console, unread messages on top."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, render_template
from markupsafe import Markup

from quiz.core import clock, direct, inbox
from quiz.core.permissions import Actor, current_actor
from quiz.plans.authority import STAFF
from quiz.plans.overview.own import own_list
from quiz.plans.overview.scope import acted_for, own_units
from quiz.plans.overview.todo import TITLES, to_do_count
from quiz.plans.overview.todo_queries import Wanted
from quiz.plans.wayfinding import short_name, tabs_of


def setup(app: Flask) -> None:
    """Templates may ask how many messages wait, whether there are own tasks, and for the ways of a plan.

    Pages without the header never ask for the first two.
    """
    app.jinja_env.globals["unread_messages"] = unread_messages
    app.jinja_env.globals["has_own_tasks"] = has_own_tasks
    app.jinja_env.globals["short_plan"] = short_name
    app.jinja_env.globals["plan_tabs"] = lambda plan, code="": tabs_of(current_actor(), plan, code)


def unread_messages() -> int:
    """How many messages the person of this request has not read; 0 where nobody is logged in."""
    actor = current_actor()
    return inbox.unread(actor.person_id) if actor else 0


OWN_TASKS = """
    select 1 from memberships where person_id = :person and post_kind <> ''
    and (from_on is null or from_on <= :today) and (to_on is null or to_on > :today)
    union all select 1 from duties where person_id = :person and state in ('open', 'draft', 'returned') limit 1
"""
"""Asked on every page with a header, so it is one prepared statement that reads two indexes."""


def has_own_tasks() -> bool:
    """Whether the person of this request holds a post today or has an own duty to attend to."""
    actor = current_actor()
    if actor is None:
        return False
    today = clock.local(clock.now()).date().isoformat()
    return bool(direct.run(OWN_TASKS, {"person": actor.person_id, "today": today}))


def me_section(actor: Actor, now: datetime) -> Markup | str:
    """A line on the own page about own tasks; nothing for those who hold no post."""
    own = own_list(actor, clock.local(now).date())
    if not own.has_post:
        return ""
    return Markup(render_template("plans/overview/me.html", own=own))  # noqa: S704


def console_section(actor: Actor, now: datetime) -> Markup | str:
    """What waits in plans, on the console's first page; nothing where nothing waits."""
    if not actor.has(*STAFF):
        return ""
    counts = to_do_count(actor, Wanted(acted_for(actor, own_units(actor)), clock.local(now).date()))
    if not any(counts.values()):
        return ""
    return Markup(render_template("plans/overview/console.html", counts=counts, titles=TITLES))  # noqa: S704

"""The pages of a plan as one set of tabs, the same on all of them, and what a plan is called where there is no room."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from quiz.core.db import db
from quiz.core.permissions import Actor, Role
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.rules import PlanState
from quiz.units.models import OrgUnit

SHORT = 48
"""How many characters of a title stand for a plan that has no number."""
AT_WORK = (PlanState.ISSUED, PlanState.CONFIRMED, PlanState.CLOSED)
"""States in which a plan has progress to look at."""
IN_FORCE = (PlanState.ISSUED, PlanState.CLOSED)


@dataclass(frozen=True)
class Tab:
    """A page of a plan: the key by which it says that it is the one shown, its name, its address."""

    key: str
    title: str
    url: str


def tabs_of(actor: Actor | None, plan: Plan, code: str = "") -> list[Tab]:
    """The pages of a plan that the person may open, in one order; `code`: the unit that is being looked at.

    A page that would refuse the person is left out, so that no tab leads nowhere.
    """
    position = db.session.get_one(OrgUnit, plan.unit_id).position
    over = actor is not None and actor.covers(position, *STAFF)
    organises = actor is not None and actor.covers(position, Role.ORGANISER)
    works = plan.state in AT_WORK and (over or plan.state in IN_FORCE)
    base, at = f"/admin/plans/{plan.slug}", f"?unit={code}" if code else ""
    found = [
        (True, "plan", _("Kế hoạch"), base),
        (organises, "assign", _("Giao việc"), f"{base}/assign"),
        (works, "grid", _("Ai đang chậm"), f"{base}/grid{at}"),
        (works, "timeline", _("Cả năm"), f"{base}/timeline{at}"),
        (plan.state in IN_FORCE, "reports", _("Báo cáo"), f"{base}/reports{at}"),
        (plan.state in IN_FORCE, "difficulties", _("Khó khăn"), f"{base}/reports/difficulties{at}"),
        (plan.state in IN_FORCE, "derived", _("Kế hoạch cấp dưới"), f"{base}/derived"),
        (works, "events", _("Sự kiện"), f"{base}/events"),
        (over, "actors", _("Chủ thể"), f"{base}/actors"),
    ]
    return [Tab(key, str(title), url) for shown, key, title, url in found if shown]


def short_name(plan: Plan) -> str:
    """The number of a plan, or where it has none the beginning of its title, cut between words."""
    if plan.number or len(plan.title) <= SHORT:
        return plan.number or plan.title
    return plan.title[: SHORT + 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"

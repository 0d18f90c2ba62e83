"""Where duties are attended to: modules say it for many at once, what has no module goes to the duty's own page."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.core.permissions import Actor
from quiz.plans.models import Duty, PlanTask
from quiz.plans.modules import present

Link = tuple[str, str, str]
"""The address, what to do there, how far it is."""


def links_of(actor: Actor, duties: Sequence[tuple[Duty, PlanTask]]) -> dict[int, Link]:
    """By the duty's id the link of its module; as many statements as there are modules, however many duties."""
    found: dict[int, Link] = {}
    for name, module in present().items():
        mine = [(duty, task) for duty, task in duties if task.module == name]
        if mine and module.duty_links is not None:
            links = module.duty_links(actor, mine)
            found |= {duty_id: (link.url, link.action, link.progress) for duty_id, link in links.items()}
    return found

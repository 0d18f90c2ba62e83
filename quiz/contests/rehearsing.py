"""The rehearsal of a contest as a draft: the same rules, rounds that are open now, another bank. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from quiz.contests.draft import ContestDraft
from quiz.contests.groups import Entrants, Group, Staff
from quiz.contests.rules import ANY, Cell, ContestRules
from quiz.contests.schedule import Schedule

SUFFIX = "-dien-tap"
TITLE = "Diễn tập: "
LONGEST_TITLE = 300
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 7 * 24 * 60
_REPLACED = frozenset({"bank", "schedule"})


@dataclass(frozen=True)
class Plan:
    """A rehearsal as the organiser wants it: from which bank, for how long, whether any of its questions will do."""

    bank: str
    minutes: int
    any_question: bool = False


def rehearsal_of(draft: ContestDraft, slug: str, plan: Plan, now: datetime) -> ContestDraft:
    """The draft of a rehearsal: all rounds open from now on for the length of the plan.

    Who may enter is decided by invitation, so the rules about entrants and closed hours are left out, everybody may
    choose a division, and whoever sits is ranked: else there would be nothing to rehearse.
    """
    rules = replace(
        _with_bank(draft.rules, plan),
        schedule=Schedule(),
        entrants=Entrants(staff=Staff.RANKED),
        divisions=tuple(replace(one, who=Group()) for one in draft.rules.divisions),
        overrides={number: _own(draft.rules, number, plan) for number in draft.rules.overrides},
    )
    until = now + timedelta(minutes=plan.minutes)
    return replace(
        draft,
        slug=slug,
        title=(TITLE + draft.title)[:LONGEST_TITLE],
        rules=rules,
        rounds=tuple(replace(one, opens_at=now, closes_at=until) for one in draft.rounds),
    )


def _with_bank(rules: ContestRules, plan: Plan) -> ContestRules:
    blueprint = (Cell(ANY, ANY, rules.questions),) if plan.any_question else rules.blueprint
    return replace(rules, bank=plan.bank, blueprint=blueprint)


def _own(rules: ContestRules, number: int, plan: Plan) -> dict[str, Any]:
    own = {name: value for name, value in rules.overrides[number].items() if name not in _REPLACED}
    if plan.any_question and "blueprint" in own:
        own["blueprint"] = _with_bank(rules.of_round(number), plan).blueprint
    return own


def banks_in(draft: ContestDraft) -> frozenset[str]:
    """The codes of all banks that a contest draws from."""
    return frozenset({draft.rules.bank, *(draft.rules.of_round(one.number).bank for one in draft.rounds)})


def rehearsal_slug(slug: str, number: int, longest: int = 64) -> str:
    """The address of the n-th rehearsal of a contest."""
    ending = SUFFIX if number == 1 else f"{SUFFIX}-{number}"
    return slug[: longest - len(ending)].rstrip("-") + ending

"""The contest file: YAML text to a draft, or the list of all its mistakes. The sample file is the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from quiz.contests.draft import ContestDraft, Mistake, Mistakes
from quiz.contests.entrant_fields import read_divisions, read_entrants
from quiz.contests.fields import Fields
from quiz.contests.impossible import impossibilities
from quiz.contests.paper_fields import read_attempts, read_paper, read_prediction, read_time_limit
from quiz.contests.prize_fields import read_prizes
from quiz.contests.round_fields import read_rounds
from quiz.contests.rules import ContestRules, Counted, Criterion, Review, Shown, Total
from quiz.contests.schedule_fields import read_schedule
from quiz.contests.unit_fields import read_unit_scheme
from quiz.contests.unit_scheme import UnitCriterion
from quiz.contests.yaml_text import read_mapping
from quiz.core.vietnamese import clean

LONGEST_SLUG = 64
LONGEST_PROSE = 4000
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEFAULTS = ContestRules(bank="", blueprint=(), time_limit_seconds=0)


def read_contest(text: str) -> ContestDraft:
    """The draft in a contest file; raises Mistakes with every mistake at its place."""
    return read_draft(read_mapping(text))


def read_draft(mapping: Mapping[str, Any]) -> ContestDraft:
    """The draft in the groups, lists and texts of a contest file; raises Mistakes with every mistake at its place.

    All values are texts, as they would be written in the file. What contradicts itself as a whole is looked for once
    every single value is right.
    """
    mistakes: list[Mistake] = []
    fields = Fields(mapping, "", mistakes)
    rounds, overrides = read_rounds(fields)
    draft = ContestDraft(
        slug=_slug(fields),
        title=fields.text("title", 300, required=True),
        summary=_prose(fields, "summary"),
        owner_unit=fields.text("owner_unit", 32).upper(),
        is_demo=fields.flag("demo", False),
        rounds=rounds,
        rules=_rules(fields, overrides),
    )
    fields.finish()
    if not mistakes:
        mistakes.extend(impossibilities(draft))
    if mistakes:
        raise Mistakes(mistakes)
    return draft


def _slug(fields: Fields) -> str:
    slug = fields.raw("slug", required=True) or ""
    if slug and (len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug)):
        text = "chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất %(longest)s ký tự"
        fields.wrong("slug", text, longest=LONGEST_SLUG)
    return slug


def _prose(fields: Fields, name: str) -> str:
    """Text of several lines."""
    text = fields.raw(name) or ""
    if len(text) > LONGEST_PROSE:
        fields.wrong(name, "dài %(length)s ký tự, nhiều nhất là %(longest)s", length=len(text), longest=LONGEST_PROSE)
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _rules(fields: Fields, overrides: Mapping[int, Mapping[str, Any]]) -> ContestRules:
    return ContestRules(
        bank=fields.text("bank", 32, required=True),
        **{"blueprint": (), **_paper(fields)},
        time_limit_seconds=read_time_limit(fields) or _missing_limit(fields),
        attempts_allowed=read_attempts(fields) if fields.has("attempts_allowed") else _DEFAULTS.attempts_allowed,
        counted_attempt=fields.choice("counted_attempt", Counted, _DEFAULTS.counted_attempt),
        contest_total=fields.choice("contest_total", Total, _DEFAULTS.contest_total),
        tie_break=fields.choices("tie_break", Criterion, _DEFAULTS.tie_break),
        unit_order=fields.choices("unit_order", UnitCriterion, _DEFAULTS.unit_order),
        grace_seconds=fields.whole("grace_seconds", 0, 60, default=_DEFAULTS.grace_seconds),
        review=_review(fields.child("review")),
        prediction=read_prediction(fields),
        schedule=read_schedule(fields),
        complete_only=fields.flag("complete_only", False),
        full_scores_only=fields.flag("full_scores_only", False),
        entrants=read_entrants(fields),
        divisions=read_divisions(fields),
        prizes=read_prizes(fields),
        unit_scheme=read_unit_scheme(fields),
        note=_prose(fields, "note"),
        overrides=overrides,
    )


def _paper(fields: Fields) -> dict[str, Any]:
    paper = fields.child("paper")
    if not fields.has("paper"):
        fields.wrong("paper", "thiếu mục này")
    elif paper is not None and not paper.has("cells"):
        paper.wrong("cells", "thiếu mục này")
    return read_paper(paper) if paper else {}


def _missing_limit(fields: Fields) -> int:
    fields.wrong("time_limit_minutes", "thiếu mục này")
    return 60


def _review(fields: Fields | None) -> Review:
    if fields is None:
        return Review()
    default = Review()
    found = Review(
        score=fields.choice("score", Shown, default.score),
        correctness=fields.choice("correctness", Shown, default.correctness),
        key=fields.choice("key", Shown, default.key),
    )
    fields.finish()
    return found

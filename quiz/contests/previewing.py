"""What a form would print, and what should be mended or looked at again first; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from quiz.contests import posted
from quiz.contests.contradictions import contradictions
from quiz.contests.draft import ContestDraft, Mistake, Mistakes
from quiz.contests.intake import check_contest, shortages_of
from quiz.contests.loading import read_draft
from quiz.contests.printing import printed
from quiz.core.permissions import Actor
from quiz.units.queries import by_code

Lines = tuple[tuple[str, str], ...]
"""Fields by name, each with a sentence about it."""


@dataclass(frozen=True)
class Preview:
    """The printed rules, empty where they cannot be made yet; mistakes and warnings by field; what the bank lacks."""

    text: str = ""
    mistakes: Lines = ()
    warnings: Lines = ()
    shortages: tuple[str, ...] = ()


def preview_of(actor: Actor, said: Mapping[str, Any], now: datetime) -> Preview:
    """The preview of what a form says."""
    try:
        draft = read_draft(said)
    except Mistakes as error:
        return Preview(mistakes=_lines(error.mistakes))
    found, _needs_reason = check_contest(actor, draft, now)
    shortages = () if found else shortages_of(draft)
    return Preview(text_of(draft), _lines(found), _lines(contradictions(draft)), shortages)


def text_of(draft: ContestDraft) -> Markup:
    """The printed rules of a draft as a page shows them."""
    unit = by_code(draft.owner_unit) if draft.owner_unit else None
    return Markup(printed(draft, unit.name if unit else ""))  # noqa: S704 - it escapes all that people typed


def _lines(found: Any) -> Lines:
    mistakes: list[Mistake] = list(found)
    return tuple((posted.field_of(one.path), one.sentence) for one in mistakes)

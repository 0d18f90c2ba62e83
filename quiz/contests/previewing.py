"""What a form would print, and what should be mended or looked at again first; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quiz.contests import posted
from quiz.contests.contradictions import contradictions
from quiz.contests.draft import Mistake, Mistakes
from quiz.contests.intake import check_contest, shortages_of
from quiz.contests.loading import read_draft
from quiz.contests.naming import headcounts_of
from quiz.contests.reading import Section, sections
from quiz.contests.versions import print_draft
from quiz.core.permissions import Actor

Lines = tuple[tuple[str, str], ...]
"""Fields by name, each with a sentence about it."""


@dataclass(frozen=True)
class Preview:
    """The printed rules, none where they cannot be made yet; mistakes and warnings by field; what the bank lacks."""

    text: tuple[Section, ...] = ()
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
    warnings = _lines(contradictions(draft, headcounts_of(draft)))
    return Preview(sections(print_draft(draft)), _lines(found), warnings, shortages)


def _lines(found: Iterable[Mistake]) -> Lines:
    return tuple((posted.field_of(one.path), one.sentence) for one in found)

"""The printed rules of a contest: whole sentences made of its settings, as HTML."""

from __future__ import annotations

from quiz.contests.draft import ContestDraft


def printed(draft: ContestDraft, organiser: str = "") -> str:
    """The rules text as HTML; `organiser` is the name of the unit that holds the contest."""
    raise NotImplementedError

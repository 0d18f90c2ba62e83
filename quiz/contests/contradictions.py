"""Settings that are allowed and yet contradict each other."""

from __future__ import annotations

from quiz.contests.draft import ContestDraft, Mistake


def contradictions(draft: ContestDraft) -> list[Mistake]:
    """Warnings with their places, as mistakes have them."""
    return []

"""A contradiction: settings that are allowed one by one and that an organiser would regret together."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.contests.draft import Mistake


@dataclass(frozen=True)
class Contradiction(Mistake):
    """What contradicts what, and what to do about it; `code` names its sort, `paths` are the settings that meet in it.

    It is told like a mistake, by the first of its places, but stands in nobody's way.
    """

    code: str = ""
    paths: tuple[str, ...] = ()


def contradiction(code: str, paths: str, text: str, **params: object) -> Contradiction:
    """A contradiction between settings, their paths separated by spaces."""
    places = tuple(paths.split())
    return Contradiction(places[0], text, tuple(params.items()), code, places)

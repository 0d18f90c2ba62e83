"""Whom the rules speak of: who may enter, who sits without a rank, which division somebody belongs to. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quiz.contests.awards import Prize


class Staff(StrEnum):
    """What holds for the contest's organisers and for the authors of its questions."""

    RANKED = "ranked"
    UNRANKED = "unranked"
    BARRED = "barred"


@dataclass(frozen=True)
class Group:
    """A set of people: every condition that is set must hold, nothing set means everybody.

    `units` are codes of units, each with its subtree; `kinds` kinds of the own unit or of one above it; `posts` the
    posts of a membership, compared without marks and case; ages in whole years on the day the round opens.
    """

    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether no condition is set."""
        return self == Group()


@dataclass(frozen=True)
class Division:
    """An audience group with its own order of places; its own prizes too, or else the contest's common lists."""

    code: str
    title: str
    who: Group = Group()
    each_round: tuple[Prize, ...] = ()
    total: tuple[Prize, ...] = ()


@dataclass(frozen=True)
class Entrants:
    """Who may enter, and who of them is not ranked; accounts are named by their login names."""

    who: Group = Group()
    staff: Staff = Staff.UNRANKED
    unranked: Group | None = None
    unranked_logins: tuple[str, ...] = ()
    barred_logins: tuple[str, ...] = ()

"""Prizes as the rules announce them. Plain Python; who gets one follows from the standings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Prize:
    """So many prizes of one grade; `worth` is printed as it stands, `points` is what each brings the winner's unit."""

    title: str
    count: int
    worth: str = ""
    points: int = 0


class OnePerPerson(StrEnum):
    """How many prizes of the contest a person may win: any number, the first one only, or the highest one only."""

    NONE = "none"
    FIRST = "first"
    HIGHEST = "highest"

    @classmethod
    def _missing_(cls, value: object) -> OnePerPerson | None:
        """Yes and no, as older versions of rules have it."""
        return (cls.FIRST if value else cls.NONE) if isinstance(value, bool) else None


@dataclass(frozen=True)
class Prizes:
    """Individual and collective prizes for every round and for the whole contest, the highest grade first.

    `one_per_person`: nobody wins twice in the contest, the next in line moves up; what is kept is the first prize won,
    or the highest. `most_percent`: prizes of a round or of the whole go to at most that share of its people, the lowest
    grades being cut first. `others` are prizes outside the order of places, printed alone.
    """

    each_round: tuple[Prize, ...] = ()
    total: tuple[Prize, ...] = ()
    units_each_round: tuple[Prize, ...] = ()
    units_total: tuple[Prize, ...] = ()
    one_per_person: OnePerPerson = OnePerPerson.NONE
    most_percent: int | None = None
    others: tuple[str, ...] = ()

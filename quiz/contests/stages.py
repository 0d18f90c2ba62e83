"""What an organiser does before, during and after the rounds: the links of a contest's console page by their time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from quiz.contests.rules import RoundState


class Stage(StrEnum):
    """When something is done."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class ContestLink(NamedTuple):
    """A way from the contest's page; `text` says in a sentence what is done there."""

    stage: Stage
    title: str
    address: str
    text: str


def by_stage(links: Iterable[ContestLink]) -> dict[Stage, list[ContestLink]]:
    """The links of every stage, in the order in which they are given."""
    given = list(links)
    return {stage: [link for link in given if link.stage is stage] for stage in Stage}


def stage_of(states: Collection[RoundState]) -> Stage:
    """Where a contest with rounds in these states stands: between two rounds the next one is prepared."""
    if {RoundState.OPEN, RoundState.PAUSED} & set(states):
        return Stage.DURING
    return Stage.BEFORE if RoundState.UPCOMING in states or not states else Stage.AFTER

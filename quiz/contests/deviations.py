"""What single rounds have otherwise than the contest, as printed rules speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.prose import listed, lower_first
from quiz.contests.rules import ContestRules


def counted(draft: ContestDraft) -> tuple[RoundDraft, ...]:
    """The rounds that make up the contest: all but those for practice."""
    return tuple(one for one in draft.rounds if not one.is_practice)


def practised(draft: ContestDraft) -> tuple[RoundDraft, ...]:
    """The rounds for practice."""
    return tuple(one for one in draft.rounds if one.is_practice)


def settled(draft: ContestDraft) -> ContestDraft:
    """The same contest with common rules that hold in at least one round.

    A common value that every round replaces is said of nothing: the first round's takes its place.
    """
    rules, rounds = draft.rules, counted(draft) or draft.rounds
    every = [rules.of_round(one.number) for one in rounds]
    names = sorted({name for changes in rules.overrides.values() for name in changes})
    common = {
        name: getattr(every[0], name)
        for name in names
        if all(getattr(own, name) != getattr(rules, name) for own in every)
    }
    if not common:
        return draft
    kept = {one.number: {name: getattr(rules.of_round(one.number), name) for name in names} for one in draft.rounds}
    return replace(draft, rules=replace(rules, **common, overrides=kept))


def deviating(draft: ContestDraft, *names: str) -> Iterator[tuple[str, ContestRules]]:
    """The rounds where any of these rules differs from the common ones: how they are called, and the rules they have.

    Rounds that differ in the same way come together: "vòng 4, vòng 5 và vòng 6".
    """
    common = [getattr(draft.rules, name) for name in names]
    alike: list[tuple[list[object], ContestRules, list[RoundDraft]]] = []
    for one in draft.rounds:
        own = draft.rules.of_round(one.number)
        values = [getattr(own, name) for name in names]
        group = next((found for known, _rules, found in alike if known == values), None)
        if group is not None:
            group.append(one)
        elif values != common:
            alike.append((values, own, [one]))
    for _values, own, rounds in alike:
        yield listed([lower_first(round_name(one)) for one in rounds]), own


def round_name(one: RoundDraft) -> str:
    """A round's name: "Vòng 2 – Chung kết", but "Tuần 2" for the second; of one for practice it is said that it is."""
    if one.is_practice:
        return one.title if "thử" in one.title.lower() else f"{one.title} (thi thử)"
    is_numbered = re.search(rf"(?<!\d){one.number}(?!\d)", one.title)
    return one.title if is_numbered else f"Vòng {one.number} – {one.title}"

"""The names of the units that rules speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from quiz.contests.rules import ContestRules
from quiz.units.queries import by_codes


def unit_codes(rules: ContestRules) -> frozenset[str]:
    """The codes of all units that the rules name."""
    return frozenset(code for codes in _code_lists(rules) for code in codes)


def _code_lists(rules: ContestRules) -> Iterator[tuple[str, ...]]:
    yield rules.entrants.who.units
    if rules.entrants.unranked is not None:
        yield rules.entrants.unranked.units
    yield from (one.who.units for one in rules.divisions)
    yield from (one.units for one in rules.unit_scheme.bands)
    yield from (one.units for one in rules.unit_scheme.quotas)


def unit_names(rules: ContestRules) -> dict[str, str]:
    """Their names by code, with the code where two have the same name; who is not known is left out."""
    found = {code: unit.name for code, unit in by_codes(unit_codes(rules)).items()}
    times = Counter(found.values())
    return {code: name if times[name] == 1 else f"{name} (mã {code})" for code, name in found.items()}

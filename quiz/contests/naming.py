"""What the forest knows of the units that rules speak of: their names, the head counts of those to be ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from quiz.contests.draft import ContestDraft
from quiz.contests.rules import ContestRules
from quiz.core.db import db
from quiz.units.models import OrgUnit
from quiz.units.queries import by_code, by_codes


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


def headcounts_of(draft: ContestDraft) -> list[int | None]:
    """The head counts of the units below the contest's owner that have none below them (None: not known)."""
    owner = by_code(draft.owner_unit) if draft.owner_unit else None
    query = sa.select(OrgUnit.headcount).where(
        OrgUnit.position == OrgUnit.last_position, OrgUnit.depth > 0, OrgUnit.valid_to.is_(None)
    )
    if owner is not None:
        query = query.where(OrgUnit.position > owner.position, OrgUnit.position <= owner.last_position)
    return list(db.session.scalars(query.order_by(OrgUnit.position)))

"""Which units the actors of a plan mean, and whether the unit as a body or the holders of posts in it. Plain Python.

Nothing is guessed: where a document names one body or sets a condition, only units that somebody chose by hand count,
and until then the actor is open work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quiz.accounts.post_kinds import kinds_meant

ANY_UNIT = "any_unit"
"""Among the kinds of an actor: units of every kind."""
ANYONE = "anyone"
"""Among the posts of an actor: the people at large. It is shown with the task and is nobody's duty."""


@dataclass(frozen=True)
class Meaning:
    """What a string among the actors of a plan means; see PlanActor."""

    name: str
    unit_kinds: frozenset[str]
    posts: tuple[str, ...] = ()
    scope: str = "all"
    unit_ids: frozenset[int] = frozenset()
    note: str = ""
    id: int = 0

    @property
    def is_for_show(self) -> bool:
        """Whether it means the people at large, who carry nothing out in this product."""
        return ANYONE in self.posts

    @property
    def awaits_choice(self) -> bool:
        """Whether somebody has to choose its units by hand and nobody has yet."""
        return self.scope != "all" and not self.unit_ids and not self.is_for_show


@dataclass(frozen=True)
class Share:
    """What a unit gets of a task: the unit as a body, or the holders of these posts in it, or both."""

    to_unit: bool = False
    posts: tuple[str, ...] = ()

    def __or__(self, other: Share) -> Share:
        """Both together."""
        return Share(self.to_unit or other.to_unit, tuple(sorted({*self.posts, *other.posts})))

    @property
    def is_empty(self) -> bool:
        """Whether nobody gets anything."""
        return not (self.to_unit or self.posts)


BODY = Share(to_unit=True)


@dataclass
class Ground:
    """The units a plan can reach, by id with their kinds, in depth-first order: valid ones of its unit's subtree."""

    kinds: Mapping[int, str]
    _by_kind: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit_id, kind in self.kinds.items():
            self._by_kind.setdefault(kind, []).append(unit_id)

    def of_kinds(self, kinds: Collection[str]) -> list[int]:
        """The units of one of these kinds."""
        if ANY_UNIT in kinds:
            return list(self.kinds)
        return [unit_id for kind in sorted(kinds) for unit_id in self._by_kind.get(kind, ())]

    def reached(self, meaning: Meaning) -> list[int]:
        """The units that an actor means: by kind where all are meant, and those chosen by hand."""
        if meaning.is_for_show:
            return []
        chosen = [unit_id for unit_id in sorted(meaning.unit_ids) if unit_id in self.kinds]
        if meaning.scope != "all":
            return chosen
        return list(dict.fromkeys([*self.of_kinds(meaning.unit_kinds), *chosen]))


def share_of(meaning: Meaning) -> Share:
    """What each unit gets that an actor means.

    Posts go in with those whose holders hold them too: where party members are meant, the secretary is one of them.
    """
    return Share(not meaning.posts, tuple(sorted(kinds_meant(meaning.posts))))


def shares(meanings: Iterable[Meaning], ground: Ground) -> dict[int, Share]:
    """What each unit gets of a task with these actors, by the unit's id; units that get nothing are left out."""
    given: dict[int, Share] = {}
    for meaning in meanings:
        share = share_of(meaning)
        for unit_id in ground.reached(meaning):
            known = given.get(unit_id)
            given[unit_id] = share if known is None or known == share else known | share
    return given


def share_by_hand(meanings: Iterable[Meaning]) -> Share:
    """What a unit gets that somebody chose by hand: what any of the task's actors gets, the unit itself without any."""
    together = Share()
    for meaning in meanings:
        if not meaning.is_for_show:
            together |= share_of(meaning)
    return BODY if together.is_empty else together


@dataclass(frozen=True)
class Gap:
    """Units of a kind that the actors of a plan pass over. `in_general`: they are reached with "every unit" alone."""

    kind: str
    units: int
    in_general: bool


def gaps(meanings: Sequence[Meaning], ground: Ground) -> list[Gap]:
    """The kinds whose units no actor of the plan names, by kind; a unit that was chosen by hand is reached."""
    named: set[int] = set()
    general = any(meaning.scope == "all" and ANY_UNIT in meaning.unit_kinds for meaning in meanings)
    for meaning in meanings:
        kinds = meaning.unit_kinds - {ANY_UNIT}
        narrowed = Meaning(meaning.name, kinds, meaning.posts, meaning.scope, meaning.unit_ids)
        named.update(ground.reached(narrowed))
    passed: dict[str, int] = {}
    for unit_id, kind in ground.kinds.items():
        if unit_id not in named:
            passed[kind] = passed.get(kind, 0) + 1
    return [Gap(kind, count, general) for kind, count in passed.items()]


def proposals(name: str, kinds: Collection[str], named: Mapping[int, Collection[str]], ground: Ground) -> list[int]:
    """Units that may be the body of this name: one of their names is the same, or goes on with the name above it.

    `name` and the names in `named` (own and other ones, by unit) are folded. Same names come first, kinds that fit
    before others; a longer name counts only with a fitting kind.
    """
    fitting = set(ground.of_kinds(kinds))
    same = [one for one in ground.kinds if name in named.get(one, ())]
    longer = [
        one
        for one in ground.kinds
        if one in fitting and one not in same and any(text.startswith(f"{name} ") for text in named.get(one, ()))
    ]
    return [*sorted(same, key=lambda one: one not in fitting), *longer]

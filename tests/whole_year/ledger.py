"""What the report of the year must say, counted by hand: when what is due for whom, and what the steps did.

Plain Python over two lists. The first is read from the words of the plan's document for the units of this story; the
second is kept by the steps. Nothing here asks the product.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

YEAR = 2026
ALL, BRANCHES = ("TU", "DU", "B1", "B2", "B3"), ("B1", "B2", "B3")
BELOW = {"TU": ALL, "DU": ("DU", *BRANCHES), "B1": ("B1",), "B2": ("B2",), "B3": ("B3",)}
MONTHS = [date(YEAR, month, monthrange(YEAR, month)[1]) for month in range(1, 13)]
QUARTERS = MONTHS[2::3]
QUARTER_I, YEAR_END = [date(YEAR, 3, 31)], [date(YEAR, 12, 31)]
BEFORE_10_DECEMBER = [date(YEAR, 12, 9)]
DUE: dict[str, tuple[tuple[str, ...], list[date]]] = {
    # "Hoàn thành trong quý I": plans of collectives, their key tasks, the document of the topic, the conference
    "CB-02": (ALL, QUARTER_I),
    "CB-05": (("TU",), QUARTER_I),
    "CB-10": (("TU",), QUARTER_I),
    "CB-18": (ALL, QUARTER_I),
    "CB-19": (ALL, QUARTER_I),
    "CB-105": (("DU",), QUARTER_I),
    # "sinh hoạt định kỳ hằng tháng", "giao ban báo chí hằng tháng"
    "CB-14": (ALL, MONTHS),
    "CB-50": (("TU",), MONTHS),
    # "sinh hoạt chuyên đề theo quý"
    "CB-16": (BRANCHES, QUARTERS),
    "CB-17": (BRANCHES, QUARTERS),
    # "hằng năm", "cuối năm", "Quý IV"
    "CB-23": (ALL, YEAR_END),
    "CB-24": (ALL, YEAR_END),
    "CB-27": (BRANCHES, YEAR_END),
    "CB-41": (("TU",), YEAR_END),
    "CB-59": (ALL, YEAR_END),
    "CB-81": (("TU",), YEAR_END),
    # "trước ngày 10/12"
    "CB-57": (ALL, BEFORE_10_DECEMBER),
    "CB-58": (ALL, BEFORE_10_DECEMBER),
}
COLLECTIVE = ("CB-01", "CB-02", "CB-18", "CB-19")
"""What a unit's registration answers; the first of them has no day."""
PERSONAL = ("CB-26", "CB-40")
"""What a person's registration answers."""
COUNTS = ("settled", "due", "late", "excused")
LEVELS = ("excellent", "good", "done", "failed")


@dataclass
class Deed:
    """Something owed: whose, what, until when; when it was settled, what was counted, whether it waits or is excused.

    `who` is a unit, or a person of the unit.
    """

    unit: str
    code: str
    due: date | None
    who: str = ""
    settled: date | None = None
    waits: bool = False
    excused: bool = False
    amounts: dict[str, float] = field(default_factory=dict)


@dataclass
class Registered:
    """A registration: confirmed on a day, its level and on which day that was given. `who`: a unit or a person."""

    unit: str
    who: str = ""
    confirmed: date | None = None
    level: str = ""


class Ledger:
    """Everything owed in the year, and what became of it."""

    def __init__(self) -> None:
        self.deeds = [Deed(unit, code, day) for code, (units, days) in DUE.items() for unit in units for day in days]
        self.registered: list[Registered] = []
        self.must: Counter[str] = Counter()
        self.exempt: Counter[str] = Counter()
        self.invited: Counter[str] = Counter()
        self.attended: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self.sessions: Counter[str] = Counter()
        self.corrected: dict[tuple[str, str], float] = {}

    def deed(self, unit: str, code: str, due: date | None = None, who: str = "") -> Deed:
        """What a unit or a person owes in a task, at a last day where there are several; noted anew if need be."""
        mine = [one for one in self.deeds if (one.unit, one.code, one.who) == (unit, code, who)]
        found = [one for one in mine if due is None or one.due == due]
        if not found:
            found = [Deed(unit, code, due, who)]
            self.deeds += found
        assert len(found) == 1, f"{unit} owes {len(found)} times in {code}"
        return found[0]

    def count(self, units: Iterable[str], what: str, code: str = "") -> int:
        """How many of what these units and their people owe are settled, due, late or excused by the year's end."""
        inside = [one for one in self.deeds if one.unit in units and (not code or one.code == code)]
        if what == "settled":
            return sum(one.settled is not None and one.settled.year == YEAR for one in inside)
        dated = [one for one in inside if one.due is not None and one.due.year == YEAR]
        if what == "excused":
            return sum(one.excused for one in dated)
        owed = [one for one in dated if not one.excused]
        return len(owed) if what == "due" else sum(one.settled is None and not one.waits for one in owed)

    def amount(self, units: Iterable[str], code: str, of: str) -> float:
        """What was counted of a target in settled deeds."""
        deeds = [one for one in self.deeds if one.unit in units and one.code == code and one.settled is not None]
        return sum(one.amounts.get(of, 0) for one in deeds)

    def total(self, unit: str, what: str, code: str = "") -> float:
        """The same of a unit with everything below it, with the corrections that count."""
        more = sum(
            differs
            for (where, key), differs in self.corrected.items()
            if where in BELOW[unit] and key.endswith(f".{what}") and (not code or key == f"{code}.{what}")
        )
        return self.count(BELOW[unit], what, code) + more

    def modules(self, unit: str) -> list[float]:
        """The figures of the modules in the order of the report: conferences, then persons, then collectives."""
        within = BELOW[unit]
        figures: list[float] = [
            sum(counted[one] for one in within) for counted in (self.held, self.sessions, self.invited, self.attended)
        ]
        people = [one for one in self.registered if one.unit in within and one.who]
        bodies = [one for one in self.registered if one.unit in within and not one.who]
        figures += [sum(self.must[one] for one in within), sum(self.exempt[one] for one in within), *_results(people)]
        return [*figures, len(within), *_results(bodies)]


def _results(rows: list[Registered]) -> list[float]:
    """How many are confirmed, completed, and at each level."""
    sure = [one for one in rows if one.confirmed]
    levels = Counter(one.level for one in sure if one.level)
    return [len(sure), sum(levels[one] for one in LEVELS[:3]), *(levels[one] for one in LEVELS)]

"""Working days: weekends, public holidays on a fixed day, and the days that are announced each year. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

FIXED_HOLIDAYS: dict[tuple[int, int], str] = {
    (1, 1): "Tết Dương lịch",
    (4, 30): "Ngày Chiến thắng",
    (5, 1): "Ngày Quốc tế Lao động",
    (9, 2): "Quốc khánh",
}
"""Public holidays that fall on the same day (month, day) each year; all the others are entered as announced."""
OFF_DAYS = ("keep", "next", "before")
"""What a plan does with a last day that is no working day."""
_ONE = timedelta(days=1)
_FURTHEST = 60


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked. `entered`: the days that differ from the rule, True where the day is worked."""

    entered: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day; what was entered by hand goes before weekday and fixed holidays."""
        if day in self.entered:
            return self.entered[day]
        return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS

    def last_working_before(self, day: date) -> date:
        """The day itself where it is worked, else the last working day before it."""
        return self._seek(day, -_ONE)

    def next_working(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return self._seek(day, _ONE)

    def moved(self, day: date, off_days: str) -> date:
        """A last day as a plan wants it: kept, or moved to a working day."""
        if off_days == "next":
            return self.next_working(day)
        return self.last_working_before(day) if off_days == "before" else day

    def hint(self, day: date | None) -> date | None:
        """The last working day before a last day that is not worked; None where nothing needs to be said."""
        if day is None or self.is_working(day):
            return None
        return self.last_working_before(day)

    def _seek(self, day: date, step: timedelta) -> date:
        found = day
        for _attempt in range(_FURTHEST):
            if self.is_working(found):
                return found
            found += step
        return day

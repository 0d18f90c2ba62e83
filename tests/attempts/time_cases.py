"""Cases of time: what is done at the desk, and what must be seen. Times are Vietnam's.

2026-03-02 is a Monday; 2028 has a 29th of February.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.attempts.desk import Desk, schedule

NOON = schedule("11:30-13:30")
NIGHT = schedule("22:00-24:00", "00:00-06:00")
WEEKEND = schedule("17:30-24:00", "00:00-07:30", weekdays=(6, 7))
HOLIDAY = schedule(days=("30/04/2026", "01/05/2026"))


@dataclass(frozen=True)
class Case:
    """A case by its title, what is done, and what must be seen."""

    title: str
    expected: str
    act: Callable[[Desk], str]


CASES: list[Case] = []


def case(title: str, expected: str) -> Callable[[Callable[[Desk], str]], Callable[[Desk], str]]:
    """Put a case into the table."""

    def add(act: Callable[[Desk], str]) -> Callable[[Desk], str]:
        CASES.append(Case(title, expected, act))
        return act

    return add


def started(opens: str, closes: str, at: str, **rules: object) -> Callable[[Desk], str]:
    """A round with these hours, and a start at this moment."""

    def act(desk: Desk) -> str:
        desk.round(opens, closes, **rules)  # type: ignore[arg-type]
        desk.at(at)
        return desk.start()

    return act


FEBRUARY = ("28/02/2028 08:00", "02/03/2028 17:00")
APRIL = ("27/04/2026 08:00", "05/05/2026 24:00")
FORTNIGHT = ("02/03/2026 08:00", "13/03/2026 17:30")
NO_29 = schedule(days=("29/02/2028",))
WEEK = ("02/03/2026 08:00", "08/03/2026 17:30")
STARTS = (
    ("limit alone", "02/03 08:15:00", *WEEK, "02/03/2026 08:00", None),
    ("start on the millisecond of the opening", "02/03 08:15:00", *WEEK, "02/03/2026 08:00:00", None),
    ("start a millisecond before the opening", "not_open", *WEEK, "02/03/2026 07:59:59.999", None),
    ("the round ends in mid-attempt", "08/03 17:30:00", *WEEK, "08/03/2026 17:20", None),
    ("start a millisecond before the round's end", "08/03 17:30:00", *WEEK, "08/03/2026 17:29:59.999", None),
    ("start at the round's end", "not_open", *WEEK, "08/03/2026 17:30", None),
    ("a closed hour comes in mid-attempt", "02/03 11:30:00", *WEEK, "02/03/2026 11:20", NOON),
    ("start in the last second before a closing", "02/03 11:30:00", *WEEK, "02/03/2026 11:29:59", NOON),
    ("start at the closing", "not_open, reopens 02/03 13:30:00", *WEEK, "02/03/2026 11:30", NOON),
    (
        "start a millisecond before the reopening",
        "not_open, reopens 02/03 13:30:00",
        *WEEK,
        "02/03/2026 13:29:59.999",
        NOON,
    ),
    ("start at the reopening", "02/03 13:45:00", *WEEK, "02/03/2026 13:30", NOON),
    ("the limit ends exactly at the closing", "02/03 11:30:00", *WEEK, "02/03/2026 11:15", NOON),
    (
        "closing at 22:00, night joined over 24:00",
        "not_open, reopens 03/03 06:00:00",
        *WEEK,
        "02/03/2026 23:59:59.999",
        NIGHT,
    ),
    ("at 24:00 the night goes on", "not_open, reopens 03/03 06:00:00", *WEEK, "03/03/2026 00:00", NIGHT),
    ("attempt cut by the night", "02/03 22:00:00", *WEEK, "02/03/2026 21:50", NIGHT),
    ("Friday evening is cut by the weekend's night", "06/03 17:30:00", *WEEK, "06/03/2026 17:25", WEEKEND),
    ("weekend joined with its nights, to the end", "not_open", *WEEK, "07/03/2026 10:00", WEEKEND),
    (
        "weekend joined with its nights",
        "not_open, reopens 09/03 07:30:00",
        WEEK[0],
        "13/03/2026 17:30",
        "06/03/2026 18:00",
        WEEKEND,
    ),
    (
        "two closed days in a row",
        "not_open, reopens 02/05 00:00:00",
        "27/04/2026 08:00",
        "05/05/2026 24:00",
        "30/04/2026 00:00",
        HOLIDAY,
    ),
    (
        "an attempt is cut at 24:00 before a closed day",
        "30/04 00:00:00",
        "27/04/2026 08:00",
        "05/05/2026 24:00",
        "29/04/2026 23:50",
        HOLIDAY,
    ),
    ("the round ends at 24:00", "09/03 00:00:00", WEEK[0], "08/03/2026 24:00", "08/03/2026 23:59:59", None),
    ("start at 24:00 of the last day", "not_open", WEEK[0], "08/03/2026 24:00", "09/03/2026 00:00", None),
    ("the round ends at a closing hour", "08/03 17:30:00", *WEEK, "08/03/2026 17:25", schedule("17:30-24:00")),
    ("over the end of a month", "01/04 00:10:00", "30/03/2026 08:00", "02/04/2026 17:00", "31/03/2026 23:55", None),
    ("over the 29th of February", "01/03 00:05:00", *FEBRUARY, "29/02/2028 23:50", None),
    (
        "a closed 29th of February",
        "not_open, reopens 01/03 00:00:00",
        "28/02/2028 08:00",
        "02/03/2028 17:00",
        "29/02/2028 12:00",
        schedule(days=("29/02/2028",)),
    ),
    ("over the end of a year", "01/01 00:05:00", "30/12/2026 08:00", "02/01/2027 17:00", "31/12/2026 23:50", None),
)
for title, expected, opens, closes, at, hours in STARTS:
    CASES.append(Case(title, expected, started(opens, closes, at, **({"schedule": hours} if hours else {}))))

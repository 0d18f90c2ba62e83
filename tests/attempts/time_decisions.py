"""Cases of time in mid-attempt: the edge of the deadline, and what organisers decide. Further rows of the table."""

from __future__ import annotations

from collections.abc import Callable

from tests.attempts.desk import Desk, schedule
from tests.attempts.time_cases import CASES, NOON, WEEK, Case, case


def sit(desk: Desk, at: str = "02/03/2026 08:00", closes: str = WEEK[1], **rules: object) -> None:
    """A round of the week, and the first person sitting since this moment."""
    desk.round(WEEK[0], closes, **rules)  # type: ignore[arg-type]
    desk.at(at)
    desk.start()


def edges(offset: float) -> Callable[[Desk], str]:
    """Save so many seconds after deadline and grace (5 s): the answer, and what the row holds."""

    def act(desk: Desk) -> str:
        sit(desk)
        desk.at("02/03/2026 08:15:05")
        desk.at(f"+{offset}")
        answer = desk.save()
        return f"{answer}, row has seq {desk.row().saved_seq}"

    return act


for offset, seen in (
    (-1, "200, row has seq 1"),
    (0, "200, row has seq 1"),
    (0.001, "late, row has seq 0"),
    (1, "late, row has seq 0"),
):
    CASES.append(Case(f"save {offset:+g} s from deadline + grace", seen, edges(offset)))


def handed_in(offset: float) -> Callable[[Desk], str]:
    """Hand in so many seconds after deadline and grace: the answer, and how the row ended."""

    def act(desk: Desk) -> str:
        sit(desk)
        desk.at("02/03/2026 08:15:05")
        desk.at(f"+{offset}")
        answer = desk.submit()
        return f"{answer}; {desk.closed()}"

    return act


for offset, seen in (
    (-1, "person; person 02/03 08:15:04, 900 s"),
    (0, "person; person 02/03 08:15:05, 900 s"),
    (0.001, "late; deadline 02/03 08:15:00, 900 s"),
    (1, "late; deadline 02/03 08:15:00, 900 s"),
):
    CASES.append(Case(f"hand in {offset:+g} s from deadline + grace", seen, handed_in(offset)))


@case("nobody hands in: the clock closes after the grace", "0 then 1; deadline 02/03 08:15:00, 900 s")
def _by_the_clock(desk: Desk) -> str:
    sit(desk)
    desk.at("02/03/2026 08:15:05")
    before = desk.sweep()
    desk.at("+0.001")
    return f"{before} then {desk.sweep()}; {desk.closed()}"


@case("the end is moved while somebody sits whom it had cut", "08/03 17:30:00 then 08/03 17:35:00")
def _end_moved(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:20")
    before = desk.deadline()
    desk.end_at("08/03/2026 19:00")
    return f"{before} then {desk.deadline()}"


@case("the end is moved by less than the limit", "08/03 17:30:00 then 08/03 17:32:00")
def _end_moved_a_little(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:20")
    before = desk.deadline()
    desk.end_at("08/03/2026 17:32")
    return f"{before} then {desk.deadline()}"


@case("the end is moved while somebody sits whom it had not cut", "02/03 08:15:00 then 02/03 08:15:00")
def _end_moved_far_away(desk: Desk) -> str:
    sit(desk)
    before = desk.deadline()
    desk.end_at("09/03/2026 17:30")
    return f"{before} then {desk.deadline()}"


@case("the end is moved past a closing hour that is the old end", "08/03 17:30:00 then 08/03 17:30:00")
def _end_moved_into_the_night(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:25", schedule=schedule("17:30-24:00"))
    before = desk.deadline()
    desk.end_at("09/03/2026 17:30")
    return f"{before} then {desk.deadline()}"


@case("the end is moved forward: who sits keeps the deadline", "08/03 17:25:00 then 08/03 17:25:00; others not_open")
def _end_moved_forward(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:10")
    before = desk.deadline()
    desk.end_at("08/03/2026 17:15")
    desk.at("08/03/2026 17:16")
    return f"{before} then {desk.deadline()}; others {desk.start(1)}"


@case("10 minutes more for all, in mid-attempt", "02/03 08:25:00 and 02/03 08:30:00")
def _extra_for_all(desk: Desk) -> str:
    sit(desk)
    desk.at("02/03/2026 08:05")
    desk.start(1)
    desk.give(10)
    return f"{desk.deadline(0)} and {desk.deadline(1)}"


@case("10 minutes more for one person", "02/03 08:25:00 and 02/03 08:15:00")
def _extra_for_one(desk: Desk) -> str:
    sit(desk)
    desk.start(1)
    desk.give(10, who=0)
    return f"{desk.deadline(0)} and {desk.deadline(1)}"


@case("10 minutes more for a commune", "02/03 08:15:00 and 02/03 08:25:00")
def _extra_for_a_unit(desk: Desk) -> str:
    sit(desk)
    desk.start(1)
    desk.give(10, unit="B")
    return f"{desk.deadline(0)} and {desk.deadline(1)}"


@case("extra time within the grace, past the deadline", "02/03 08:25:00, save 200")
def _extra_in_the_grace(desk: Desk) -> str:
    sit(desk)
    desk.at("02/03/2026 08:15:04")
    desk.give(10)
    return f"{desk.deadline()}, save {desk.save()}"


@case("extra time goes past the round's end and a closing", "08/03 17:30:00 then 08/03 17:40:00, save 200")
def _extra_past_the_end(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:25")
    before = desk.deadline()
    desk.give(10)
    desk.at("08/03/2026 17:39")
    return f"{before} then {desk.deadline()}, save {desk.save()}"


@case("extra time also for later starts", "02/03 08:25:00 and 02/03 09:25:00")
def _extra_for_later_starts(desk: Desk) -> str:
    sit(desk)
    desk.give(10, later=True)
    first = desk.deadline()
    desk.at("02/03/2026 09:00")
    return f"{first} and {desk.start(1)}"


@case("extra time taken back: a minute is left at least", "02/03 08:21:00")
def _extra_taken_back(desk: Desk) -> str:
    sit(desk)
    ruling = desk.give(10)
    desk.at("02/03/2026 08:20")
    desk.undo(ruling)
    return desk.deadline()


@case("an own window after the round's end", "10/03 08:15:00, the others not_open")
def _own_window(desk: Desk) -> str:
    desk.round(*WEEK)
    desk.at("08/03/2026 10:00")
    desk.window("10/03/2026 08:00", "10/03/2026 10:00", who=0)
    desk.at("10/03/2026 08:00")
    return f"{desk.start(0)}, the others {desk.start(1)}"


@case("outside the own window, while the round is open", "not_open")
def _outside_the_own_window(desk: Desk) -> str:
    desk.round(*WEEK)
    desk.window("05/03/2026 08:00", "05/03/2026 10:00", unit="A")
    return desk.start(0)


@case("an own window is given to who sits and was cut", "08/03 17:30:00 then 08/03 17:35:00")
def _own_window_in_mid_attempt(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:20")
    before = desk.deadline()
    desk.window("08/03/2026 08:00", "08/03/2026 20:00", unit="T")
    return f"{before} then {desk.deadline()}"


def paused(minutes: float, at: str, started_at: str, **rules: object) -> Callable[[Desk], str]:
    """A pause of so many minutes: refusals meanwhile, the deadline after it, handed in one second later."""

    def act(desk: Desk) -> str:
        sit(desk, started_at, **rules)
        desk.at(at)
        desk.pause()
        meanwhile = f"{desk.save()}/{desk.submit()}/{desk.start(1)}"
        desk.at(f"+{minutes * 60}")
        swept = desk.sweep()
        desk.resume()
        after = desk.deadline()
        desk.at("+1")
        return f"{meanwhile}, swept {swept}; {after}; {desk.submit()}, {(desk.row().duration_ms or 0) / 1000:g} s"

    return act


for title, length, at, begin, seen in (
    ("pause of 1 ms", 1 / 60_000, "02/03/2026 08:05", "02/03/2026 08:00", "02/03 08:15:00.001; person, 301 s"),
    ("pause of 10 minutes", 10, "02/03/2026 08:05", "02/03/2026 08:00", "02/03 08:25:00; person, 301 s"),
    (
        "pause of 10 minutes a second before the deadline",
        10,
        "02/03/2026 08:14:59",
        "02/03/2026 08:00",
        "02/03 08:25:00; person, 900 s",
    ),
    ("pause across the round's end", 30, "08/03/2026 17:20", "08/03/2026 17:18", "08/03 18:00:00; person, 121 s"),
):
    CASES.append(Case(title, f"paused/paused/not_open, swept 0; {seen}", paused(length, at, begin)))
CASES.append(
    Case(
        "pause across a closed hour",
        "paused/paused/not_open, swept 0; 02/03 13:40:00; person, 301 s",
        paused(130, "02/03/2026 11:25", "02/03/2026 11:20", schedule=NOON),
    )
)


@case("two pauses add up", "02/03 08:25:00; deadline 02/03 08:25:00, 900 s")
def _two_pauses(desk: Desk) -> str:
    sit(desk)
    for _ in range(2):
        desk.at("+60")
        desk.pause()
        desk.at("+300")
        desk.resume()
    after = desk.deadline()
    desk.at("02/03/2026 08:25:05.001")
    desk.sweep()
    return f"{after}; {desk.closed()}"


@case("extra time while paused, then resumed", "02/03 08:30:00")
def _extra_while_paused(desk: Desk) -> str:
    sit(desk)
    desk.at("+60")
    desk.pause()
    desk.give(10)
    desk.at("+300")
    desk.resume()
    return desk.deadline()


@case("the end is moved for who was cut, had extra time and a pause", "08/03 17:50:00")
def _everything_at_once(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:20")  # cut at 17:30 instead of 17:35
    desk.give(10)
    desk.pause()
    desk.at("+300")
    desk.resume()
    desk.end_at("08/03/2026 19:00")
    return desk.deadline()


@case("a pause longer than a week after the round's end is not added whole", "15/03 17:30:00")
def _endless_pause(desk: Desk) -> str:
    sit(desk, "08/03/2026 17:20")
    desk.pause()
    desk.at("20/03/2026 08:00")
    desk.resume()
    return desk.deadline()

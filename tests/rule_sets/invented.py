"""Invented people and what they do in each round of a contest: drawn from a seed, with many ties and full scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

UNITS = (
    # code, superior, kind, head count
    ("T", None, "province", 700),
    ("X1", "T", "commune", 120),
    ("X1A", "X1", "branch", 40),
    ("X1B", "X1", "branch", 12),
    ("X2", "T", "commune", 80),
    ("X3", "T", "ward", 9),
    ("X4", "T", "commune", None),
    ("S1", "T", "province_agency", 6),
    ("S2", "T", "province_agency", 25),
    ("TH1", "T", "school", 90),
    ("TH2", "T", "school", 60),
    ("N", None, "other", None),
)
"""A small province, and a place for entrants from outside."""
HOMES = ("X1", "X1A", "X1B", "X2", "X2", "X3", "X4", "S1", "S1", "S2", "TH1", "TH1", "TH2", "N")
POSTS = ("Bí thư chi bộ", "Báo cáo viên", "Phó Bí thư")
STARTS = (5, 5, 6, 20, 65, 24 * 60 + 5)
"""Minutes after the opening; the last of them on the second day."""
SECONDS = (60, 60, 61, 90, 240)
GUESSES = ("8", "10", "10", "12", "1.000", "012", "12,5", "50", "khoảng mười", "1 000", "33,33333", "100%", "", None)
NEXT_ATTEMPT = timedelta(minutes=45)


@dataclass(frozen=True)
class Invented:
    """A person by the number in the crowd."""

    number: int
    home: str
    post: str

    @property
    def login(self) -> str:
        """The login name."""
        return "ban.to.chuc" if self.number == 0 else f"nguoi.{self.number}"

    @property
    def name(self) -> str:
        """A name that nobody else has."""
        return f"Nguyễn Thử {self.number:03d}"


@dataclass(frozen=True)
class Sitting:
    """One attempt: so long after the opening, so many seconds; per position of the paper right, wrong or blank.

    `manner`: submits, or leaves the answers to the clock, or starts only, or sends everything after the grace.
    """

    person: int
    round: int
    starts_after: timedelta
    seconds: int
    marks: str
    guess: str | None
    manner: str


def crowd(random: Random, people: int) -> list[Invented]:
    """So many people; the first organises the contest."""
    return [Invented(number, random.choice(HOMES), random.choice(POSTS)) for number in range(people)]


def sittings(random: Random, person: int, number: int, questions: int, attempts: int) -> list[Sitting]:
    """What a person does in a round of so many questions: nothing, or up to so many attempts one after the other."""
    if random.random() < 0.2:
        return []
    start = timedelta(minutes=random.choice(STARTS))
    guess = random.choice(GUESSES)
    found = []
    for attempt in range(random.randint(1, min(attempts, 3))):
        manner = random.choices(("submits", "clock", "blank", "late"), (12, 1, 1, 1))[0]
        found.append(
            Sitting(
                person,
                number,
                start + attempt * NEXT_ATTEMPT,
                random.choice(SECONDS),
                _marks(random, questions),
                guess if random.random() < 0.5 else random.choice(GUESSES),
                manner,
            )
        )
    return found


def _marks(random: Random, questions: int) -> str:
    """A letter a question: r right, w wrong, b blank, h half of the key."""
    kind = random.random()
    if kind < 0.5:
        return "r" * questions
    if kind < 0.7:
        return "r" * (questions - 1) + random.choice("wbh")
    return "".join(random.choice("rrrwbh") for _ in range(questions))

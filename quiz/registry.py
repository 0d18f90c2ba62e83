"""What is attached, in order. A new room is one folder and one line here."""

from __future__ import annotations

from quiz.accounts.room import ROOM as ACCOUNTS
from quiz.analysis.room import ROOM as ANALYSIS
from quiz.attempts.room import ROOM as ATTEMPTS
from quiz.bank.room import ROOM as BANK
from quiz.contests.room import ROOM as CONTESTS
from quiz.core.room import Room
from quiz.leaderboard.room import ROOM as LEADERBOARD
from quiz.modules.conferences.room import ROOM as CONFERENCES
from quiz.modules.registrations.room import ROOM as REGISTRATIONS
from quiz.plans.room import ROOM as PLANS
from quiz.ranking.room import ROOM as RANKING
from quiz.units.room import ROOM as UNITS

ROOMS: tuple[Room, ...] = (
    UNITS,
    ACCOUNTS,
    BANK,
    CONTESTS,
    ATTEMPTS,
    RANKING,
    LEADERBOARD,
    ANALYSIS,
    PLANS,
    CONFERENCES,
    REGISTRATIONS,
)

"""Loading the demo, or bringing it up to date; every step can be repeated and only adds what is missing."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from typing import Any

import sqlalchemy as sa
from flask import current_app

from quiz.accounts.models import Person
from quiz.accounts.service import grant_role
from quiz.attempts.models import Attempt
from quiz.contests import queries
from quiz.contests.models import Contest, Round
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotAllowed
from quiz.core.permissions import Role
from quiz.core.settings import Settings
from quiz.core.templating import DEMO_FILE
from quiz.demo.accounts import Account, Home, Kept, actor_of, fit, make
from quiz.demo.attempts import fill_round
from quiz.demo.bank import load_bank
from quiz.demo.contest import load_contest
from quiz.demo.crowd import load_crowd
from quiz.demo.parts import Parts, cast_parts
from quiz.demo.party import load_party
from quiz.demo.places import ROOT, load_places
from quiz.demo.plan import load_year_plan
from quiz.demo.year.scenes import play
from quiz.demo.year.stage import Stage
from quiz.ranking import service as ranking
from quiz.units.models import OrgUnit

ORGANISERS = 2
OFFICE = "CB-BTGDV"
"""The unit of the two organisers, who organise for the whole province."""


@dataclass(frozen=True)
class Demo:
    """What the demo offers: where it is served, its contest and open round, accounts fit for use."""

    url: str
    contest: str
    round_number: int
    closes_at: datetime
    organisers: Sequence[Account]
    contestants: Sequence[Account]
    plan: str
    parts: Parts

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of `quiz demo --json`."""
        organisers = [{"login": one.login, "password": one.password} for one in self.organisers]
        contestants = [_printed(one) for one in self.contestants]
        return {
            "url": self.url,
            "contest": self.contest,
            "open_round": self.round_number,
            "organiser": organisers[0],
            "organisers": organisers,
            "contestants": contestants,
            "plan": {"slug": self.plan, **{name: _printed(one) for name, one in self.parts.by_name().items()}},
        }


def _printed(account: Account) -> dict[str, str]:
    return {"login": account.login, "password": account.password, "unit": account.unit}


def load_demo(people: int, now: datetime) -> Demo:
    """Load or refresh the demo, with that many contestants who have not entered the open round.

    Raises NotAllowed in production, Conflict where the contest's address belongs to a real contest.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.is_production:
        raise NotAllowed("Không nạp dữ liệu minh họa vào hệ thống đang vận hành thật (QUIZ_ENV=production).")
    units = load_places()
    party = load_party(now)
    kept = Kept(settings.instance / DEMO_FILE)
    known = kept.read()
    organisers = two_organisers(known.get("organisers", []), units, now)
    kept.write({**known, "organisers": organisers})
    actor = actor_of(organisers[0])
    load_bank(actor, now)
    contest, current = load_contest(actor, now)
    _fill(contest, units, now)
    plan = load_year_plan(now)
    parts = cast_parts(known, party, now)
    contestants = _contestants(known.get("contestants", []), people, current, units, now)
    kept.write({"organisers": organisers, "contestants": contestants, **parts.kept()})
    actors = (actor, actor_of(organisers[1]))
    play(Stage(plan.id, clock.local(now).year, party, actors, actor_of(parts.contact), now))
    url = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    return Demo(
        url, contest.slug, current.number, current.closes_at, organisers, contestants[:people], plan.slug, parts
    )


def two_organisers(known: Sequence[Account], units: Mapping[str, int], now: datetime) -> list[Account]:
    """Two organisers over the province."""

    def appoint(person: Person) -> None:
        grant_role(None, person.id, Role.ORGANISER, units[ROOT], now)

    found = fit(known)[:ORGANISERS]
    homes = _homes([units[OFFICE]], ORGANISERS - len(found))
    return found + (make("bantochuc", homes, now, appoint) if homes else [])


def _fill(contest: Contest, units: Mapping[str, int], now: datetime) -> None:
    """Let the crowd sit the rounds that nobody has sat, then show it."""
    crowd = load_crowd(units, now)
    written = [
        fill_round(contest, one, crowd, now)
        for one in queries.rounds_of(contest.id)
        if one.prepared_at and not one.is_practice
    ]
    if any(written):
        ranking.rebuild(contest.id, now)
    else:
        ranking.refresh(now)


def _contestants(
    known: Sequence[Account], people: int, current: Round, units: Mapping[str, int], now: datetime
) -> list[Account]:
    """Contestants who have not entered the round: those kept, and fresh ones for those who have."""
    entered = set(db.session.scalars(sa.select(Attempt.person_id).where(Attempt.round_id == current.id)))
    found = fit(known, entered)
    places = [unit_id for code, unit_id in units.items() if code != ROOT]
    random.Random("sen: where contestants come from").shuffle(places)
    homes = _homes(places[len(found) :] + places[: len(found)], people - len(found))
    return found + (make("thisinh", homes, now) if homes else [])


def _homes(unit_ids: Sequence[int], count: int) -> list[Home]:
    """That many homes, one after the other."""
    query = sa.select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(unit_ids))
    names = dict(db.session.execute(query).all())
    return [Home(unit_id, names[unit_id]) for unit_id in islice(cycle(unit_ids), max(0, count))]

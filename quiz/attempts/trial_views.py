"""Console pages of the papers of a contest: what each round draws from, and a thousand papers tried out."""

from __future__ import annotations

import json
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.attempts.admin import blueprint
from quiz.attempts.trial import WORK, begin_trial
from quiz.bank import queries as bank
from quiz.contests import queries
from quiz.contests.models import Contest
from quiz.contests.organising import own_contest
from quiz.contests.overview import round_views
from quiz.contests.stages import ContestLink, Stage
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.jobs.models import Job
from quiz.core.permissions import Role, acting, roles
from quiz.core.vietnamese import number as written

MOST_EXPOSED = 20
OFTEN = 0.5
"""From this share of papers on, an item is met so often that it is soon known by heart."""


def contest_links(contest: Contest) -> list[ContestLink]:
    """The link on the contest's page."""
    address = url_for("attempts_admin.papers", slug=contest.slug)
    text = _("Xem đề sẽ ra thế nào; mã cam kết của từng vòng.")
    return [ContestLink(Stage.BEFORE, _("Rút đề và thử đề"), address, text)]


@blueprint.get("/<slug>/papers")
@roles(Role.ORGANISER)
def papers(slug: str) -> ResponseReturnValue:
    """The rounds with their commitments and a button to try out papers."""
    contest = own_contest(slug)
    rounds = round_views(contest, clock.now())
    return render_template("attempts/papers.html", contest=contest, rounds=rounds, is_demo=contest.is_demo)


@blueprint.post("/<slug>/rounds/<int:number>/trials")
@roles(Role.ORGANISER)
def try_out(slug: str, number: int) -> ResponseReturnValue:
    """Draw a thousand papers for nobody."""
    contest = own_contest(slug)
    job = begin_trial(acting(), contest, queries.round_of(contest.id, number))
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@blueprint.get("/<slug>/trials/<int:job_id>")
@roles(Role.ORGANISER)
def trial(slug: str, job_id: int) -> ResponseReturnValue:
    """How the thousand papers came out."""
    contest, job = own_contest(slug), db.session.get(Job, job_id)
    if job is None or job.name != WORK or job.state != "done":
        raise NotFound("Không tìm thấy lần thử đề này.")
    result: dict[str, Any] = json.loads(job.result)
    if result["slug"] != slug:
        raise NotFound("Không tìm thấy lần thử đề này.")
    return render_template(
        "attempts/trial.html",
        contest=contest,
        job=job,
        result=result,
        difficulty=_difficulty(result),
        exposure=_exposure(result["exposure"], result["papers"]),
        most=_most_exposed(result["exposure"], result["papers"]),
        places=_places(result["key_places"]),
        is_demo=contest.is_demo,
    )


def _percent(share: float, digits: int = 0) -> str:
    return f"{written(share * 100, digits)} %"


def _difficulty(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Columns: papers by the expected share of right answers."""
    return [
        {"label": f"{written(low * 100, 1)}–{written(high * 100, 1)}", "value": count}
        for low, high, count in result["bins"]
    ]


def _exposure(exposure: list[tuple[int, int]], papers: int) -> list[dict[str, Any]]:
    """Columns: items by the share of papers they came in, ten steps and one for those that never came."""
    counts = [0] * 11
    for _revision, times in exposure:
        counts[0 if not times else min(int(times / papers * 10), 9) + 1] += 1
    labels = [_("0 %"), *(f"{step * 10}–{step * 10 + 10} %" for step in range(10))]
    tones = ["muted", *["plain"] * 5, *["warn"] * 5]
    return [
        {"label": label, "value": count, "tone": tone} for label, count, tone in zip(labels, counts, tones, strict=True)
    ]


def _most_exposed(exposure: list[tuple[int, int]], papers: int) -> list[dict[str, Any]]:
    """The items that come most often, with where they stand in the bank."""
    top = sorted(exposure, key=lambda one: (-one[1], one[0]))[:MOST_EXPOSED]
    places = bank.places_of([revision for revision, _times in top])
    return [
        {"place": places[revision], "times": times, "share": times / papers, "often": times / papers >= OFTEN}
        for revision, times in top
        if revision in places
    ]


def _places(counts: list[int]) -> list[dict[str, Any]]:
    """Bars: where the right option of freely mixed items stood."""
    total = sum(counts) or 1
    return [
        {"label": _("Vị trí %(letter)s", letter="ABCDEFGH"[index]), "value": count, "text": _percent(count / total, 1)}
        for index, count in enumerate(counts)
    ]

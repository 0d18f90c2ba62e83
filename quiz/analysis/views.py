"""The console's pages of figures, for organisers of the contest who may also see the bank's keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from quiz.analysis import charts, labels, listing, queries
from quiz.analysis.exports import analysis_workbook
from quiz.analysis.rules import LEAST_ATTEMPTS, STANDARD_ERRORS, Choice
from quiz.analysis.service import request_analysis
from quiz.bank import labels as bank_labels
from quiz.bank.queries import find_bank, shown_items
from quiz.bank.queries import owner_position as bank_position
from quiz.contests.models import Contest, Round
from quiz.contests.queries import contest_by_slug, contests_for, owner_position, round_of, rules_of
from quiz.contests.stages import ContestLink, Stage
from quiz.core import clock
from quiz.core.errors import Conflict, NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import Actor, Role, acting, current_actor, roles
from quiz.documents.workbook import XLSX

blueprint = Blueprint("analysis_admin", __name__, url_prefix="/admin/analysis")
MOST_LISTED, MOST_ON_TOP = 5, 20
"""How many suspected keys the panel on a contest's page lists, and how many the page of a round."""


@dataclass(frozen=True)
class Place:
    """The round an address speaks of, and the choice of attempts."""

    contest: Contest
    round: Round
    choice: Choice


def _place(slug: str, number: int) -> Place:
    contest = contest_by_slug(slug)
    _require(acting(), contest)
    asked = request.args.get("attempts", Choice.FIRST.value)
    choice = Choice(asked) if asked in set(Choice) else Choice.FIRST
    return Place(contest, round_of(contest.id, number), choice)


def _require(actor: Actor, contest: Contest) -> None:
    """Refuse where somebody may not organise the contest, or may not see the keys of one of its banks."""
    for position in _positions(contest):
        actor.require(position, Role.ORGANISER)


def _may_see(actor: Actor | None, contest: Contest) -> bool:
    return actor is not None and all(actor.covers(position, Role.ORGANISER) for position in _positions(contest))


def _positions(contest: Contest) -> list[int | None]:
    """Where the owners of a contest and of its banks stand in the forest of units."""
    rules = rules_of(contest.id, contest.rules_version)
    codes = {rules.bank, *(change["bank"] for change in rules.overrides.values() if "bank" in change)}
    banks = [bank for code in sorted(codes) if (bank := find_bank(code)) is not None]
    return [owner_position(contest), *(bank_position(bank) for bank in banks)]


@blueprint.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    """The rounds of all own contests, with what was made for them."""
    actor = acting()
    own = [contest for contest in contests_for(actor) if _may_see(actor, contest)]
    contests = [(contest, queries.states_of(contest.id)) for contest in own]
    is_demo = any(contest.is_demo for contest in own)
    return render_template("analysis/index.html", contests=contests, now=clock.now(), is_demo=is_demo)


@blueprint.get("/<slug>")
@roles(Role.ORGANISER)
def contest(slug: str) -> ResponseReturnValue:
    """Leads to the latest round of a contest that has opened, or else to its first."""
    found, now = contest_by_slug(slug), clock.now()
    _require(acting(), found)
    rounds = [state.round for state in queries.states_of(found.id)]
    if not rounds:
        raise NotFound("Cuộc thi này chưa có vòng thi nào.")
    latest = max((one for one in rounds if one.opens_at <= now), key=lambda one: one.opens_at, default=rounds[0])
    return redirect(url_for(".analysis", slug=slug, number=latest.number))


@blueprint.get("/<slug>/<int:number>")
@roles(Role.ORGANISER)
def analysis(slug: str, number: int) -> ResponseReturnValue:
    """The figures of a round: suspected keys, scores, items."""
    place = _place(slug, number)
    made = queries.analysis_of(place.round.id, place.choice)
    rows = queries.item_rows(place.round.id, place.choice) if made else []
    asked = _asked()
    items = listing.judged(rows)
    return render_template(
        "analysis/round.html",
        **_common(place),
        made=made,
        counts=queries.attempts_by_choice(place.round.id),
        newer=queries.closed_since(place.round.id, made.as_of) if made else 0,
        states=queries.states_of(place.contest.id),
        most=MOST_ON_TOP,
        alarmed=[row for row in rows if row.record.alarms],
        rows=rows,
        asked=asked,
        page=listing.page_of(items, asked, page_number(request.args.get("page"))),
        levels=listing.level_lines(rows),
        charts=_charts(made, rows),
    )


def _charts(made: queries.Made | None, rows: Sequence[queries.ItemRow]) -> dict[str, object]:
    """The rows of the page's charts; those of items count items that somebody answered."""
    return {
        "scores": charts.score_bars(made.figures) if made else [],
        "is_stepped": made is not None and charts.is_stepped(made.figures),
        "facilities": charts.facility_bars(rows),
        "indices": charts.index_bars(rows),
        "dots": charts.dots(rows),
        "zero": charts.index_place(0),
        "answered": sum(1 for row in rows if row.record.n),
        "indexed": sum(1 for row in rows if row.record.discrimination_index is not None),
    }


def _asked() -> listing.Asked:
    asked = request.args
    return listing.Asked(
        q=asked.get("q", "")[:100],
        level=asked.get("level", ""),
        show=asked.get("show", ""),
        sort=asked.get("sort", "ref"),
        descending=asked.get("order") == "desc",
    )


def _common(place: Place) -> dict[str, object]:
    return {
        "contest": place.contest,
        "round": place.round,
        "choice": place.choice,
        "labels": labels,
        "bank_labels": bank_labels,
        "least": LEAST_ATTEMPTS,
        "errors": STANDARD_ERRORS,
        "is_demo": place.contest.is_demo,
    }


@blueprint.post("/<slug>/<int:number>")
@roles(Role.ORGANISER)
def make(slug: str, number: int) -> ResponseReturnValue:
    """Have the figures made anew, as a job to watch."""
    place = _place(slug, number)
    if place.round.prepared_at is None:
        raise Conflict("Vòng này chưa mở nên chưa có lượt thi nào để phân tích.", code="not_open")
    job = request_analysis(acting(), place.round.id)
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@blueprint.get("/<slug>/<int:number>/items/<int:item_id>")
@roles(Role.ORGANISER)
def item(slug: str, number: int, item_id: int) -> ResponseReturnValue:
    """One item: who chose what in which third, its figures here and in other rounds."""
    place = _place(slug, number)
    made = queries.analysis_of(place.round.id, place.choice)
    rows = queries.item_rows(place.round.id, place.choice) if made else []
    found = next((one for one in listing.judged(rows) if one.row.item_id == item_id), None)
    if made is None or found is None:
        raise NotFound("Chưa có số liệu của câu hỏi này trong vòng thi.")
    actor = acting()
    own = [one.id for one in contests_for(actor) if _may_see(actor, one)]
    return render_template(
        "analysis/item.html",
        **_common(place),
        made=made,
        found=found,
        row=found.row,
        record=found.row.record,
        shown=shown_items([found.row.revision_id])[found.row.revision_id],
        history=queries.history_of(item_id, place.choice, own),
    )


@blueprint.get("/<slug>/<int:number>/analysis.xlsx")
@roles(Role.ORGANISER)
def export(slug: str, number: int) -> ResponseReturnValue:
    """All figures as a workbook."""
    place = _place(slug, number)
    made = queries.analysis_of(place.round.id, place.choice)
    if made is None:
        raise NotFound("Vòng này chưa có số liệu phân tích. Vui lòng bấm “Tính số liệu” trước.")
    content = analysis_workbook(acting(), place.contest, place.round, made, clock.now())
    name = f"phan-tich-{slug}-vong-{number}-{place.choice.value}.xlsx"
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)


def contest_links(contest: Contest) -> list[ContestLink]:
    """The link on a contest's console page, for those who may follow it."""
    if not _may_see(current_actor(), contest):
        return []
    address = url_for("analysis_admin.contest", slug=contest.slug)
    text = _("Độ khó, độ phân biệt của từng câu; câu có thể sai đáp án.")
    return [ContestLink(Stage.AFTER, _("Phân tích câu hỏi"), address, text)]


def alarm_panel(contest: Contest, _now: datetime) -> Markup:
    """The panel of suspected keys on a contest's console page; nothing before anything was made."""
    if not _may_see(current_actor(), contest):
        return Markup()
    states = [state for state in queries.states_of(contest.id) if state.as_of is not None]
    if not states:
        return Markup()
    suspects = [
        (state, queries.item_rows(state.round.id, Choice.FIRST, alarmed=True)) for state in states if state.alarms
    ]
    values = {"contest": contest, "states": states, "suspects": suspects, "labels": labels, "most": MOST_LISTED}
    return Markup(render_template("analysis/panel.html", **values))  # noqa: S704 - a rendered template

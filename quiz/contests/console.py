"""The console's first page and its pages of contests: the list, one contest.

A room's `console_panels` is called with a contest and the moment and gives HTML for the contest's page;
`contest_links` is called with a contest and gives ContestLinks: what else is done before, during or after the rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from quiz.bank.queries import cell_counts
from quiz.contests import queries
from quiz.contests.blueprint import Matrix, compare, level_label, matrix
from quiz.contests.labels import STATES
from quiz.contests.models import Contest
from quiz.contests.organising import own_contest
from quiz.contests.overview import ContestCard, RoundView, round_views, visible_contests
from quiz.contests.rules import RoundState
from quiz.contests.stages import ContestLink, Stage, by_stage, stage_of
from quiz.contests.views import links_of
from quiz.core import clock
from quiz.core.paging import Page, offset, page_number
from quiz.core.permissions import Role, acting, roles
from quiz.core.room import slot

home = Blueprint("console", __name__, url_prefix="/admin")
PER_PAGE = 20
STAGES = {
    Stage.BEFORE: lazy_gettext("Chuẩn bị"),
    Stage.DURING: lazy_gettext("Trong vòng thi"),
    Stage.AFTER: lazy_gettext("Sau vòng thi"),
}
blueprint = Blueprint("contests_admin", __name__, url_prefix="/admin/contests")


@dataclass(frozen=True)
class PaperPlan:
    """A paper, the rounds that have it, and its blueprint beside the bank's holdings."""

    rounds: tuple[RoundView, ...]
    bank: str
    questions: int
    matrix: Matrix
    missing: tuple[str, ...]


@home.get("/")
@roles(Role.ORGANISER, Role.UNIT_CONTACT)
def index() -> ResponseReturnValue:
    """What is going on: own contests that are open or to come, and the panels of the one that is open."""
    now = clock.now()
    own = {contest.id for contest in queries.contests_for(acting())}
    cards = [card for card in visible_contests(now) if card.contest.id in own and not card.is_over]
    running = [card.contest for card in cards if card.current.state is not RoundState.UPCOMING][:1]
    panels = [panel(contest, now) for contest in running for panel in slot(current_app, "console_panels")]
    return render_template(
        "contests/console.html", cards=cards, running=running, panels=panels, is_demo=_any_demo(cards)
    )


@blueprint.get("/")
@roles(Role.ORGANISER)
def contests() -> ResponseReturnValue:
    """The contests that the person may organise: found by words of title or address, with and without marks."""
    own = {contest.id for contest in queries.contests_for(acting())}
    cards = [card for card in visible_contests(clock.now(), with_rehearsals=True) if card.contest.id in own]
    words, state = request.args.get("q", "")[:100], request.args.get("state", "")
    found = [card for card in cards if card.is_called(words) and state in {"", card.state}]
    number = page_number(request.args.get("page"))
    rows = found[offset(number, PER_PAGE) : offset(number + 1, PER_PAGE)]
    return render_template(
        "contests/list.html",
        page=Page(rows, number, len(found), PER_PAGE),
        has_any=bool(cards),
        q=words,
        state=state,
        states=STATES,
        is_demo=_any_demo(rows),
    )


def _any_demo(cards: Sequence[ContestCard]) -> bool:
    return any(card.contest.is_demo for card in cards)


@blueprint.get("/<slug>")
@roles(Role.ORGANISER)
def contest(slug: str) -> ResponseReturnValue:
    """One contest: rounds with what can be done about them, papers, panels of other rooms, rules versions."""
    found, now = own_contest(slug), clock.now()
    rounds = round_views(found, now)
    of_others = (link for give in slot(current_app, "contest_links") for link in give(found))
    return render_template(
        "contests/manage.html",
        contest=found,
        owner=queries.owner_unit(found),
        rounds=rounds,
        papers=_papers(rounds),
        versions=queries.versions_of(found.id),
        rules_address=lambda number: url_for("contests_admin.rules", slug=slug, number=number),
        entries=queries.entry_count(found.id),
        panels=[panel(found, now) for panel in slot(current_app, "console_panels")],
        links=by_stage([*_links(found, rounds), *of_others]),
        stage=stage_of([view.state for view in rounds if not view.round.is_practice]),
        stages=STAGES,
        pages=links_of(slug),
        level_label=level_label,
        can_delete=found.rehearses_id is None and all(view.round.prepared_at is None for view in rounds),
        is_demo=found.is_demo,
    )


def _links(contest: Contest, rounds: list[RoundView]) -> list[ContestLink]:
    """This room's own ways from the page of a contest."""
    slug = contest.slug
    text = _("Vòng thi, đề, xếp hạng, giải thưởng; thể lệ được in theo đó.")
    links = [ContestLink(Stage.BEFORE, _("Quy định cuộc thi"), url_for(".settings", slug=slug), text)]
    if contest.rehearses_id is not None:
        text = _("Những việc nên thử và đã thử; xóa khi diễn tập xong.")
        links.append(ContestLink(Stage.BEFORE, _("Các bước diễn tập, xóa"), url_for(".walk", slug=slug), text))
    else:
        text = _("Làm thử trọn một cuộc thi như thật, rồi xóa sạch.")
        links.append(ContestLink(Stage.BEFORE, _("Diễn tập"), url_for(".rehearse", slug=slug), text))
    coming = next((view.round for view in rounds if view.state is RoundState.UPCOMING), None)
    if coming is not None:
        text = _("Danh mục kiểm tra trước giờ mở của %(title)s.", title=coming.title)
        address = url_for(".ready", slug=slug, number=coming.number)
        links.append(ContestLink(Stage.BEFORE, _("Sẵn sàng mở vòng?"), address, text))
    text = _("Danh sách người đã đồng ý thể lệ; xếp bảng, cho thi, không xếp hạng.")
    address = url_for("entries_admin.entries", slug=slug)
    return [*links, ContestLink(Stage.DURING, _("Thí sinh dự thi"), address, text)]


def _papers(rounds: list[RoundView]) -> list[PaperPlan]:
    groups: dict[object, list[RoundView]] = {}
    for view in rounds:
        groups.setdefault((view.rules.bank, view.rules.blueprint), []).append(view)
    plans = []
    for views in groups.values():
        rules = views[0].rules
        counts = cell_counts(rules.bank)
        missing = tuple(str(one) for one in compare(rules.blueprint, counts) if one.is_short)
        plan = matrix(rules.blueprint, counts)
        plans.append(PaperPlan(tuple(views), rules.bank, rules.questions, plan, missing))
    return plans

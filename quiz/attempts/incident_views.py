"""The incident console: whom it concerns, how much, why; looked at before it is confirmed, and listed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.attempts import incidents
from quiz.attempts.admin import blueprint
from quiz.attempts.clocks import Target
from quiz.attempts.forms import ExtraTimeForm, ReasonForm, SearchForm, WindowForm
from quiz.attempts.incident_list import listed
from quiz.attempts.sitters import Found, find_people, person_of, sitting
from quiz.contests.allowances import details_of
from quiz.contests.models import Contest, Ruling
from quiz.contests.moments import parse_moment, written
from quiz.contests.organising import own_contest
from quiz.contests.overview import RoundView, round_views
from quiz.contests.rules import RoundState
from quiz.contests.stages import ContestLink, Stage
from quiz.core import clock
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.units.models import OrgUnit
from quiz.units.queries import UnitHit, by_code, resolve


@dataclass(frozen=True)
class Choice:
    """Whom a decision is about: a person, a unit, or everybody in the round."""

    contest: Contest
    view: RoundView
    person: Found | None = None
    unit: OrgUnit | None = None

    @property
    def target(self) -> Target:
        """The same for the service."""
        person_id = self.person.person_id if self.person else None
        return Target(self.view.round.id, person_id, self.unit.id if self.unit else None)

    @property
    def address(self) -> dict[str, Any]:
        """What the addresses of the console carry along."""
        person = self.person.person_id if self.person else None
        unit = self.unit.code if self.unit else None
        return {"slug": self.contest.slug, "number": self.view.round.number, "person": person, "unit": unit}


def contest_links(contest: Contest) -> list[ContestLink]:
    """The link on the contest's page."""
    address = url_for("attempts_admin.incidents_now", slug=contest.slug)
    text = _("Tạm dừng cuộc thi, gia hạn, cộng thêm thời gian cho người hoặc đơn vị gặp sự cố.")
    return [ContestLink(Stage.DURING, _("Sự cố và thời gian"), address, text)]


@blueprint.get("/<slug>/incidents")
@roles(Role.ORGANISER)
def incidents_now(slug: str) -> ResponseReturnValue:
    """The console for the round that runs, else the next, else the last."""
    views = round_views(own_contest(slug), clock.now())
    if not views:
        raise NotFound("Cuộc thi này chưa có vòng thi nào.")
    order = (RoundState.OPEN, RoundState.PAUSED, RoundState.UPCOMING)
    chosen = next((view for state in order for view in views if view.state is state), views[-1])
    return redirect(url_for(".incidents_of_round", slug=slug, number=chosen.round.number))


@blueprint.get("/<slug>/rounds/<int:number>/incidents")
@roles(Role.ORGANISER)
def incidents_of_round(slug: str, number: int) -> ResponseReturnValue:
    """Who sits, for whom something can be decided, and what was decided."""
    search = SearchForm(request.args)
    if search.unit_text.data and not search.unit.data:
        unit, hits = resolve("", search.unit_text.data, clock.now())
        if unit is not None:
            return redirect(url_for(".incidents_of_round", slug=slug, number=number, unit=unit.code))
        if not hits:
            flash(_("Không tìm thấy đơn vị “%(text)s”.", text=search.unit_text.data), "warning")
        return _page(_choice(slug, number), search=search, hits=hits)
    return _page(_choice(slug, number), search=search)


def _choice(slug: str, number: int) -> Choice:
    contest = own_contest(slug)
    view = next((one for one in round_views(contest, clock.now()) if one.round.number == number), None)
    if view is None:
        raise NotFound("Không tìm thấy vòng thi này.")
    text, code = request.args.get("person", ""), request.args.get("unit", "")
    person_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    person = person_of(acting(), view.round, person_id) if person_id is not None else None
    unit = by_code(code) if code and not text else None
    if (text and person is None) or (code and not text and unit is None):
        raise NotFound("Không tìm thấy thí sinh hoặc đơn vị này.")
    return Choice(contest, view, person, unit)


def _page(
    choice: Choice,
    *,
    search: SearchForm | None = None,
    hits: list[UnitHit] | None = None,
    extra: ExtraTimeForm | None = None,
    window: WindowForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    now, search = clock.now(), search or SearchForm()
    contest_round = choice.view.round
    if window is None:
        times = {"opens_at": written(max(contest_round.opens_at, now)), "closes_at": ""}
        window = WindowForm(formdata=None, **times)
    page = render_template(
        "attempts/incidents.html",
        choice=choice,
        contest=choice.contest,
        rounds=round_views(choice.contest, now),
        search=search,
        people=find_people(acting(), contest_round, search.q.data) if search.q.data else None,
        hits=hits or [],
        sitters=sitting(choice.target, now, page_number(request.args.get("page"))),
        extra=extra or ExtraTimeForm(formdata=None),
        window=window,
        decisions=listed(choice.contest),
        is_demo=choice.contest.is_demo,
    )
    return page, status


@blueprint.post("/<slug>/rounds/<int:number>/incidents/time")
@roles(Role.ORGANISER)
def extra_time(slug: str, number: int) -> ResponseReturnValue:
    """Give extra time: first shown whom it concerns, then done."""
    choice, form = _choice(slug, number), ExtraTimeForm()
    if not form.validate():
        return _page(choice, extra=form, status=422)
    seconds, later = form.minutes.data * 60, form.later.data
    what = _("Cộng thêm %(minutes)s phút", minutes=form.minutes.data)
    return _decide(
        choice,
        form,
        what,
        lambda reason: incidents.give_time(acting(), choice.target, seconds, clock.now(), reason, later=later),
    )


@blueprint.post("/<slug>/rounds/<int:number>/incidents/window")
@roles(Role.ORGANISER)
def own_window(slug: str, number: int) -> ResponseReturnValue:
    """Give a person or a unit an own window: first shown whom it concerns, then done."""
    choice, form = _choice(slug, number), WindowForm()
    if not form.validate():
        return _page(choice, window=form, status=422)
    opens_at, closes_at = parse_moment(form.opens_at.data), parse_moment(form.closes_at.data)
    assert opens_at is not None and closes_at is not None, "the form has checked them"  # noqa: S101, PT018
    what = _("Giờ mở riêng từ %(begin)s đến %(end)s", begin=form.opens_at.data, end=form.closes_at.data)
    return _decide(
        choice,
        form,
        what,
        lambda reason: incidents.shift_window(acting(), choice.target, opens_at, closes_at, clock.now(), reason),
    )


def _decide(choice: Choice, form: ReasonForm, what: str, act: Callable[[str], Ruling]) -> ResponseReturnValue:
    """Show whom a decision concerns; once that is confirmed, carry it out and go back with the outcome."""
    if "confirmed" not in request.form:
        sitters = sitting(choice.target, clock.now(), 1)
        return render_template(
            "attempts/incident_preview.html",
            choice=choice,
            contest=choice.contest,
            form=form,
            what=what,
            sitters=sitters,
            is_demo=choice.contest.is_demo,
        )
    return _carry_out(lambda: act(form.reason.data), url_for(".incidents_of_round", **choice.address))


def _carry_out(act: Callable[[], Ruling], back: str) -> ResponseReturnValue:
    try:
        ruling = act()
    except (Invalid, Conflict) as error:
        flash(message_of(error), "danger")
    else:
        count = details_of(ruling).get("attempts", 0)
        flash(_("Đã thực hiện. Số bài đang làm được thay đổi: %(count)s.", count=count))
    return redirect(back, 303)


def _reasoned(act: Callable[[str], Ruling], back: str) -> ResponseReturnValue:
    """Carry out what needs a reason alone."""
    form = ReasonForm()
    if not form.validate():
        flash(form.reason.errors[0] if form.reason.errors else _("Vui lòng ghi lý do."), "danger")
        return redirect(back, 303)
    return _carry_out(lambda: act(form.reason.data), back)


@blueprint.post("/<slug>/incidents/pause")
@roles(Role.ORGANISER)
def pause(slug: str) -> ResponseReturnValue:
    """Pause the contest: all clocks stand still."""
    contest, now = own_contest(slug), clock.now()
    back = url_for(".incidents_now", slug=slug)
    return _reasoned(lambda reason: incidents.pause(acting(), contest.id, now, reason), back)


@blueprint.post("/<slug>/incidents/resumption")
@roles(Role.ORGANISER)
def resume(slug: str) -> ResponseReturnValue:
    """Let the contest go on."""
    contest, now = own_contest(slug), clock.now()
    return _carry_out(lambda: incidents.resume(acting(), contest.id, now), url_for(".incidents_now", slug=slug))


@blueprint.post("/<slug>/rounds/<int:number>/cancellation")
@roles(Role.ORGANISER)
def cancel(slug: str, number: int) -> ResponseReturnValue:
    """Cancel a round."""
    choice, now = _choice(slug, number), clock.now()
    back = url_for(".incidents_of_round", slug=slug, number=number)
    return _reasoned(lambda reason: incidents.cancel(acting(), choice.view.round.id, now, reason), back)


@blueprint.post("/<slug>/rounds/<int:number>/restoration")
@roles(Role.ORGANISER)
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Let a cancelled round count again."""
    choice, now = _choice(slug, number), clock.now()
    back = url_for(".incidents_of_round", slug=slug, number=number)
    return _reasoned(lambda reason: incidents.restore(acting(), choice.view.round.id, now, reason), back)


@blueprint.post("/<slug>/incidents/<int:ruling_id>/undo")
@roles(Role.ORGANISER)
def undo(slug: str, ruling_id: int) -> ResponseReturnValue:
    """Take a decision back."""
    contest, now = own_contest(slug), clock.now()
    back = url_for(".incidents_now", slug=slug)
    return _reasoned(lambda reason: incidents.undo(acting(), contest.id, ruling_id, now, reason), back)

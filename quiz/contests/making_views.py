"""Making a contest and changing its rules by a form, with the printed rules beside it.

The form is a contest file in fields: what is sent becomes the mapping that `read_draft` reads, and nobody else does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests import choices, posted, presets, queries, rows
from quiz.contests.console import blueprint
from quiz.contests.draft import Mistake, Mistakes
from quiz.contests.form_facts import SECTIONS, facts_of
from quiz.contests.intake import LoadReport
from quiz.contests.loading import read_draft
from quiz.contests.locking import keep, locks
from quiz.contests.making import change_contest, free_slug, make_contest
from quiz.contests.models import Contest
from quiz.contests.moments import parse_moment
from quiz.contests.organising import own_contest
from quiz.contests.posted import Tree
from quiz.contests.previewing import preview_of
from quiz.contests.sheet import Sheet
from quiz.contests.titles import title_of
from quiz.contests.writing import to_mapping
from quiz.core import clock
from quiz.core.errors import Conflict, Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles

APART = frozenset({"csrf_token", "do", "version", "of", "reason", "shape", "first_day", "round_count"})
"""What the form sends besides the contest's own fields."""
BEGINNING: Tree = {
    "rounds": [{"number": "1", "title": "Vòng 1", "opens_at": "", "closes_at": ""}],
    "paper": {"cells": [{"topic": "*", "level": "*", "count": "10"}]},
    "time_limit_minutes": "15",
    "tie_break": ["score", "duration", "submitted_at"],
    "unit_order": ["people"],
}
"""What the form of a new contest holds."""


@blueprint.route("/_new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    """Make a contest."""
    if request.method == "GET":
        return _page(None, _beginning())
    root = _sent()
    return _answer(None, root, lambda said: _made(said))


@blueprint.route("/<slug>/settings", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def settings(slug: str) -> ResponseReturnValue:
    """Change the rules of a contest: everything before a round is prepared, later what has not happened yet."""
    contest = own_contest(slug)
    stored = to_mapping(queries.draft_of(contest))
    if request.method == "GET":
        return _page(contest, posted.tree(posted.fields(stored)))
    root = _sent()
    keep(root, posted.tree(posted.fields(stored)), _locks(contest, root))
    return _answer(contest, root, lambda said: _changed(contest, said))


@blueprint.post("/_preview")
@roles(Role.ORGANISER)
def preview() -> ResponseReturnValue:
    """What the form as it stands would print; nothing is stored."""
    root = posted.without_blanks(_sent())
    if slug := request.form.get("of"):
        contest = own_contest(slug)
        stored = to_mapping(queries.draft_of(contest))
        keep(root, posted.tree(posted.fields(stored)), _locks(contest, root))
    shown = preview_of(acting(), _said(root, slug), clock.now())
    return render_template("contests/preview.html", preview=shown, title_of=title_of)


def _sent() -> Tree:
    """The fields of the contest as a tree; of a box to tick the last value counts."""
    last = {name: values[-1] for name, values in request.form.lists() if name not in APART}
    return posted.tree(last)


def _beginning() -> Tree:
    owners = facts_of(acting())["owners"]
    first = next(iter(owners), "")
    return {"owner_unit": first, **posted.tree(posted.fields(BEGINNING))}


def _locks(contest: Contest, root: Tree) -> Mapping[str, object]:
    prepared = [one.number for one in queries.rounds_of(contest.id) if one.prepared_at is not None]
    return locks(queries.draft_of(contest), root, prepared, clock.now())


def _is_prepared(contest: Contest) -> bool:
    return any(one.prepared_at is not None for one in queries.rounds_of(contest.id))


def _said(root: Tree, slug: str | None) -> dict[str, Any]:
    """What the form says as a contest file, its address filled in where it was left out."""
    said = posted.mapping(root) or {}
    said["slug"] = slug or said.get("slug") or free_slug(said.get("title", ""))
    return dict(said)


def _answer(
    contest: Contest | None, root: Tree, save: Callable[[Mapping[str, Any]], LoadReport]
) -> ResponseReturnValue:
    """Save, or do what another button of the form asks for."""
    wish = request.form.get("do", "save")
    if wish == "shape":
        return _shaped(root)
    if wish != "save":
        focus = rows.act(root, wish)
        return _page(contest, root, focus=focus)
    root = posted.without_blanks(root)
    try:
        report = save(_said(root, contest.slug if contest else None))
    except Mistakes as error:
        return _page(contest, root, error.mistakes, is_checked=True), 422
    except Conflict as error:
        return _differing(contest, root, error)
    except Invalid as error:
        return _page(contest, root, reason_error=message_of(error)), 422
    flash(_told(report))
    return redirect(url_for(".contest", slug=report.slug), 303)


def _made(said: Mapping[str, Any]) -> LoadReport:
    return make_contest(acting(), read_draft(said), clock.now())


def _changed(contest: Contest, said: Mapping[str, Any]) -> LoadReport:
    text = request.form.get("version", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    reason = request.form.get("reason", "").strip()
    if len(reason) > 500:
        raise Invalid("Lý do dài quá 500 ký tự.", field="reason")
    return change_contest(acting(), contest.id, seen, read_draft(said), clock.now(), reason)


def _told(report: LoadReport) -> str:
    if report.created:
        text: str = _("Đã tạo cuộc thi. Có thể diễn tập trước khi mở vòng đầu.")
    elif report.changed:
        text = _("Đã lưu quy định; thể lệ nay là bản số %(number)s.", number=report.rules_version)
    else:
        text = _("Không có gì thay đổi.")
    return text


def _differing(contest: Contest | None, root: Tree, error: Conflict) -> ResponseReturnValue:
    """The form again with what differs from what is stored now; saving once more takes the person's own."""
    if contest is None or error.code != "stale":
        raise error
    fresh = own_contest(contest.slug)
    stored = posted.fields(to_mapping(queries.draft_of(fresh)))
    typed = posted.fields(_as_read(_said(root, fresh.slug)))
    differences = [
        {"field": name, "title": title_of(name), "stored": stored.get(name, ""), "typed": typed.get(name, "")}
        for name in dict.fromkeys([*stored, *typed])
        if stored.get(name, "") != typed.get(name, "")
    ]
    return _page(fresh, root, differences=differences), 409


def _as_read(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was said in the words in which a stored contest is told, where it can be read."""
    try:
        return to_mapping(read_draft(said))
    except Mistakes:
        return said


def _shaped(root: Tree) -> ResponseReturnValue:
    """The form filled with a common shape."""
    shape = presets.SHAPES.get(request.form.get("shape", ""))
    first = _day(request.form.get("first_day", ""))
    count = request.form.get("round_count", "")
    if shape is None or first is None:
        error = _("Vui lòng ghi ngày mở vòng đầu dạng ngày/tháng/năm, ví dụ 02/03/2026.")
    elif not presets.fits(shape, first):
        error = _("Mẫu này mở vòng vào thứ Hai; vui lòng chọn một ngày thứ Hai.")
    elif not (count.isascii() and count.isdigit() and 1 <= int(count[:3]) <= presets.MOST_ROUNDS):
        error = _("Số vòng phải từ 1 đến %(most)s.", most=presets.MOST_ROUNDS)
    else:
        filled = presets.filled(root, shape, first, int(count))
        return _page(None, posted.tree(posted.fields(filled)), focus="title")
    return _page(None, root, shape_error=error, focus="first_day"), 422


def _day(text: str) -> date | None:
    moment = parse_moment(f"{text.strip()} 00:00")
    return clock.local(moment).date() if moment else None


def _page(contest: Contest | None, root: Tree, mistakes: tuple[Mistake, ...] = (), focus: str = "", **more: Any) -> str:
    now = clock.now()
    locked = _locks(contest, root) if contest else {}
    sheet = Sheet(posted.fields(root), mistakes, locked, focus)
    said = _said(posted.without_blanks(root), contest.slug if contest else None)
    return render_template(
        "contests/settings.html",
        **{"differences": None, "reason_error": "", "shape_error": "", **_shape_facts(now), **more},
        **facts_of(acting()),
        contest=contest,
        version=contest.version if contest else 0,
        sheet=sheet,
        sections=SECTIONS,
        unit_names=choices.unit_names(sheet.unit_codes()),
        preview=preview_of(acting(), said, now),
        needs_reason=contest is not None and _is_prepared(contest),
        reason=request.form.get("reason", ""),
        is_dirty=request.method == "POST",
        title_of=title_of,
        is_demo=bool(contest and contest.is_demo),
    )


def _shape_facts(now: datetime) -> dict[str, Any]:
    first, _second = presets.first_days(presets.SHAPES["weekly"], clock.local(now).date())
    return {
        "shapes": presets.SHAPES,
        "chosen_shape": request.form.get("shape", "weekly"),
        "first_day": request.form.get("first_day", f"{first:%d/%m/%Y}"),
        "round_count": request.form.get("round_count", "4"),
    }

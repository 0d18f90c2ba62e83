"""The rules text as pages: for everybody with all its versions and what each changed, for organisers as Word too."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from quiz.contests import queries
from quiz.contests.console import blueprint
from quiz.contests.models import Contest
from quiz.contests.organising import own_contest
from quiz.contests.rules_documents import Edition, as_docx
from quiz.contests.versions import changes_since, text_of
from quiz.contests.views import blueprint as public_pages
from quiz.core import clock
from quiz.core.errors import Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, public, roles
from quiz.core.vietnamese import clean
from quiz.documents.letterhead import Layout, Letterhead, Signer
from quiz.documents.word import DOCX

_LONGEST = 200
_ON_BEHALF = {Layout.STATE: "TM.", Layout.PARTY: "T/M"}


@public_pages.get("/contests/<slug>/rules")
@public
def rules(slug: str) -> ResponseReturnValue:
    """The rules that hold now, and all versions."""
    found = queries.contest_by_slug(slug)
    return _page(found, found.rules_version)


@public_pages.get("/contests/<slug>/rules/<int:number>")
@public
def rules_version(slug: str, number: int) -> ResponseReturnValue:
    """One version of the rules, and what it changed."""
    return _page(queries.contest_by_slug(slug), number)


def _page(contest: Contest, number: int) -> str:
    version = queries.version_of(contest.id, number)
    return render_template(
        "contests/rules_public.html",
        contest=contest,
        owner=queries.owner_unit(contest),
        version=version,
        versions=queries.versions_of(contest.id),
        text=text_of(version),
        changes=changes_since(version, number - 1) if number > 1 else None,
        address=lambda wanted: url_for("contests.rules_version", slug=contest.slug, number=wanted),
        is_demo=contest.is_demo,
    )


@blueprint.get("/<slug>/rules/<int:number>", endpoint="rules")
@roles(Role.ORGANISER)
def console_rules(slug: str, number: int) -> ResponseReturnValue:
    """One version of the rules, and the form for its Word document."""
    return _console_page(own_contest(slug), number)


def _console_page(contest: Contest, number: int, problem: Invalid | None = None) -> str:
    version = queries.version_of(contest.id, number)
    owner = queries.owner_unit(contest)
    return render_template(
        "contests/rules.html",
        contest=contest,
        version=version,
        text=text_of(version),
        changes=changes_since(version, number - 1) if number > 1 else None,
        form=request.args,
        body=owner.name if owner else "",
        layouts=Layout,
        problem=message_of(problem) if problem else "",
        field=problem.field if problem else "",
        is_demo=contest.is_demo,
    )


@blueprint.get("/<slug>/rules/<int:number>/word")
@roles(Role.ORGANISER)
def word(slug: str, number: int) -> ResponseReturnValue:
    """The rules as a Word document to be signed."""
    contest = own_contest(slug)
    version = queries.version_of(contest.id, number)
    try:
        letterhead, signer = letterhead_of(request.args), signer_of(request.args)
    except Invalid as error:
        return _console_page(contest, number, error), error.status
    edition = Edition(contest.title, version.number, version.created_at, version.reason)
    content = as_docx(text_of(version), edition, letterhead, signer, clock.now())
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=f"the-le-{contest.slug}-{number}.docx")


def letterhead_of(form: MultiDict[str, str]) -> Letterhead:
    """The heading from the form, number and day left open where they are empty; Invalid without an issuing body."""
    body = _line(form, "body")
    if not body:
        raise Invalid("Vui lòng ghi tên cơ quan, đơn vị ban hành thể lệ.", field="body")
    try:
        day = date.fromisoformat(form["day"]) if form.get("day") else None
    except ValueError:
        raise Invalid("Ngày ban hành không đúng. Vui lòng chọn lại, hoặc để trống để ghi tay.", field="day") from None
    return Letterhead(_layout(form), _line(form, "superior"), body, _line(form, "number"), _line(form, "place"), day)


def signer_of(form: MultiDict[str, str]) -> Signer:
    """Who signs: for the body of the heading, unless the form says for whom."""
    behalf = _line(form, "behalf") or f"{_ON_BEHALF[_layout(form)]} {_line(form, 'body')}"
    return Signer(behalf.upper(), _line(form, "office").upper(), _line(form, "signer"))


def _layout(form: MultiDict[str, str]) -> Layout:
    return Layout.PARTY if form.get("layout") == Layout.PARTY else Layout.STATE


def _line(form: MultiDict[str, str], name: str) -> str:
    return clean(form.get(name, ""))[:_LONGEST]

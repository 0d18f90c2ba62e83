"""The editor in the console: a form whose small steps work without a script, and its live preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.bank import editing, labels
from quiz.bank.browsing import topics_of
from quiz.bank.differences import Part, compare
from quiz.bank.editing import Edited
from quiz.bank.models import Bank, Item
from quiz.bank.pictures import picture_url, take_uploads, uploaded
from quiz.bank.queries import item_by_id, require
from quiz.bank.revising import Outdated, check_open, create_item, revise_item
from quiz.bank.revisions import contents_of, revisions_of
from quiz.bank.rules import content_of, dump
from quiz.bank.usage import usage_of
from quiz.bank.views import blueprint, own_bank
from quiz.core import clock
from quiz.core.errors import DomainError, Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles

SAVE = "save"


@blueprint.route("/banks/<code>/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new(code: str) -> ResponseReturnValue:
    """Write a new question; it becomes a draft."""
    own = own_bank(code)
    if request.method == "GET":
        topic = request.args.get("topic", "")
        edited = editing.blank()
        return _show(own, None, replace(edited, item=replace(edited.item, topic=topic)))
    edited, refused = _sent()
    if request.form.get("step", SAVE) != SAVE or refused:
        return _show(own, None, edited, refused)
    edited = editing.finished(edited)
    try:
        made = create_item(acting(), code, edited, clock.now())
    except Invalid as error:
        return _show(own, None, edited, [error]), error.status
    flash(_("Đã lưu câu %(ref)s ở dạng bản nháp.", ref=made.ref))
    return redirect(url_for(".item", item_id=made.id))


@blueprint.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(item_id: int) -> ResponseReturnValue:
    """Change a question: what is saved is its next revision, and a draft."""
    own, found = item_by_id(item_id)
    require(acting(), own)
    if request.method == "GET":
        check_open(found)
        return _show(own, found, _opened(found))
    edited, refused = _sent()
    if request.form.get("step", SAVE) != SAVE or refused:
        return _show(own, found, edited, refused)
    edited = editing.finished(edited)
    try:
        saved = revise_item(acting(), item_id, edited, clock.now())
    except Outdated as error:
        return _conflict(item_id, edited, error), error.status
    except Invalid as error:
        return _show(own, found, edited, [error]), error.status
    if saved.revision is None:
        flash(_("Đã lưu. Nội dung câu hỏi không đổi nên không có phiên bản mới."))
    else:
        flash(_("Đã lưu phiên bản %(number)s ở dạng bản nháp, chờ thẩm định.", number=saved.revision))
    return redirect(url_for(".item", item_id=item_id))


@blueprint.post("/banks/<code>/preview")
@roles(Role.ORGANISER)
def preview(code: str) -> ResponseReturnValue:
    """What the form holds as a contestant would see it, and what the checks say of it; nothing is kept."""
    own_bank(code)
    edited = editing.finished(editing.read(request.form))
    return render_template("bank/live.html", **_seen(edited))


@blueprint.get("/pictures/<token>")
@roles(Role.ORGANISER)
def picture(token: str) -> ResponseReturnValue:
    """A picture that was uploaded to the editor and is not saved yet."""
    image = uploaded(token)
    answer = Response(image.data, mimetype=image.media_type)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _sent() -> tuple[Edited, list[DomainError]]:
    """The form as it was sent, after its small step, with the pictures that came along."""
    edited = editing.apply(request.form.get("step", SAVE), editing.read(request.form))
    tokens, refused = take_uploads(request.files.getlist("file"))
    return replace(edited, pictures=(*edited.pictures, *tokens)), refused


def _opened(found: Item) -> Edited:
    current = next(one for one in revisions_of(found.id) if one.id == found.current_revision_id)
    content = contents_of([current.id])[current.id]
    return editing.opened(content, found.topic, found.level, found.version, current.number)


def _seen(edited: Edited) -> dict[str, object]:
    return {
        "edited": edited,
        "problems": [] if editing.is_untouched(edited) else editing.problems_of(edited),
        "is_untouched": editing.is_untouched(edited),
        "pictures": [picture_url(one) for one in edited.pictures],
        "labels": labels,
    }


def _show(own: Bank, found: Item | None, edited: Edited, refused: Sequence[DomainError] = (), **more: object) -> str:
    return render_template(
        "bank/editor.html",
        bank=own,
        item=found,
        refused=[message_of(error) for error in refused],
        fields={error.field for error in refused},
        topics=[topic for topic in topics_of(own) if topic],
        usage=usage_of([found.id])[found.id] if found else None,
        editing=editing,
        **_seen(edited),
        **more,
    )


def _conflict(item_id: int, edited: Edited, error: Outdated) -> str:
    """The form again over the newest revision, with what the other person changed and what saving now would change."""
    own, found = item_by_id(item_id)
    revisions = {one.number: one for one in revisions_of(found.id)}
    current = next(one for one in revisions.values() if one.id == found.current_revision_id)
    base = revisions.get(edited.base, current)
    contents = contents_of([current.id, base.id])
    mine = replace(content_of(edited.item), images=dump(edited.pictures))
    theirs: list[Part] = compare(contents[base.id], contents[current.id])
    over = replace(edited, version=found.version, base=current.number)
    return _show(own, found, over, [error], theirs=theirs, mine=compare(contents[current.id], mine))

"""What the page of a duty answers, in the console and outside of it: the same page in two frames.

Addresses in the templates are relative to the blueprint that shows them, so each frame leads back to itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, Invalid
from quiz.core.messages import message_of, show_error
from quiz.core.permissions import acting
from quiz.plans.authority import CONFIRMER_TITLES
from quiz.plans.duties import evidence
from quiz.plans.duties.cases import case_of, seen_case
from quiz.plans.duties.forms import EvidenceForm, StepForm, step_form
from quiz.plans.duties.pages import DutyPage, duty_page
from quiz.plans.duties.rules import RATINGS
from quiz.plans.duties.service import move
from quiz.plans.modules import TITLES
from quiz.plans.rules import STATE_TITLES, STATUS_TITLES, DutyState
from quiz.plans.writing.wording import period_words

DONE = {
    DutyState.DRAFT: "Đã lưu bản đang soạn.",
    DutyState.SUBMITTED: "Đã gửi. Nhiệm vụ đang chờ xác nhận.",
    DutyState.RETURNED: "Đã trả lại kèm ý kiến.",
    DutyState.CONFIRMED: "Đã xác nhận.",
    DutyState.CARRIED_OUT: "Đã báo thực hiện xong.",
    DutyState.EVALUATED: "Đã đánh giá.",
    DutyState.EXCUSED: "Đã cho miễn nhiệm vụ này.",
    DutyState.OPEN: "Nhiệm vụ đã được mở lại.",
}
FILLING = frozenset({DutyState.DRAFT, DutyState.SUBMITTED, DutyState.CARRIED_OUT})
"""Steps that files may come along with."""
TYPED = ("result", "done_on", "remark", "basis")
"""Fields that are shown side by side when somebody was faster."""


def show(layout: str, duty_id: int) -> ResponseReturnValue:
    """The page of a duty."""
    page = _page(duty_id)
    return _render(layout, page, step_form(page), EvidenceForm(formdata=None))


def step(layout: str, duty_id: int) -> ResponseReturnValue:
    """Take a step; where it cannot be taken the page comes back with everything that was typed.

    Files that come along are kept first: a step that is refused does not lose them, and a file that is refused holds
    the step back until the person has seen why.
    """
    page = _page(duty_id)
    form, to = step_form(page), _wanted()
    told = EvidenceForm(formdata=None)
    is_refused = _kept_files(page, told, to)
    if is_refused or not form.validate_on_submit():
        return _render(layout, _page(duty_id), form, told), 422
    try:
        version = int(form.version.data) if str(form.version.data).isdecimal() else 0
        move(acting(), duty_id, to, version, clock.now(), form.doing(page.amounts))
    except Invalid as error:
        show_error(form, error, "result" if "result" in request.form else "remark")
        return _render(layout, _page(duty_id), form, told), error.status
    except Conflict as error:
        return _outdated(layout, duty_id, form, error), error.status
    flash(_(DONE[to]))
    return redirect(url_for(".duty", duty_id=duty_id), 303)


def _kept_files(page: DutyPage, told: EvidenceForm, to: DutyState) -> bool:
    """Keep the files of a report as evidence; whether one was refused, which the form of evidence then tells."""
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files or not page.takes_evidence or to not in FILLING:
        return False
    actor, now, duty = acting(), clock.now(), page.case.duty
    own = actor.person_id if duty.person_id == actor.person_id else None
    try:
        taken = evidence.take_files(actor, page.case.unit.id, files, now, person_id=own)
    except Invalid as error:
        show_error(told, error, "file")
        return True
    duty_id = duty.id
    for evidence_id in taken.ids:
        evidence.attach(actor, evidence_id, evidence.DUTY, duty_id, now)
    if taken.ids:
        flash(_("Đã thêm %(count)s minh chứng.", count=len(taken.ids)))
    for problem in taken.refused:
        show_error(told, problem, "file")
    return bool(taken.refused)


def _wanted() -> DutyState:
    try:
        return DutyState(request.form.get("to", ""))
    except ValueError:
        raise Invalid("Không rõ bước cần thực hiện. Vui lòng tải lại trang.", field="to") from None


def _outdated(layout: str, duty_id: int, form: StepForm, error: DomainError) -> str:
    """Both versions: what is stored now, and what was typed, which stays in the form where it can still be sent."""
    page = _page(duty_id)
    duty = page.case.duty
    stored = {"result": duty.result, "done_on": duty.done_on.strftime("%d/%m/%Y") if duty.done_on else ""}
    for one in page.amounts:
        amount = duty.amounts.get(one.of)
        stored[f"amount_{one.of}"] = "" if amount is None else f"{amount:g}".replace(".", ",")
    names = [*TYPED, *(f"amount_{one.of}" for one in page.amounts)]
    typed = {name: request.form[name] for name in names if request.form.get(name)}
    both = [
        (form[name].label.text, stored.get(name, ""), typed.get(name, ""))
        for name in names
        if name in typed or (name in request.form and stored.get(name))
    ]
    form.version.data, form.version.raw_data = duty.version, None
    return _render(layout, page, form, EvidenceForm(formdata=None), outdated=message_of(error), both=both)


def add_evidence(layout: str, duty_id: int) -> ResponseReturnValue:
    """Add files, a link, or a piece of the store to a duty; what was refused is told on its page."""
    actor, form = acting(), EvidenceForm()
    case, _powers = seen_case(actor, duty_id)
    evidence.require_filling(actor, case)
    own = actor.person_id if case.duty.person_id == actor.person_id else None
    ids: Sequence[int] = ()
    refused: Sequence[Invalid] = ()
    is_valid = form.validate_on_submit()
    if is_valid:
        ids, refused = _sent(form, case.unit.id, own)
    for evidence_id in ids:
        evidence.attach(actor, evidence_id, evidence.DUTY, duty_id, clock.now())
    if ids:
        flash(_("Đã thêm %(count)s minh chứng.", count=len(ids)))
    for problem in refused:
        show_error(form, problem, "file")
    if refused or not is_valid:
        page = _page(duty_id)
        return _render(layout, page, step_form(page, fresh=True), form), 422
    return redirect(url_for(".duty", duty_id=duty_id, _anchor="evidence"), 303)


def _sent(form: EvidenceForm, unit_id: int, own: int | None) -> tuple[Sequence[int], Sequence[Invalid]]:
    """The pieces that were chosen, linked or sent, and why others were refused."""
    actor, now = acting(), clock.now()
    if chosen := request.form.get("evidence_id", type=int):
        return [chosen], []
    try:
        if form.url.data:
            return [evidence.add_link(actor, unit_id, form.url.data, form.title.data or "", now, person_id=own)], []
        taken = evidence.take_files(actor, unit_id, request.files.getlist("file"), now, person_id=own)
        return taken.ids, taken.refused
    except Invalid as error:
        return [], [error]


def drop_evidence(duty_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take a piece from a duty; it stays in the store."""
    case_of(duty_id)
    evidence.detach(acting(), evidence_id, evidence.DUTY, duty_id, clock.now())
    flash(_("Đã gỡ minh chứng khỏi nhiệm vụ này. Tệp vẫn còn trong kho minh chứng."))
    return redirect(url_for(".duty", duty_id=duty_id, _anchor="evidence"), 303)


def _page(duty_id: int) -> DutyPage:
    return duty_page(acting(), duty_id, clock.local(clock.now()).date())


def _render(layout: str, page: DutyPage, form: StepForm, evidence_form: EvidenceForm, **more: Any) -> str:
    return render_template(
        "plans/duties/duty.html",
        layout=layout,
        page=page,
        period_words=period_words(page.case.duty.period),
        extension_url=_extension_url(layout, page),
        duty=page.case.duty,
        task=page.case.task,
        plan=page.case.plan,
        unit=page.case.unit,
        form=form,
        evidence_form=evidence_form,
        states=STATE_TITLES,
        statuses=STATUS_TITLES,
        confirmers=CONFIRMER_TITLES,
        modules=TITLES,
        ratings=RATINGS,
        is_demo=page.case.plan.is_demo,
        **more,
    )


def _extension_url(layout: str, page: DutyPage) -> str | None:
    """Where more time is asked for, as long as there is a day and it is not done."""
    duty = page.case.duty
    is_open = duty.due_on is not None and page.case.state in (DutyState.OPEN, DutyState.DRAFT, DutyState.RETURNED)
    frame = "/admin/plans" if layout == "admin.html" else "/tasks"
    return f"{frame}/duties/{duty.id}/extension" if is_open and page.fills else None

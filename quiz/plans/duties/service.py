"""The way of a duty through its states: the one place that moves it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.plans.authority import Confirmer, powers_of
from quiz.plans.duties import notices
from quiz.plans.duties.cases import Case, case_of, may_look, may_take
from quiz.plans.duties.rules import RATINGS, Way, Who, is_done_at_once, way
from quiz.plans.models import Duty, DutyStep
from quiz.plans.modules import TITLES, kept_of
from quiz.plans.rules import SETTLED, DutyState, PlanState

MOST_WORDS = 5_000
MOST_BASIS = 300
MOST_AMOUNT = 1_000_000_000
_REPORTED = frozenset({DutyState.SUBMITTED, DutyState.CARRIED_OUT})
"""States that nobody reaches without saying what is planned or was done."""
_DECIDED = frozenset({DutyState.RETURNED, DutyState.CONFIRMED, DutyState.EVALUATED, DutyState.EXCUSED})


@dataclass(frozen=True)
class Doing:
    """What a step says: the remark, the document it rests on, what was done and counted, when, how it is rated.

    None leaves `result`, `amounts` and `done_on` as they are; `amounts` go by the `of` of the task's targets, in whole
    measures and not in hundredths. `rating` is a key of rules.RATINGS.
    """

    remark: str = ""
    basis: str = ""
    result: str | None = None
    amounts: Mapping[str, float] | None = None
    done_on: date | None = None
    rating: str | None = None


def move(
    actor: Actor | None, duty_id: int, to: DutyState, version: int, now: datetime, doing: Doing | None = None
) -> Duty:
    """Take a duty to another state; `version` is the row's as the person saw it.

    Raises NotFound for a duty out of sight, NotAllowed where the step is not this person's to take, Conflict (stale)
    where somebody was faster, Conflict (state) where no way leads there, Invalid where a remark or a basis is missing.
    Joins the caller's transaction.
    """
    with transaction():
        case = case_of(duty_id, lock=True)
        at, step = case.state, _checked_way(actor, case, to, version)
        said = _checked_words(case, to, step, doing or Doing(), now)
        before = _shown(case.duty)
        if step.who is Who.FILLS:
            _write(case.duty, said)
        if to is DutyState.EVALUATED:
            case.duty.rating = said.rating or ""
        _enter(actor, case.duty, to, now)
        _record(actor, case.duty, (at, to), before, now, said)
        notices.tell(case, actor, at, now)
    return case.duty


def mark(actor: Actor | None, duty_id: int, to: DutyState, now: datetime, remark: str = "") -> None:
    """A module tells that a duty is where its own record says; the module has checked who may. Idempotent.

    What was evaluated already stays so when the module says it was confirmed or carried out.
    """
    with transaction():
        case = case_of(duty_id, lock=True)
        at = case.state
        if at is to or (at is DutyState.EVALUATED and to in SETTLED):
            return
        before = _shown(case.duty)
        _enter(actor, case.duty, to, now)
        if to in SETTLED and case.duty.done_on is None:
            case.duty.done_on = clock.local(now).date()
        _record(actor, case.duty, (at, to), before, now, Doing(remark=remark))


def _checked_way(actor: Actor | None, case: Case, to: DutyState, version: int) -> Way:
    powers = powers_of(actor) if actor is not None else None
    if powers is not None and not may_look(powers, case):
        raise NotFound("Không tìm thấy nhiệm vụ này.")
    if case.duty.version != version:
        raise Conflict("Nhiệm vụ này vừa được người khác cập nhật. Vui lòng xem bản mới rồi thực hiện lại.", "stale")
    step = way(case.state, to)
    if step is None:
        raise Conflict("Nhiệm vụ đang ở bước khác nên chưa thực hiện được việc này.", code="state")
    if case.plan.state == PlanState.CLOSED:
        raise Conflict("Kế hoạch đã kết thúc nên nhiệm vụ không thay đổi được nữa.", code="closed")
    if powers is not None and kept_of([(case.duty, case.task)]):
        text = "Nhiệm vụ này theo bản ghi ở mục “%(module)s”. Vui lòng mở mục đó để xác nhận, trả lại hoặc cập nhật."
        raise Conflict(text, code="kept", module=TITLES[case.task.module])
    if powers is not None and not may_take(powers, case, step):
        raise _not_yours(case, step, powers.actor)
    return step


def _not_yours(case: Case, step: Way, actor: Actor) -> NotAllowed:
    if step.who in (Who.CONFIRMS, Who.EXCUSES) and actor.person_id in (case.duty.submitted_by, case.duty.person_id):
        return NotAllowed(
            "Người gửi không tự xác nhận nhiệm vụ của mình; vui lòng để người có thẩm quyền khác xác nhận."
        )
    return NotAllowed("Quý vị không có thẩm quyền thực hiện bước này.")


def _checked_words(case: Case, to: DutyState, step: Way, said: Doing, now: datetime) -> Doing:
    """The words of a step, trimmed; Invalid where something is missing or too long."""
    said = replace(said, remark=_text(said.remark, "remark"), basis=_text(said.basis, "basis", MOST_BASIS))
    if step.needs_remark and not said.remark:
        raise Invalid("Vui lòng ghi rõ lý do hoặc nội dung cần bổ sung.", field="remark")
    by_resolution = case.asked.confirmer is Confirmer.COLLECTIVE and case.state is DutyState.SUBMITTED
    if to is DutyState.CONFIRMED and by_resolution and not said.basis:
        raise Invalid("Vui lòng ghi số, ngày của biên bản hoặc nghị quyết làm căn cứ xác nhận.", field="basis")
    if to is DutyState.EVALUATED and said.rating not in RATINGS:
        raise Invalid("Vui lòng chọn mức đánh giá.", field="rating")
    if step.who is not Who.FILLS:
        return said
    result = None if said.result is None else _text(said.result, "result")
    if to in _REPORTED and not (case.duty.result if result is None else result):
        raise Invalid("Vui lòng ghi ngắn gọn nội dung đã làm hoặc dự kiến làm.", field="result")
    return replace(said, result=result, amounts=_amounts(case, said), done_on=_day(case, to, said, now))


def _text(text: str, field: str, most: int = MOST_WORDS) -> str:
    kept = text.replace("\r\n", "\n").strip()
    if len(kept) > most:
        raise Invalid("Nội dung dài quá %(most)s ký tự. Vui lòng rút gọn.", field=field, most=most)
    return kept


def _amounts(case: Case, said: Doing) -> dict[str, float] | None:
    if said.amounts is None:
        return None
    known = {str(target["of"]) for target in case.task.targets}
    for name, amount in said.amounts.items():
        if name not in known or not math.isfinite(amount) or not 0 <= amount <= MOST_AMOUNT:
            raise Invalid("Số lượng phải là số không âm, ví dụ 2 hoặc 0,5.", field=f"amount_{name}")
    return dict(said.amounts)


def _day(case: Case, to: DutyState, said: Doing, now: datetime) -> date | None:
    today = clock.local(now).date()
    if said.done_on is not None and said.done_on > today:
        raise Invalid("Ngày thực hiện không được sau hôm nay.", field="done_on")
    at_once = to is DutyState.SUBMITTED and is_done_at_once(case.task.approval)
    if said.done_on is None and case.duty.done_on is None and (at_once or to is DutyState.CARRIED_OUT):
        return today
    return said.done_on


def _write(duty: Duty, said: Doing) -> None:
    if said.result is not None:
        duty.result = said.result
    if said.amounts is not None:
        duty.amounts = dict(said.amounts)
    if said.done_on is not None:
        duty.done_on = said.done_on


def _enter(actor: Actor | None, duty: Duty, to: DutyState, now: datetime) -> None:
    person_id = actor.person_id if actor else None
    duty.state = to
    if to is DutyState.SUBMITTED:
        duty.submitted_at, duty.submitted_by = now, person_id
        duty.decided_at = duty.decided_by = None
    elif to is DutyState.CARRIED_OUT and duty.rating == "":
        duty.submitted_by = person_id  # whoever says it is carried out does not rate it
    elif to in _DECIDED:
        duty.decided_at, duty.decided_by = now, person_id
    elif to in (DutyState.DRAFT, DutyState.OPEN):
        duty.submitted_at = duty.submitted_by = duty.decided_at = duty.decided_by = None
    if to is not DutyState.EVALUATED:
        duty.rating = ""


def _shown(duty: Duty) -> dict[str, Any]:
    names = ("state", "result", "amounts", "done_on", "rating")
    return {name: getattr(duty, name) for name in names}


def _record(
    actor: Actor | None,
    duty: Duty,
    way_taken: tuple[DutyState, DutyState],
    before: dict[str, Any],
    now: datetime,
    said: Doing,
) -> None:
    """The step of the duty's history, and the row of the trail. A draft saved again is no step."""
    at, to = way_taken
    if at is not to:
        # What was handed up is told in the history too: the duty itself keeps only what was said last.
        remark = said.remark or (duty.result if to in _REPORTED else "")
        person_id = actor.person_id if actor else None
        db.session.add(
            DutyStep(
                duty_id=duty.id, at=now, actor_id=person_id, from_state=at, to_state=to, remark=remark, basis=said.basis
            )
        )
    audit.record(actor, f"duty.{to}", "duty", duty.id, before=before, after=_shown(duty), reason=said.remark)
    db.session.flush()

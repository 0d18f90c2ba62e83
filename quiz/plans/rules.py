"""The states of plans, duties and reports, and how a duty looks on a day. Plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=7)
"""How long before its last day a duty is told to be due soon."""


class PlanState(StrEnum):
    """Where a plan is: a province's goes from draft to issued; a derived one is sent up and confirmed in between."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    ISSUED = "issued"
    CLOSED = "closed"


class DutyState(StrEnum):
    """Where a duty is: nobody has begun it, draft, handed up, returned with remarks, confirmed, carried out, evaluated.

    `EXCUSED` is a duty that a unit need not carry out, with the reason in its history.
    """

    OPEN = "open"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    CARRIED_OUT = "carried_out"
    EVALUATED = "evaluated"
    EXCUSED = "excused"


class ReportState(StrEnum):
    """Where the report of a period is: not begun (no row), draft, handed up, returned with remarks, accepted."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Status(StrEnum):
    """How a duty looks on a day, the worst first; what the grid's colours and the to-do list's groups say."""

    LATE = "late"
    RETURNED = "returned"
    SOON = "soon"
    WAITING = "waiting"
    AHEAD = "ahead"
    UNDATED = "undated"
    DONE = "done"
    EXCUSED = "excused"


SETTLED = frozenset({DutyState.CONFIRMED, DutyState.CARRIED_OUT, DutyState.EVALUATED})
"""States whose records count in figures and reports: somebody with the right to has confirmed them."""
DONE = SETTLED
"""States in which nothing is late any more."""


def status_of(state: DutyState, due_on: date | None, today: date) -> Status:
    """How a duty looks on a day; `due_on` is the last day that is still in time.

    What was handed up waits for whoever confirms and is not late; what was returned is late once its day has passed.
    """
    if state is DutyState.EXCUSED:
        return Status.EXCUSED
    if state in DONE:
        return Status.DONE
    if state is DutyState.SUBMITTED:
        return Status.WAITING
    if due_on is not None and due_on < today:
        return Status.LATE
    if state is DutyState.RETURNED:
        return Status.RETURNED
    if due_on is None:
        return Status.UNDATED
    return Status.SOON if due_on - today <= SOON else Status.AHEAD


STATUS_TITLES: dict[Status, str] = {
    Status.LATE: "Quá hạn",
    Status.RETURNED: "Bị trả lại",
    Status.SOON: "Sắp đến hạn",
    Status.WAITING: "Chờ xác nhận",
    Status.AHEAD: "Chưa đến hạn",
    Status.UNDATED: "Chưa có hạn",
    Status.DONE: "Đã xong",
    Status.EXCUSED: "Được miễn",
}
STATE_TITLES: dict[DutyState, str] = {
    DutyState.OPEN: "Chưa bắt đầu",
    DutyState.DRAFT: "Đang soạn",
    DutyState.SUBMITTED: "Đã gửi, chờ xác nhận",
    DutyState.RETURNED: "Bị trả lại",
    DutyState.CONFIRMED: "Đã xác nhận",
    DutyState.CARRIED_OUT: "Đã thực hiện",
    DutyState.EVALUATED: "Đã đánh giá",
    DutyState.EXCUSED: "Được miễn",
}
PLAN_TITLES: dict[PlanState, str] = {
    PlanState.DRAFT: "Dự thảo",
    PlanState.SUBMITTED: "Đã gửi cấp trên",
    PlanState.RETURNED: "Cấp trên trả lại",
    PlanState.CONFIRMED: "Cấp trên đã xác nhận",
    PlanState.ISSUED: "Đã ban hành",
    PlanState.CLOSED: "Đã kết thúc",
}
REPORT_TITLES: dict[ReportState, str] = {
    ReportState.DRAFT: "Đang soạn",
    ReportState.SUBMITTED: "Đã gửi",
    ReportState.RETURNED: "Bị trả lại",
    ReportState.ACCEPTED: "Đã tiếp nhận",
}

"""What a plan asks a registration to hold, the states it goes through, the levels of its result. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from quiz.core.errors import Invalid
from quiz.core.vietnamese import fold

WHOLE_TERM = 0
"""The year of a registration for all years of a plan together (kế hoạch toàn khóa)."""
MOST_THINGS = 5
"""How many things a form offers where the plan names no upper bound."""
MOST_SHORTCOMINGS = 3
CONTENTS: dict[str, str] = {"study": "Học tập", "follow": "Làm theo", "example": "Nêu gương"}


class State(StrEnum):
    """Where a registration is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class Level(StrEnum):
    """How far what was registered has been carried out at the year's end."""

    EXCELLENT = "excellent"
    GOOD = "good"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of one thing."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


class ExemptionKind(StrEnum):
    """Why somebody need not register, as the plans group it."""

    EXCUSED = "excused"
    RETIRED = "retired"
    ELDERLY = "elderly"
    OTHER = "other"


STATE_TITLES: dict[str, str] = {
    "": "Chưa đăng ký",
    State.DRAFT: "Đang soạn",
    State.SUBMITTED: "Đã gửi, chờ xác nhận",
    State.RETURNED: "Bị trả lại",
    State.CONFIRMED: "Đã xác nhận",
    "exempt": "Được miễn",
}
LEVEL_TITLES: dict[str, str] = {
    Level.EXCELLENT: "Hoàn thành xuất sắc",
    Level.GOOD: "Hoàn thành tốt",
    Level.DONE: "Hoàn thành",
    Level.FAILED: "Không hoàn thành",
}
OUTCOME_TITLES: dict[str, str] = {
    Outcome.DONE: "Đã làm xong",
    Outcome.PARTLY: "Làm được một phần",
    Outcome.NOT_DONE: "Chưa làm được",
}
EXEMPTION_TITLES: dict[str, str] = {
    ExemptionKind.EXCUSED: "Được miễn sinh hoạt đảng",
    ExemptionKind.RETIRED: "Hưu trí",
    ExemptionKind.ELDERLY: "Cao tuổi",
    ExemptionKind.OTHER: "Trường hợp khác",
}
COMPLETED = (Level.EXCELLENT, Level.GOOD, Level.DONE)


@dataclass(frozen=True)
class Bounds:
    """How many things at least and at most; how many of the three contents; both from the targets of the tasks."""

    least: int
    most: int
    contents: int


@dataclass(frozen=True)
class Draft:
    """What a registration says. `things`: [{"title", …}] (see `THING`); `shortcomings`: [{"what", "how", "by"}]."""

    things: Sequence[Mapping[str, str]] = ()
    contents: Mapping[str, str] = field(default_factory=dict)
    commitment: str = ""
    shortcomings: Sequence[Mapping[str, str]] = ()
    basis: str = ""
    basis_on: date | None = None


THING = ("title", "how", "schedule", "in_charge", "study", "follow", "example")
"""The parts of a thing; a collective's has them all, a person's the first three."""


def terms_of(targets: Sequence[Mapping[str, Any]], years: Sequence[int]) -> tuple[int, ...]:
    """The years that a task asks a registration for; one that is asked for once stands for the whole term."""
    if len(years) > 1 and any(target.get("every") == "once" for target in targets):
        return (WHOLE_TERM,)
    return tuple(years)


def asks_to_register(title: str, targets: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a task of the module is answered by a registration.

    Guiding units below, and what a province counts for itself as a whole, are duties of their own.
    """
    if fold(title).startswith(("chi dao ", "cap uy cap tren phe duyet")):
        return False
    return not targets or any(target.get("per") != "province" for target in targets)


def bounds_of(tasks: Iterable[Sequence[Mapping[str, Any]]], of: str, default: tuple[int, int]) -> Bounds:
    """The bounds that the targets of several tasks set together; the strictest holds, `default` where none is set."""
    counted = [target for targets in tasks for target in targets if target.get("per") != "province"]
    things = [target for target in counted if target.get("of") == of]
    least = max((int(target.get("min") or 1) for target in things), default=default[0])
    uppers = [int(target["max"]) for target in things if target.get("max") is not None]
    most = min(uppers) if uppers else (MOST_THINGS if things else default[1])
    contents = max((int(target.get("min") or 0) for target in counted if target.get("of") == "contents"), default=0)
    return Bounds(least, max(least, min(most, MOST_THINGS)), min(contents, len(CONTENTS)))


def check_person(draft: Draft, bounds: Bounds) -> None:
    """Raise Invalid with the field where a person's registration is not complete enough to be handed up."""
    _check_number(draft, bounds, "việc")
    _check_contents(draft.contents, bounds.contents, "")
    if not draft.commitment:
        raise Invalid("Vui lòng ghi lời cam kết.", field="commitment")
    for number, one in enumerate(draft.shortcomings, 1):
        if not one["what"]:
            raise Invalid("Vui lòng ghi hạn chế cần khắc phục.", field=f"flaw_{number}")
        if not one["how"]:
            raise Invalid("Vui lòng ghi cách khắc phục.", field=f"mend_{number}")
        if not one["by"]:
            raise Invalid("Vui lòng ghi ngày khắc phục xong.", field=f"mend_by_{number}")


def check_collective(draft: Draft, bounds: Bounds) -> None:
    """Raise Invalid with the field where a collective's registration is not complete enough to be handed up."""
    _check_number(draft, bounds, "nhiệm vụ trọng tâm")
    for number, thing in enumerate(draft.things, 1):
        _check_contents(thing, bounds.contents or len(CONTENTS), f"_{number}")
        for part, text in (
            ("how", "Vui lòng ghi giải pháp đột phá."),
            ("schedule", "Vui lòng ghi thời gian thực hiện."),
            ("in_charge", "Vui lòng ghi người phụ trách."),
        ):
            if not thing.get(part):
                raise Invalid(text, field=f"{part}_{number}")
    if not draft.basis:
        raise Invalid("Vui lòng ghi biên bản hoặc nghị quyết của tập thể lãnh đạo.", field="basis")


def _check_number(draft: Draft, bounds: Bounds, what: str) -> None:
    for number, thing in enumerate(draft.things, 1):
        if not thing.get("title"):
            raise Invalid("Vui lòng ghi tên %(what)s này.", field=f"title_{number}", what=what)
    if len(draft.things) < bounds.least:
        text = "Kế hoạch yêu cầu đăng ký ít nhất %(least)s %(what)s."
        raise Invalid(text, field=f"title_{len(draft.things) + 1}", least=bounds.least, what=what)
    if len(draft.things) > bounds.most:
        text = "Kế hoạch cho đăng ký nhiều nhất %(most)s %(what)s."
        raise Invalid(text, field=f"title_{bounds.most + 1}", most=bounds.most, what=what)


def _check_contents(texts: Mapping[str, str], least: int, suffix: str) -> None:
    """One content asked for is the example to be set, as the plans that ask for one say; three are all of them."""
    asked = list(CONTENTS)[-least:] if least else []
    for key in asked:
        if not texts.get(key):
            raise Invalid("Vui lòng ghi nội dung %(content)s.", field=f"{key}{suffix}", content=CONTENTS[key].lower())


def searchable(name: str, draft: Draft) -> str:
    """What the open list is searched by: the name and the things, without accents."""
    texts = [name, *(str(thing.get("title", "")) for thing in draft.things), draft.commitment]
    return fold(" ".join(texts))[:4000]

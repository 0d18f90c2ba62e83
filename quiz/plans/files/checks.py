"""What is wrong with a task or an actor as it is stated; a file and the forms ask the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from quiz.core.vietnamese import fold
from quiz.plans.files.deadlines import check_deadline
from quiz.plans.files.drafts import ActorDraft, TaskDraft
from quiz.plans.files.mistakes import Mistake, mistake
from quiz.plans.files.vocabulary import EVERY, PER, POSTS, SCOPES
from quiz.plans.modules import TITLES, is_known
from quiz.units.models import UnitKind

LONGEST: dict[str, int] = {
    "section": 60,
    "title": 500,
    "quantity": 1000,
    "approval": 1000,
    "report_to": 1000,
    "output": 1000,
    "exemptions": 1000,
    "note": 4000,
}
"""How many letters a text of a task may have."""
MOST_ACTORS = 30
MOST_TARGETS = 20
_CODE = re.compile(r"[^\W_][\w.\-]{0,39}")
_WORD = re.compile(r"[a-z][a-z_]{0,39}")
_TARGET_KEYS = ("of", "min", "max", "per", "every")
_KINDS = frozenset({*UnitKind, "any_unit"})
_ALIKE = 80


def check_task(task: TaskDraft, known_actors: Collection[str]) -> list[Mistake]:
    """Every mistake of one task; `path` of each begins with the key, which is the field of a form."""
    found = check_code(task.code)
    if not task.title:
        found.append(mistake(("title",), "việc phải có tên"))
    found += [
        mistake((key,), "dài quá %(most)s ký tự", most=most)
        for key, most in LONGEST.items()
        if len(getattr(task, key)) > most
    ]
    if not is_known(task.module):
        known = ", ".join(TITLES)
        found.append(
            mistake(
                ("module",), "không có phân hệ “%(name)s”; phải là một trong: %(known)s", name=task.module, known=known
            )
        )
    found += check_actors(task.actors, known_actors)
    found += [Mistake(("deadline", *one.path), one.text, one.params) for one in check_deadline(task.deadline)]
    found += [Mistake(("targets", *one.path), one.text, one.params) for one in check_targets(task.targets)]
    if task.targets and not task.quantity:
        found.append(mistake(("targets",), "chỉ ghi khi có quantity, là chỉ tiêu đúng như lời văn bản"))
    return found


def check_code(code: str) -> list[Mistake]:
    """What is wrong with the code of a task."""
    if _CODE.fullmatch(code):
        return []
    return [mistake(("id",), "mã việc dài từ 1 đến 40 ký tự, chỉ gồm chữ, số, dấu chấm, gạch nối và gạch dưới")]


def check_actors(actors: Sequence[str], known: Collection[str]) -> list[Mistake]:
    """What is wrong with the actors of a task: none, too many, one twice, one that the table does not know."""
    if not actors:
        return [mistake(("actors",), "việc phải có ít nhất một chủ thể thực hiện")]
    if len(actors) > MOST_ACTORS:
        return [mistake(("actors",), "một việc có nhiều nhất %(most)s chủ thể", most=MOST_ACTORS)]
    found = []
    for index, name in enumerate(actors):
        if name in actors[:index]:
            found.append(mistake(("actors", index), "chủ thể “%(name)s” được ghi hai lần", name=name))
        elif name not in known:
            found.append(_unknown_actor(index, name, known))
    return found


def _unknown_actor(index: int, name: str, known: Collection[str]) -> Mistake:
    near = process.extractOne(fold(name), {one: fold(one) for one in known}, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if near:
        text = "bảng chủ thể không có “%(name)s”; có phải quý vị muốn ghi “%(near)s”?"
        return mistake(("actors", index), text, name=name[:100], near=near[2])
    text = "bảng chủ thể không có “%(name)s”; vui lòng thêm vào mục actors của tệp"
    return mistake(("actors", index), text, name=name[:100])


def check_targets(targets: Sequence[Any]) -> list[Mistake]:
    """What is wrong with the targets of a task."""
    if len(targets) > MOST_TARGETS:
        return [mistake((), "một việc có nhiều nhất %(most)s chỉ tiêu", most=MOST_TARGETS)]
    return [
        Mistake((index, *one.path), one.text, one.params)
        for index, target in enumerate(targets)
        for one in _check_target(target)
    ]


def _check_target(target: Any) -> list[Mistake]:
    if not isinstance(target, Mapping):
        return [mistake((), "phải là một nhóm khóa {of, min, max, per, every}")]
    found = [mistake((str(key),), "không phải là khóa của một chỉ tiêu") for key in target if key not in _TARGET_KEYS]
    found += [mistake((key,), "chỉ tiêu còn thiếu khóa này") for key in _TARGET_KEYS if key not in target]
    if found:
        return found
    if not (isinstance(target["of"], str) and _WORD.fullmatch(target["of"])):
        found.append(mistake(("of",), "phải là một từ chữ thường không dấu, ví dụ key_tasks"))
    if target["per"] not in PER:
        found.append(mistake(("per",), "phải là một trong: %(known)s", known=", ".join(PER)))
    if target["every"] is not None and target["every"] not in EVERY:
        found.append(mistake(("every",), "phải là một trong: %(known)s, hoặc null", known=", ".join(EVERY)))
    return found + _check_bounds(target["min"], target["max"])


def _check_bounds(least: Any, most: Any) -> list[Mistake]:
    if not _is_number(least):
        return [mistake(("min",), "phải là một số không âm")]
    if most is None:
        return []
    if not _is_number(most):
        return [mistake(("max",), "phải là một số không âm, hoặc null khi chỉ nêu mức tối thiểu")]
    return [mistake(("max",), "không được nhỏ hơn min")] if most < least else []


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9


def check_actor(actor: ActorDraft) -> list[Mistake]:
    """What is wrong with an entry of the actors table."""
    found = []
    if not 0 < len(actor.name) <= 200:
        found.append(mistake(("name",), "phải có tên, dài nhất 200 ký tự"))
    if not actor.unit_kinds or not set(actor.unit_kinds) <= _KINDS:
        known = ", ".join(UnitKind)
        found.append(mistake(("unit_kinds",), "phải có ít nhất một loại đơn vị trong: %(known)s", known=known))
    if not set(actor.posts) <= set(POSTS):
        found.append(mistake(("posts",), "chỉ gồm các chức danh trong: %(known)s", known=", ".join(POSTS)))
    if actor.scope not in SCOPES:
        found.append(mistake(("scope",), "phải là một trong: %(known)s", known=", ".join(SCOPES)))
    return found

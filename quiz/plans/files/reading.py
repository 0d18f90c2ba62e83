"""From the text of a plan file to a PlanDraft, or to all its mistakes at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from quiz.core.vietnamese import clean
from quiz.plans.files.actors import shipped_actors
from quiz.plans.files.checks import check_actor, check_task
from quiz.plans.files.deadlines import YEARS, check_deadline
from quiz.plans.files.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.plans.files.mistakes import Mistake, Path, PlanMistakes
from quiz.plans.files.remarks import plan_note
from quiz.plans.files.yaml_text import Tree, read_tree

MOST_TASKS = 1000
_OUTER = frozenset({"plan", "tasks", "contest", "actors"})
_PLAN = frozenset({"id", "title", "number", "issued_on", "issuer", "province", "years", "topics", "basis", "note"})
_TASK_TEXTS = ("section", "title", "module", "quantity", "approval", "report_to", "output", "exemptions", "note")
_TASK = frozenset({"id", "actors", "deadline", "targets", *_TASK_TEXTS})
_TASK_MUST = ("id", "title", "module", "actors", "deadline")
_ACTOR = frozenset({"name", "unit_kinds", "posts", "scope", "note"})
_TOPIC = frozenset({"year", "title"})
_BASIS = frozenset({"number", "date", "subject"})
_CONTEST = frozenset({"form", "window", "organiser", "subject"})
_SOURCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LENGTHS = {"title": 400, "number": 60, "issuer": 200, "province": 100, "note": 4000}


def read_plan(text: str) -> PlanDraft:
    """The plan that a file states; raises PlanMistakes with every mistake, each with its task, key and line."""
    reader = _Reader(read_tree(text))
    draft = reader.plan()
    if reader.mistakes:
        raise PlanMistakes(sorted(reader.mistakes, key=lambda one: one.line or 0))
    return draft


class _Reader:
    """Walks the values of a file once and notes every mistake on the way."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mistakes: list[Mistake] = []
        for one in tree.mistakes:
            self.mistakes.append(replace(one, **self._named(one.path)))

    def plan(self) -> PlanDraft:
        """The whole file."""
        outer = self.group(self.tree.value, (), _OUTER, must=("plan", "tasks"))
        plan = self.group(outer.get("plan"), ("plan",), _PLAN, must=("id", "title", "years"))
        texts = {key: self.text(plan.get(key), ("plan", key), most) for key, most in _LENGTHS.items()}
        if "title" in plan and not texts["title"] and not self._is_told(("plan", "title")):
            self.wrong(("plan", "title"), "kế hoạch phải có tên")
        actors = tuple(self.actors(outer.get("actors")))
        contest = self.contest(outer.get("contest"))
        return PlanDraft(
            source=self.source(plan.get("id")),
            issued_on=self.day(plan.get("issued_on"), ("plan", "issued_on")),
            years=self.years(plan.get("years")),
            topics=tuple(self.topics(plan.get("topics"))),
            basis=tuple(self.basis(plan.get("basis"))),
            actors=actors,
            tasks=tuple(self.tasks(outer.get("tasks"), {*shipped_actors(), *(one.name for one in actors)})),
            **{**texts, "note": plan_note(texts["note"], contest, self.tree)},
        )

    def wrong(self, path: Path, text: str, **params: object) -> None:
        """Note a mistake."""
        self.mistakes.append(replace(Mistake(path, text, tuple(params.items())), **self._named(path)))

    def _named(self, path: Path) -> dict[str, Any]:
        """The line and, where the place lies within a task, its id instead of the way there."""
        named: dict[str, Any] = {"line": self.tree.line_of(path)}
        if len(path) > 1 and path[0] == "tasks" and isinstance(path[1], int):
            task = self.tree.value["tasks"][path[1]]
            name = task.get("id") if isinstance(task, dict) else None
            named |= {"task": str(name)[:40] if name else f"#{path[1] + 1}", "path": path[2:] or ("id",)}
        return named

    def group(self, value: Any, path: Path, keys: frozenset[str], must: tuple[str, ...] = ()) -> dict[str, Any]:
        """A group of keys; unknown and missing ones are mistakes."""
        if not isinstance(value, dict):
            self.wrong(path, "phải gồm các dòng dạng “khóa: giá trị”")
            return {}
        for key in value:
            if key not in keys and key.lower() not in {"true", "false"}:  # told already as what YAML makes of on
                self.wrong((*path, key[:60]), "tệp kế hoạch không có khóa này")
        for key in must:
            if key not in value:
                self.wrong(path, "còn thiếu khóa “%(key)s”", key=key)
        return value

    def rows(self, value: Any, path: Path, most: int = MOST_TASKS) -> list[Any]:
        """A list; null is an empty one."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(path, "phải là một danh sách")
            return []
        if len(value) > most:
            self.wrong(path, "có nhiều hơn %(most)s mục", most=most)
            return []
        return value

    def text(self, value: Any, path: Path, most: int = 4000) -> str:
        """A text; numbers and days are the text they were written as, null is empty."""
        if value is None:
            return ""
        if isinstance(value, (dict, list, bool)):
            self.wrong(path, "phải là chữ")
            return ""
        raw = value.isoformat() if isinstance(value, date) else str(value)
        text = "\n".join(filter(None, map(clean, raw.splitlines()))) if path[-1] == "note" else clean(raw)
        if len(text) > most:
            self.wrong(path, "dài quá %(most)s ký tự", most=most)
        return text

    def texts(self, value: Any, path: Path) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        found = []
        for index, one in enumerate(self.rows(value, path)):
            if text := self.text(one, (*path, index)):
                found.append(text)
            else:
                self.wrong((*path, index), "phải ghi bằng chữ")
        return tuple(found)

    def day(self, value: Any, path: Path) -> date | None:
        """A day, or null."""
        if value is None or (isinstance(value, date) and value.year in YEARS):
            return value
        self.wrong(path, "phải là một ngày có thật, viết dạng năm-tháng-ngày như 2026-02-15, hoặc null")
        return None

    def source(self, value: Any) -> str:
        """The id of the file, which becomes the plan's address."""
        text = str(value) if isinstance(value, (str, int)) else ""
        if value is not None and not (len(text) <= 58 and _SOURCE.fullmatch(text)):
            self.wrong(("plan", "id"), "chỉ gồm chữ thường không dấu, số và dấu gạch nối, dài nhất 58 ký tự")
        return text

    def years(self, value: Any) -> tuple[int, ...]:
        """The years of the plan, at least one."""
        rows = self.rows(value, ("plan", "years"), 20)
        fine = [one for one in rows if isinstance(one, int) and not isinstance(one, bool) and one in YEARS]
        if value is not None and (not rows or len(fine) != len(rows) or len(set(fine)) != len(fine)):
            self.wrong(("plan", "years"), "phải là danh sách năm không trùng nhau, ví dụ [2026]")
        return tuple(sorted(set(fine)))

    def topics(self, value: Any) -> list[dict[str, Any]]:
        """The topics by year; an unnamed one has no title."""
        found = []
        for index, one in enumerate(self.rows(value, ("plan", "topics"), 50)):
            path: Path = ("plan", "topics", index)
            row = self.group(one, path, _TOPIC, must=("year", "title"))
            year = row.get("year")
            if "year" in row and not (isinstance(year, int) and not isinstance(year, bool) and year in YEARS):
                self.wrong((*path, "year"), "phải là một năm")
            found.append({"year": year, "title": self.text(row.get("title"), (*path, "title"), 500)})
        return found

    def basis(self, value: Any) -> list[dict[str, Any]]:
        """The documents that the plan rests on."""
        found = []
        for index, one in enumerate(self.rows(value, ("plan", "basis"), 200)):
            path: Path = ("plan", "basis", index)
            row = self.group(one, path, _BASIS, must=("number",))
            day = self.day(row.get("date"), (*path, "date"))
            number = self.text(row.get("number"), (*path, "number"), 100)
            subject = self.text(row.get("subject"), (*path, "subject"), 500)
            found.append({"number": number, "date": day.isoformat() if day else None, "subject": subject})
        return found

    def actors(self, value: Any) -> list[ActorDraft]:
        """Further actors that the file brings for itself."""
        found: list[ActorDraft] = []
        for index, one in enumerate(self.rows(value, ("actors",), 500)):
            path: Path = ("actors", index)
            row = self.group(one, path, _ACTOR, must=("name", "unit_kinds"))
            actor = ActorDraft(
                self.text(row.get("name"), (*path, "name")),
                self.texts(row.get("unit_kinds"), (*path, "unit_kinds")),
                self.texts(row.get("posts"), (*path, "posts")),
                self.text(row.get("scope", "all"), (*path, "scope")),
                self.text(row.get("note"), (*path, "note")),
            )
            for told in check_actor(actor):
                self.wrong((*path, *told.path), told.text, **dict(told.params))
            if actor.name in {other.name for other in found}:
                self.wrong((*path, "name"), "chủ thể này đã được ghi ở trên")
            found.append(actor)
        return found

    def contest(self, value: Any) -> Mapping[str, Any]:
        """The contest that the plan speaks of: kept in words, since a contest has a file of its own."""
        if value is None:
            return {}
        row = self.group(value, ("contest",), _CONTEST)
        found: dict[str, Any] = {key: self.text(row.get(key), ("contest", key)) for key in _CONTEST - {"window"}}
        if row.get("window") is not None:
            for told in (problems := check_deadline(row["window"])):
                self.wrong(("contest", "window", *told.path), told.text, **dict(told.params))
            found["window"] = None if problems else row["window"]
        return found

    def tasks(self, value: Any, known_actors: set[str]) -> list[TaskDraft]:
        """The tasks in their order, each with an id of its own."""
        rows = self.rows(value, ("tasks",))
        if not rows:
            self.wrong(("tasks",), "kế hoạch phải có ít nhất một việc")
        found = [self.task(one, index, known_actors) for index, one in enumerate(rows)]
        times = Counter(one.code for one in found)
        for index, task in enumerate(found):
            if task.code and times[task.code] > 1:
                self.wrong(("tasks", index, "id"), "mã việc này dùng cho %(count)s việc", count=times[task.code])
        return found

    def task(self, value: Any, index: int, known_actors: set[str]) -> TaskDraft:
        """One task with all its mistakes."""
        path: Path = ("tasks", index)
        row = self.group(value, path, _TASK, must=_TASK_MUST)
        targets = self.rows(row.get("targets"), (*path, "targets"))
        draft = TaskDraft(
            code=self.text(row.get("id"), (*path, "id")),
            actors=self.texts(row.get("actors"), (*path, "actors")),
            deadline=row.get("deadline", {"kind": "ongoing"}),
            targets=tuple(targets),
            **{key: self.text(row.get(key), (*path, key)) for key in _TASK_TEXTS},
        )
        missing = {key for key in _TASK_MUST if key not in row}
        for told in check_task(draft, known_actors):
            if told.path[0] not in missing and not self._is_told((*path, *told.path)):
                self.wrong((*path, *told.path), told.text, **dict(told.params))
        return draft

    def _is_told(self, path: Path) -> bool:
        """Whether something was said of this very place already: one mistake is enough."""
        here = replace(Mistake(path, ""), **self._named(path))
        return any((one.task, one.path, one.line) == (here.task, here.path, here.line) for one in self.mistakes)

"""What a plan file says beside its values: the contest it speaks of, and the remarks of whoever made the file.

Remarks name what a document leaves unclear, so they are kept in the note of the plan for people to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import force_locale, gettext

from quiz.core.vietnamese import clean
from quiz.plans.files.yaml_text import Tree
from quiz.plans.timing.wording import words

_KEYS: dict[str, str] = {
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "years": "Năm của kế hoạch",
    "topics": "Chuyên đề",
    "basis": "Căn cứ",
}
_ABOUT_THE_FILE = re.compile(r"YAML|nguồn: dòng|\b(deadline|output|contest|note)\b")


def plan_note(own: str, contest: Mapping[str, Any], tree: Tree) -> str:
    """The note of the plan: its own, the contest in words, and the remarks of the file, a line each.

    It is kept, so it is in the language of the plan, whoever loads it.
    """
    with force_locale("vi"):
        return "\n".join(one for one in (own, *_contest_lines(contest), *_remark_lines(tree)) if one)


def _contest_lines(contest: Mapping[str, Any]) -> Iterator[str]:
    if contest.get("form"):
        yield gettext("Cuộc thi nêu trong kế hoạch: %(form)s", form=contest["form"])
    if contest.get("subject"):
        yield gettext("Nội dung thi: %(subject)s", subject=contest["subject"])
    if contest.get("organiser"):
        yield gettext("Đơn vị tổ chức thi: %(organiser)s", organiser=contest["organiser"])
    if contest.get("window"):
        yield gettext("Thời gian thi: %(window)s", window=words(contest["window"]))


def _remark_lines(tree: Tree) -> Iterator[str]:
    """Remarks at the head of the file, at the keys of the plan and of the contest; those of tasks name lines alone."""
    if not isinstance(tree.value, dict):
        return
    starts = {key: tree.line_of((key,)) for key in tree.value}
    tasks, contest = starts.get("tasks", 0), starts.get("contest")
    keys = {tree.line_of(("plan", key)): title for key, title in _KEYS.items() if ("plan", key) in tree.lines}
    for line, remark in sorted(tree.remarks.items()):
        near_contest = contest is not None and line > contest - 4 and line > tasks and not remark.startswith("nguồn")
        if (line < tasks or near_contest) and not _ABOUT_THE_FILE.search(remark):
            text = clean(remark)
            yield gettext("%(key)s: %(remark)s", key=keys[line], remark=text) if line in keys else text

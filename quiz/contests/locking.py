"""Which fields of a contest's form can no longer change once a round has been prepared, and why.

What is locked is taken from the stored contest, whatever a form sends; `changes.refusals` has the last word.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from quiz.contests.changes import FIXED
from quiz.contests.draft import ContestDraft
from quiz.contests.posted import Tree, at, put

ALL_ALIKE = _("Không đổi được nữa vì cuộc thi đã có vòng chốt đề.")
OF_ROUND = _("Không đổi được nữa vì vòng này đã chốt đề.")
PAPER = _(
    "Đề của vòng đã chốt không đổi được. Muốn đổi cho các vòng sau, hãy ghi ở mục “Quy định riêng của vòng này” "
    "của từng vòng."
)
BEGUN = _("Vòng đã mở nên không đổi giờ mở được nữa.")
ENDED = _("Vòng đã đóng nên không đổi giờ đóng được nữa.")
_PAPERS = ("bank", "paper")
_GROUP = ("units", "kinds", "posts", "min_age", "max_age")
_ALIKE = ("owner_unit", "demo", "entrants.staff", *(f"entrants.unranked.{name}" for name in _GROUP))


def locks(stored: ContestDraft, root: Tree, prepared: Collection[int], now: datetime) -> dict[str, LazyString]:
    """The reason for every place of the form that stays as it is stored."""
    if not prepared:
        return {}
    is_fixed = any((one := stored.round(number)) is not None and not one.is_practice for number in prepared)
    found = dict.fromkeys((*FIXED, *_ALIKE), ALL_ALIKE) if is_fixed else {}
    if any(_uses_common_paper(stored, number) for number in prepared):
        found.update(dict.fromkeys(_PAPERS, PAPER))
    for place, number in enumerate(_numbers(root)):
        one = stored.round(number) if number in prepared else None
        if one is not None:
            found.update(
                dict.fromkeys((f"rounds.{place}.{name}" for name in ("practice", "prediction", *_PAPERS)), OF_ROUND)
            )
            if one.opens_at <= now:
                found[f"rounds.{place}.opens_at"] = BEGUN
            if one.closes_at <= now:
                found[f"rounds.{place}.closes_at"] = ENDED
    return found


def _uses_common_paper(stored: ContestDraft, number: int) -> bool:
    own = stored.rules.overrides.get(number, {})
    return not {"bank", "blueprint"} <= own.keys()


def _numbers(root: Tree) -> list[int]:
    """The number of every round of a form; 0 where it cannot be read."""
    rows = root.get("rounds")
    texts = [str(one.get("number", "")) if isinstance(one, dict) else "" for one in rows or []]
    return [int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0 for text in texts]


def keep(root: Tree, kept: Tree, places: Collection[str]) -> None:
    """Put what is stored back into every locked place of the form."""
    stored_places = {number: place for place, number in enumerate(_numbers(kept))}
    numbers = _numbers(root)
    for place in places:
        path: list[Any] = place.split(".")
        source = list(path)
        if path[0] == "rounds":
            source[1] = str(stored_places.get(numbers[int(path[1])], -1))
        put(root, path, at(kept, source))

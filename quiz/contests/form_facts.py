"""What the templates of a contest's form are given besides the form itself: its sections and its choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from quiz.contests import choices, labels
from quiz.contests.blueprint import Counts
from quiz.contests.rules import ANY
from quiz.core.permissions import Actor
from quiz.core.vietnamese import number
from quiz.units.kinds import TITLES

_l = lazy_gettext
SECTIONS: tuple[tuple[str, LazyString, str], ...] = (
    ("names", _l("Tên và đơn vị tổ chức"), "contests/sections/names.html"),
    ("rounds", _l("Vòng thi và thời gian"), "contests/sections/rounds.html"),
    ("paper", _l("Đề thi"), "contests/sections/paper.html"),
    ("attempts", _l("Lượt thi và thời gian làm bài"), "contests/sections/attempts.html"),
    ("entrants", _l("Ai được dự thi, bảng thi"), "contests/sections/entrants.html"),
    ("ranking", _l("Xếp hạng cá nhân"), "contests/sections/ranking.html"),
    ("prediction", _l("Câu hỏi dự đoán"), "contests/sections/prediction.html"),
    ("units", _l("Xếp hạng đơn vị"), "contests/sections/units.html"),
    ("prizes", _l("Giải thưởng"), "contests/sections/prizes.html"),
    ("review", _l("Xem kết quả"), "contests/sections/review.html"),
    ("others", _l("Quy định khác"), "contests/sections/others.html"),
)
"""Name, title and template of each section, in the order in which organisers think."""


def facts_of(actor: Actor) -> dict[str, Any]:
    """Choices and words for the form; only what the person may use."""
    banks = choices.banks_for(actor)
    holdings = choices.holdings_of(banks)
    titles = {
        bank.code: _("%(title)s (%(count)s câu)", title=bank.title, count=number(sum(holdings[bank.code].values())))
        for bank in banks
    }
    return {
        "owners": owners(actor),
        "banks": titles,
        "own_banks": {"": _("Như quy định chung"), **titles},
        "common": _("như chung"),
        "posts_in_use": choices.posts_in_use(actor),
        "holdings": holdings,
        "topics_of": _topics,
        "held_words": _held,
        "kinds": {kind.value: _(title) for kind, title in TITLES.items()},
        **{name.lower(): getattr(labels, name) for name in LABELS},
    }


LABELS = (
    "LEVELS",
    "COUNTED",
    "TOTAL",
    "CRITERIA",
    "UNIT_CRITERIA",
    "WEIGHED",
    "SCALES",
    "SHOWN",
    "MEANINGS",
    "HIDDEN",
    "STAFF",
    "ONE_PRIZE",
    "WEEKDAYS",
    "OWN",
    "OWN_SCHEDULES",
    "OWN_PREDICTIONS",
    "OWN_MEANINGS",
)


def owners(actor: Actor) -> Mapping[str, str]:
    """Units to hold a contest by their code; "" for the whole product where the person may."""
    found = {unit.code: f"{'– ' * unit.depth}{unit.name}" for unit in choices.owners_for(actor)}
    return {"": _("Toàn hệ thống"), **found} if actor.covers(None) else found


def _topics(held: Counts) -> dict[str, str]:
    return {ANY: _("Mọi chủ đề"), **{topic: topic for topic in choices.topics_of(held or {})}}


def _held(held: Counts, topic: str, level: str) -> str:
    """How many questions the chosen bank holds for a row; nothing where no bank is chosen."""
    if not held:
        return ""
    text: str = _("Ngân hàng có %(count)s câu", count=number(choices.held_for(held, topic, level)))
    return text

"""Who may enter a contest and who belongs to its divisions, in short words for pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from quiz.contests.groups import Group
from quiz.contests.rules import ContestRules
from quiz.units.kinds import title_of
from quiz.units.queries import by_codes


@dataclass(frozen=True)
class Audience:
    """Conditions for everybody, and for every division its title with its own; no condition means everybody."""

    conditions: Sequence[str]
    divisions: Sequence[tuple[str, Sequence[str]]]


def audience_of(rules: ContestRules) -> Audience | None:
    """For whom a contest is; None where it is for everybody, without divisions."""
    who = rules.entrants.who
    if who.is_everybody and not rules.divisions:
        return None
    codes = {code for group in (who, *(one.who for one in rules.divisions)) for code in group.units}
    names = {code: unit.name for code, unit in by_codes(codes).items()} if codes else {}
    divisions = [(one.title, list(_conditions(one.who, names))) for one in rules.divisions]
    return Audience(list(_conditions(who, names)), divisions)


def _conditions(group: Group, names: dict[str, str]) -> Iterator[str]:
    if group.units:
        yield _("Thuộc đơn vị: %(names)s", names="; ".join(names.get(code, code) for code in group.units))
    if group.kinds:
        yield _("Thuộc loại đơn vị: %(names)s", names="; ".join(str(_(title_of(kind))) for kind in group.kinds))
    if group.posts:
        yield _("Giữ chức danh: %(names)s", names="; ".join(group.posts))
    if group.min_age is not None and group.max_age is not None:
        yield _("Từ đủ %(least)s đến %(most)s tuổi", least=group.min_age, most=group.max_age)
    elif group.min_age is not None:
        yield _("Từ đủ %(least)s tuổi trở lên", least=group.min_age)
    elif group.max_age is not None:
        yield _("Không quá %(most)s tuổi", most=group.max_age)

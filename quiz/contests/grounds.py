"""Grounds for refusing somebody or leaving somebody unranked, in words that say which condition and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from quiz.contests.eligibility import Ground
from quiz.contests.rules import ContestRules
from quiz.core.errors import NotAllowed
from quiz.units.kinds import title_of
from quiz.units.queries import by_codes

MOST_NAMED = 5
"""How many units, kinds or posts a sentence names."""
REFUSALS = {
    Ground.LOGIN: (
        "Theo thể lệ, tài khoản này không được dự thi. Nếu Quý vị cho rằng có nhầm lẫn, vui lòng liên hệ ban tổ chức."
    ),
    Ground.STAFF: (
        "Theo thể lệ, thành viên ban tổ chức và người biên soạn, thẩm định câu hỏi không dự thi. Nếu Quý vị cho rằng "
        "có nhầm lẫn, vui lòng liên hệ ban tổ chức."
    ),
    Ground.NO_UNIT: "Tài khoản chưa gắn với đơn vị nào. Vui lòng báo ban tổ chức.",
    Ground.BIRTH_UNKNOWN: (
        "Thể lệ có quy định về độ tuổi nhưng tài khoản chưa có ngày sinh. Vui lòng bổ sung ngày sinh ở trang tài khoản."
    ),
    Ground.UNITS: (
        "Cuộc thi chỉ dành cho người của đơn vị: %(units)s. Nếu đơn vị ghi ở tài khoản chưa đúng, vui lòng báo ban tổ "
        "chức để được sửa."
    ),
    Ground.KINDS: (
        "Cuộc thi chỉ dành cho người của loại đơn vị: %(kinds)s. Nếu đơn vị ghi ở tài khoản chưa đúng, vui lòng báo "
        "ban tổ chức để được sửa."
    ),
    Ground.POSTS: (
        "Cuộc thi chỉ dành cho người giữ chức danh: %(posts)s. Nếu chức danh của Quý vị chưa được ghi nhận, vui lòng "
        "báo ban tổ chức để được bổ sung."
    ),
    Ground.TOO_YOUNG: (
        "Cuộc thi chỉ dành cho người đủ %(min_age)s tuổi trở lên tính đến ngày %(day)s. Nếu ngày sinh ghi ở tài khoản "
        "chưa đúng, vui lòng báo ban tổ chức để được sửa."
    ),
    Ground.TOO_OLD: (
        "Cuộc thi chỉ dành cho người không quá %(max_age)s tuổi tính đến ngày %(day)s. Nếu ngày sinh ghi ở tài khoản "
        "chưa đúng, vui lòng báo ban tổ chức để được sửa."
    ),
    Ground.NO_DIVISION: (
        "Quý vị không thuộc đối tượng của bảng thi nào (%(divisions)s). Nếu thông tin ghi ở tài khoản chưa đúng, vui "
        "lòng báo ban tổ chức để được sửa."
    ),
}
UNRANKED = {
    Ground.STAFF: "Thuộc ban tổ chức, hoặc đã biên soạn, thẩm định câu hỏi của cuộc thi.",
    Ground.LOGIN: "Có tên trong danh sách dự thi không xếp hạng theo thể lệ.",
    Ground.GROUP: "Thuộc đối tượng dự thi không xếp hạng theo thể lệ.",
}


def refused(ground: Ground, rules: ContestRules, day: date) -> NotAllowed:
    """The refusal, with whatever the condition asks for named."""
    who = rules.entrants.who
    named: dict[str, object] = {
        "min_age": who.min_age,
        "max_age": who.max_age,
        "day": day.strftime("%d/%m/%Y"),
        "kinds": _list([_(title_of(kind)) for kind in who.kinds]),
        "posts": _list(who.posts),
        "divisions": _list([one.title for one in rules.divisions]),
    }
    if ground is Ground.UNITS:
        units = by_codes(who.units)
        named["units"] = _list([units[code].name if code in units else code for code in who.units])
    error = NotAllowed(REFUSALS[ground], code="not_eligible")
    error.params = {name: value for name, value in named.items() if f"%({name})" in error.text}
    return error


def _list(names: Sequence[str]) -> str:
    return "; ".join(names[:MOST_NAMED]) + ("; …" if len(names) > MOST_NAMED else "")

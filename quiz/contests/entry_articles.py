"""Printed rules: who may enter, who sits without a rank, the divisions."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.prose import Block, Lines, Names, listed, quoted, two
from quiz.contests.rules import ContestRules
from quiz.units.kinds import title_of

BELOW = "kể cả các đơn vị trực thuộc"
_STAFF = "Thành viên ban tổ chức cuộc thi và người biên soạn, thẩm định câu hỏi của cuộc thi"
STAFF = {
    Staff.RANKED: f"{_STAFF} được dự thi và được xếp hạng như mọi thí sinh khác.",
    Staff.UNRANKED: f"{_STAFF} được làm bài nhưng thuộc diện không xếp hạng.",
    Staff.BARRED: f"{_STAFF} không được dự thi.",
}


def entrants(rules: ContestRules, names: Names) -> Iterator[Block]:
    """Who may enter, who is not ranked, who may not enter."""
    found = rules.entrants
    if found.who.is_everybody:
        yield "Mọi người có tài khoản và đã khai báo đơn vị trên hệ thống thi đều được dự thi."
    else:
        yield f"Đối tượng dự thi là người {group_words(found.who, names)}."
    ages = [found.who, *([found.unranked] if found.unranked else []), *(one.who for one in rules.divisions)]
    if any(who.min_age is not None or who.max_age is not None for who in ages):
        yield (
            "Tuổi là số tuổi tròn năm tính đến ngày vòng thi mở. Trường hợp chỉ có năm sinh thì xét theo hướng có lợi "
            "cho thí sinh."
        )
    yield STAFF[found.staff]
    yield from _set_apart(found, names)


def _set_apart(found: Entrants, names: Names) -> Iterator[Block]:
    if found.unranked is not None and not found.unranked.is_everybody:
        yield f"Người {group_words(found.unranked, names)} được làm bài nhưng thuộc diện không xếp hạng."
    # how many, never who: the rules are public, and a login name may be a person's
    if found.unranked_logins:
        yield (
            f"Ban tổ chức lập danh sách riêng gồm {two(len(found.unranked_logins))} người được làm bài nhưng thuộc "
            "diện không xếp hạng."
        )
    if found.staff is Staff.UNRANKED or found.unranked is not None or found.unranked_logins:
        yield (
            "Người thuộc diện không xếp hạng không có thứ hạng, không được xét giải và không được tính vào số liệu của "
            "vòng thi, của đơn vị."
        )
    if found.barred_logins:
        yield f"Ban tổ chức lập danh sách riêng gồm {two(len(found.barred_logins))} người không được dự thi."


def group_words(who: Group, names: Names) -> str:
    """What follows "người" for a group with at least one condition."""
    return "; đồng thời ".join(_conditions(who, names))


def _conditions(who: Group, names: Names) -> Iterator[str]:
    if who.units:
        yield f"thuộc {listed([names.get(code, code) for code in who.units], 'hoặc')}, {BELOW}"
    if who.kinds:
        yield f"thuộc loại đơn vị {quoted([title_of(kind) for kind in who.kinds])}, {BELOW}"
    if who.posts:
        yield f"giữ chức vụ hoặc chức danh {quoted(who.posts)}"
    if who.min_age is not None and who.max_age is not None:
        yield f"từ đủ {two(who.min_age)} tuổi đến hết {two(who.max_age)} tuổi"
    elif who.min_age is not None:
        yield f"từ đủ {two(who.min_age)} tuổi trở lên"
    elif who.max_age is not None:
        yield f"đến hết {two(who.max_age)} tuổi"


def divisions(rules: ContestRules, names: Names) -> Iterator[Block]:
    """The divisions and who belongs to each."""
    several = len(rules.divisions) > 1
    yield f"Thí sinh được chia thành {two(len(rules.divisions))} bảng:" if several else "Thí sinh dự thi ở bảng sau:"
    yield Lines(tuple(f"{division_name(one)}: {_members(one.who, names)}." for one in rules.divisions))
    if several:
        yield (
            "Mỗi thí sinh dự thi ở một bảng; người đáp ứng điều kiện của nhiều bảng chọn một bảng khi bắt đầu lượt thi "
            "đầu tiên. Thứ hạng và giải cá nhân được xét riêng trong từng bảng."
        )
    if all(not one.who.is_everybody for one in rules.divisions):
        yield "Người không thuộc bảng nào nêu trên không được dự thi."


def division_name(one: Division) -> str:
    """A division as the rules name it: "Bảng A – Cán bộ"."""
    is_named = one.title.lower().startswith("bảng")
    return one.title if is_named else f"Bảng {one.code} – {one.title}"


def _members(who: Group, names: Names) -> str:
    return "mọi thí sinh" if who.is_everybody else f"người {group_words(who, names)}"

"""Printed rules: prizes for people and units, to whom they go, and what limits them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.contests.awards import OnePerPerson, Prize
from quiz.contests.deviations import counted
from quiz.contests.draft import ContestDraft
from quiz.contests.entry_articles import division_name
from quiz.contests.prose import Block, Lines, lower_first, two
from quiz.contests.rules import ContestRules
from quiz.core.vietnamese import number


def has_prizes(rules: ContestRules) -> bool:
    """Whether the rules announce any prize."""
    prizes = rules.prizes
    of_divisions = any(one.each_round or one.total for one in rules.divisions)
    return bool(of_divisions or _for_people(rules) or _for_units(rules) or prizes.others)


def _for_people(rules: ContestRules) -> bool:
    own = any(one.each_round or one.total for one in rules.divisions)
    return bool(own or rules.prizes.each_round or rules.prizes.total)


def _for_units(rules: ContestRules) -> bool:
    return bool(rules.prizes.units_each_round or rules.prizes.units_total)


def prizes(draft: ContestDraft) -> Iterator[Block]:
    """All prizes and how they are given."""
    rules, found = draft.rules, draft.rules.prizes
    where = "mỗi vòng thi" if len(counted(draft)) > 1 else "vòng thi"
    yield from _people(
        rules, where, found.each_round, [(one.each_round, division_name(one)) for one in rules.divisions]
    )
    own = [(one.total, division_name(one)) for one in rules.divisions]
    yield from _people(rules, "toàn cuộc thi", found.total, own)
    yield from _grades(f"Giải tập thể của {where}:", found.units_each_round, "đơn vị")
    yield from _grades("Giải tập thể của toàn cuộc thi:", found.units_total, "đơn vị")
    if found.others:
        yield "Các giải khác, không xét theo thứ hạng:"
        yield Lines(tuple(line.rstrip(".") + "." for line in found.others))
    if _for_people(rules):
        yield from _conditions(rules, several=where == "mỗi vòng thi")
    if _for_units(rules):
        yield from _units_compared(len(rules.unit_scheme.bands))
    yield "Giải được trao sau khi ban tổ chức phê duyệt kết quả."


def _people(
    rules: ContestRules, where: str, common: Sequence[Prize], own: Sequence[tuple[Sequence[Prize], str]]
) -> Iterator[Block]:
    """The common list, for each division that has none of its own, then the divisions' own lists."""
    having = [name for grades, name in own if grades]
    if len(having) < len(own) or not own:
        each = ""
        if rules.divisions:
            each = " đối với mỗi bảng" if not having else " đối với mỗi bảng không có cơ cấu giải riêng"
        yield from _grades(f"Giải cá nhân của {where}{each}:", common, "thí sinh")
    for grades, name in own:
        yield from _grades(f"Giải cá nhân của {where} đối với {lower_first(name)}:", grades, "thí sinh")


def _grades(heading: str, grades: Sequence[Prize], who: str) -> Iterator[Block]:
    if not grades:
        return
    yield heading
    lines, first = [], 1
    for grade in grades:
        last = first + grade.count - 1
        ranks = _ranks(first, last)
        lines.append(f"{grade.title}: {two(grade.count)} giải, trao cho {who} xếp {ranks}{_worth(grade)}.")
        first = last + 1
    yield Lines(tuple(lines))


def _ranks(first: int, last: int) -> str:
    if first == last:
        return f"hạng {first}"
    return f"hạng {first} và hạng {last}" if last == first + 1 else f"từ hạng {first} đến hạng {last}"


def _worth(grade: Prize) -> str:
    worth = f"; mỗi giải: {grade.worth}" if grade.worth else ""
    points = f"; mỗi giải cộng {number(grade.points)} điểm thưởng cho đơn vị của người đạt giải" if grade.points else ""
    return worth + points


def _units_compared(bands: int) -> Iterator[Block]:
    if bands > 1:
        yield "Giải tập thể được xét riêng trong từng khối."
    elif not bands:
        yield (
            "Giải tập thể được xét giữa các đơn vị trực thuộc trực tiếp đơn vị cấp cao nhất; cuộc thi có nhiều đơn vị "
            "cấp cao nhất thì xét giữa các đơn vị đó."
        )


def _conditions(rules: ContestRules, *, several: bool) -> Iterator[Block]:
    prizes = rules.prizes
    within = " của bảng" if rules.divisions else ""
    yield (
        "Người bị hủy kết quả không được xét giải; người xếp sau được đôn lên. Những người đồng hạng nhận cùng một "
        "giải; khi số giải vì vậy nhiều hơn cơ cấu, ban tổ chức xem xét, quyết định."
    )
    has_rounds = bool(prizes.each_round or any(one.each_round for one in rules.divisions))
    has_total = bool(prizes.total or any(one.total for one in rules.divisions))
    if prizes.one_per_person is not OnePerPerson.NONE:
        yield _one_prize(prizes.one_per_person, has_total=has_total)
    if prizes.most_percent is not None:
        each = _share_of(several and has_rounds, has_total)
        yield (
            f"Số giải cá nhân được trao không quá {prizes.most_percent}% số người dự thi{within}{each} (phần lẻ được "
            "bỏ đi); nếu vượt, bớt từ giải thấp nhất trở lên."
        )


def _one_prize(kind: OnePerPerson, *, has_total: bool) -> str:
    """Which prize somebody keeps who could have several."""
    if kind is OnePerPerson.FIRST:
        last = ", sau cùng là giải toàn cuộc thi" if has_total else ""
        return (
            "Mỗi thí sinh chỉ nhận một giải cá nhân trong toàn cuộc thi. Giải được xét lần lượt theo thứ tự các vòng"
            f"{last}; người đã có giải không được xét tiếp và người kế tiếp được đôn lên."
        )
    first = (
        "giải toàn cuộc thi được xét trước, rồi đến giải của các vòng" if has_total else "giải của các vòng được xét"
    )
    return (
        "Mỗi thí sinh chỉ nhận một giải cá nhân trong toàn cuộc thi là giải cao nhất. Giải được xét từ bậc cao nhất "
        f"đến bậc thấp nhất theo thứ tự ghi trong cơ cấu giải; trong cùng một bậc, {first} theo thứ tự. "
        "Người đã có giải không được xét tiếp và người kế tiếp được đôn lên. Giải chỉ được xác định chính thức khi "
        "kết quả của tất cả các vòng thi đã được phê duyệt."
    )


def _share_of(each_round: bool, total: bool) -> str:
    """Of what the highest share is counted; nothing where the one round is all."""
    if each_round:
        return ", tính riêng cho từng vòng thi" + (" và cho toàn cuộc thi" if total else "")
    return ", tính trên toàn cuộc thi" if total else ""

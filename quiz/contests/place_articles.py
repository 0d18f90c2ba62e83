"""Printed rules: the order of contestants, lots and board decisions, the contest's total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.contests.deviations import counted
from quiz.contests.draft import ContestDraft
from quiz.contests.prose import Block, Lines, lower_first
from quiz.contests.rules import Criterion, Total
from quiz.contests.wording import CRITERIA, TOTALS

LOTS = (
    "Bốc thăm do hệ thống thực hiện và ai cũng kiểm tra lại được. Khi vòng thi mở, hệ thống tạo một chuỗi ký tự ngẫu "
    "nhiên (hạt giống), giữ kín và công bố ngay mã SHA-256 của chuỗi, nên không ai thay được chuỗi về sau; khi vòng "
    "thi kết thúc, chuỗi được công bố. Số bốc thăm của mỗi thí sinh là 12 chữ số đầu của mã SHA-256 (viết theo hệ mười "
    "sáu) của dòng chữ gồm từ “lots”, hạt giống và mã số thí sinh, cách nhau một dấu cách; mã số thí sinh là phần đứng "
    "trước dấu chấm của số rút đề trên trang kết quả. Trước khi kết quả được phê duyệt, tiêu chí bốc thăm chưa được "
    "xét."
)
BOARD = (
    "Quyết định của ban tổ chức đối với những thí sinh còn bằng nhau phải lập thành văn bản, nêu căn cứ và ghi thứ tự "
    "của tất cả những thí sinh đó."
)


def places(draft: ContestDraft) -> Iterator[Block]:
    """Who is ranked, by what, what decides among equals, what becomes of the total."""
    rules = draft.rules
    if rules.full_scores_only:
        yield (
            "Chỉ thí sinh đạt điểm tối đa ở bài thi được tính kết quả mới được xếp hạng. Thí sinh khác không có thứ "
            "hạng nhưng vẫn được tính là người dự thi của vòng thi và của đơn vị."
        )
    where = "trong từng bảng, " if rules.divisions else ""
    yield from order("Thí sinh", where, [CRITERIA[one] for one in rules.tie_break])
    if Criterion.LOTS in rules.tie_break:
        yield LOTS
    if Criterion.BOARD in rules.tie_break:
        yield BOARD
    yield (
        "Thí sinh bằng nhau ở tất cả các tiêu chí được xếp đồng hạng; thứ hạng của người kế tiếp được tính theo số "
        "người xếp trên, ví dụ: 1, 2, 2, 4."
    )
    yield from _total(draft)
    yield "Thứ hạng là tạm thời cho đến khi ban tổ chức phê duyệt kết quả."


def order(subject: str, where: str, criteria: Sequence[str]) -> Iterator[Block]:
    """The criteria in their order; a single one needs no list."""
    if len(criteria) == 1:
        yield f"{subject} được xếp hạng {where}theo một tiêu chí: {lower_first(criteria[0])}."
        return
    yield (
        f"{subject} được xếp hạng {where}lần lượt theo các tiêu chí dưới đây; tiêu chí sau chỉ xét khi các tiêu chí "
        "trước bằng nhau:"
    )
    yield Lines(tuple(f"{one}." for one in criteria), ordered=True)


def _total(draft: ContestDraft) -> Iterator[Block]:
    rules, several = draft.rules, len(counted(draft)) > 1
    if rules.contest_total is Total.NONE:
        if several:
            yield "Kết quả được xét riêng cho từng vòng thi, không cộng dồn giữa các vòng."
    elif not several:
        yield "Kết quả toàn cuộc thi là kết quả của vòng thi này."
    else:
        added = "; ".join(TOTALS[one] for one in rules.tie_break)
        yield (
            "Kết quả toàn cuộc thi được xét theo cùng các tiêu chí và cùng thứ tự trên, gộp các vòng mà thí sinh đã "
            f"dự: {added}."
        )
        if rules.full_scores_only:
            yield "Để được xếp hạng toàn cuộc thi, thí sinh phải đạt điểm tối đa ở mọi vòng đã dự."

"""Papers, attempts and what is shown afterwards that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.contradiction import Contradiction, contradiction
from quiz.contests.deviations import counted
from quiz.contests.draft import ContestDraft
from quiz.contests.rules import ContestRules, Counted, Criterion, Shown


def paper_contradictions(draft: ContestDraft) -> Iterator[Contradiction]:
    """Those of the key that is told too early, of a paper that is known, of a score that is never told."""
    rules = draft.rules
    every = [rules.of_round(one.number) for one in counted(draft)]
    is_repeated = any(own.attempts_allowed != 1 for own in every)
    if is_repeated:
        yield from _repeated(rules, any(own.same_for_all and own.attempts_allowed != 1 for own in every))
    if _tells_key(rules) and any(own.same_for_all for own in every):
        yield contradiction(
            "key_now_same_paper",
            "review.key paper.same_for_all",
            "Mọi thí sinh làm cùng một bộ câu hỏi mà đáp án hoặc câu đúng, câu sai được xem ngay: người thi trước có "
            "thể báo cho người thi sau. Hãy để xem sau khi vòng kết thúc.",
        )
    if rules.review.score is Shown.NEVER and Criterion.SCORE in rules.tie_break:
        yield contradiction(
            "score_never",
            "review.score tie_break",
            "Thí sinh không bao giờ được xem điểm của mình, nhưng bảng xếp hạng công khai có nêu điểm. Hãy cho xem "
            "điểm, muộn nhất là sau khi phê duyệt.",
        )


def _tells_key(rules: ContestRules) -> bool:
    return Shown.NOW in {rules.review.key, rules.review.correctness}


def _repeated(rules: ContestRules, is_known: bool) -> Iterator[Contradiction]:
    if _tells_key(rules):
        yield contradiction(
            "key_now_more_attempts",
            "review.key attempts_allowed",
            "Thí sinh còn lượt thi mà đã được xem đáp án hoặc câu đúng, câu sai ngay sau khi nộp bài. Hãy để xem sau "
            "khi vòng kết thúc, hoặc chỉ cho thi một lượt.",
        )
        if rules.counted_attempt is Counted.LAST:
            yield contradiction(
                "last_with_key",
                "counted_attempt review.key",
                "Kết quả là của lượt cuối cùng, trong khi các lượt trước đã cho xem đáp án: lượt cuối chỉ còn là chép "
                "lại. Hãy để xem đáp án sau khi vòng kết thúc, hoặc tính lượt đầu tiên.",
            )
    if is_known:
        yield contradiction(
            "same_paper_again",
            "paper.same_for_all attempts_allowed",
            "Mọi lượt thi dùng cùng một bộ câu hỏi mà mỗi người được thi nhiều lượt: từ lượt thứ hai thí sinh đã biết "
            "câu hỏi. Hãy rút câu hỏi riêng cho từng lượt, hoặc chỉ cho thi một lượt.",
        )
    if rules.counted_attempt is Counted.FIRST:
        yield contradiction(
            "first_of_several",
            "counted_attempt attempts_allowed",
            "Chỉ lượt đầu tiên được tính nên các lượt sau không có tác dụng. Hãy chỉ cho thi một lượt, hoặc tính lượt "
            "tốt nhất.",
        )

"""Printed rules: the paper and its marks, time and attempts, the prediction question, what is shown when."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.deviations import counted, deviating
from quiz.contests.draft import ContestDraft
from quiz.contests.prose import Block, Lines, two
from quiz.contests.rules import ANY, ContestRules, Criterion, Prediction
from quiz.contests.time_articles import rests_anywhere
from quiz.contests.wording import (
    DETAILS,
    HIDDEN,
    MEANINGS,
    SHOWN,
    answer_words,
    attempts_words,
    cell_words,
    counted_words,
    grace_words,
    length_words,
    points_words,
    shuffle_words,
)

BLUEPRINT = ("bank", "blueprint")
MARKS = ("blueprint", "points_per_item")
DRAWN = ("same_for_all", "shuffle_items", "shuffle_options")


def paper(draft: ContestDraft) -> Iterator[Block]:
    """What papers are made of and how they are marked; what single rounds have otherwise."""
    rules = draft.rules
    if _is_any(rules):
        yield f"{_asked(rules)}, thuộc mọi chủ đề và mọi mức độ."
    else:
        yield f"{_asked(rules)} theo cơ cấu sau:"
        yield Lines(tuple(f"{cell_words(cell)}." for cell in rules.blueprint))
    yield _drawn(rules)
    yield points_words(rules.points_per_item, rules.questions)
    for name, own in deviating(draft, *BLUEPRINT, *MARKS, *DRAWN):
        yield f"Riêng {name} áp dụng như sau:"
        yield Lines(tuple(_otherwise(rules, own)))
    yield (
        "Câu hỏi có thể có một hoặc nhiều phương án đúng; từng câu ghi rõ thí sinh được chọn một hay nhiều phương án. "
        "Câu có nhiều phương án đúng chỉ được tính điểm khi thí sinh chọn đủ và chỉ chọn những phương án đúng."
    )
    yield from _validity(draft)


def _otherwise(common: ContestRules, own: ContestRules) -> Iterator[str]:
    """What a round's paper has otherwise, and nothing of what is the same."""
    if _differ(common, own, BLUEPRINT):
        cells = "; ".join(map(cell_words, own.blueprint))
        yield f"{_asked(own)}, {'thuộc mọi chủ đề và mọi mức độ' if _is_any(own) else f'theo cơ cấu: {cells}'}."
    if _differ(common, own, DRAWN):
        yield _drawn(own)
    if _differ(common, own, MARKS):
        yield points_words(own.points_per_item, own.questions)


def _differ(common: ContestRules, own: ContestRules, names: tuple[str, ...]) -> bool:
    return any(getattr(common, name) != getattr(own, name) for name in names)


def _is_any(rules: ContestRules) -> bool:
    return [(cell.topic, cell.level) for cell in rules.blueprint] == [(ANY, ANY)]


def _asked(rules: ContestRules) -> str:
    return f"Mỗi đề thi gồm {two(rules.questions)} câu hỏi trắc nghiệm, lấy từ ngân hàng câu hỏi mang mã “{rules.bank}”"


def _drawn(rules: ContestRules) -> str:
    if rules.same_for_all:
        drawn = "Câu hỏi được rút ngẫu nhiên một lần khi mở vòng thi; mọi thí sinh của vòng làm cùng một bộ câu hỏi."
    else:
        drawn = "Câu hỏi được rút ngẫu nhiên riêng cho từng lượt thi."
    return f"{drawn} {shuffle_words(rules.shuffle_items, rules.shuffle_options)}"


def _validity(draft: ContestDraft) -> Iterator[Block]:
    if draft.rules.complete_only:
        yield _valid("Bài thi", draft.rules)
    for name, own in deviating(draft, "complete_only", "prediction"):
        if own.complete_only:
            yield _valid(f"Riêng {name}, bài thi", own)
        elif draft.rules.complete_only:
            yield f"Riêng {name}, bài thi còn câu bỏ trống vẫn hợp lệ."


def _valid(subject: str, rules: ContestRules) -> str:
    guess = ", kể cả câu hỏi dự đoán" if rules.prediction else ""
    return (
        f"{subject} chỉ hợp lệ khi thí sinh trả lời đủ tất cả các câu hỏi{guess}; bài thi không hợp lệ được 0 điểm và "
        "vẫn tính là một lượt thi."
    )


def attempts(draft: ContestDraft) -> Iterator[Block]:
    """How long an attempt takes, how many there are, which one counts."""
    rules = draft.rules
    every = [rules.of_round(one.number) for one in draft.rounds]
    end = "thời điểm vòng thi kết thúc hoặc bắt đầu nghỉ" if rests_anywhere(draft) else "thời điểm vòng thi kết thúc"
    yield (
        f"Thời gian làm bài của mỗi lượt thi là {length_words(rules.time_limit_seconds)}, tính từ lúc thí sinh bắt đầu "
        f"làm bài và không kéo dài quá {end}. Thời gian vẫn được tính khi thí sinh rời trang hoặc mất kết nối; thí "
        "sinh được vào lại để làm tiếp trong thời gian còn lại."
    )
    subject = "Mỗi thí sinh" if len(draft.rounds) == 1 else "Trong mỗi vòng thi, mỗi thí sinh"
    yield f"{subject} được thi {attempts_words(rules.attempts_allowed)}."
    for name, own in deviating(draft, "time_limit_seconds"):
        yield f"Riêng {name}: thời gian làm bài của mỗi lượt thi là {length_words(own.time_limit_seconds)}."
    for name, own in deviating(draft, "attempts_allowed"):
        yield f"Riêng {name}: mỗi thí sinh được thi {attempts_words(own.attempts_allowed)}."
    if any(own.attempts_allowed != 1 for own in every):
        kept = counted_words(rules.counted_attempt, rules.full_scores_only)
        yield f"Khi thí sinh thi nhiều lượt trong một vòng thi, kết quả của vòng là kết quả của {kept}."
    yield (
        "Khi hết thời gian làm bài, hệ thống tự nộp bài với các câu trả lời đã lưu; thời điểm nộp bài khi đó là thời "
        f"điểm hết giờ. {grace_words(rules.grace_seconds)}"
    )
    yield "Người dự thi của một vòng là thí sinh có ít nhất một bài thi đã nộp, kể cả bài do hệ thống tự nộp."


def asks_prediction(draft: ContestDraft) -> bool:
    """Whether any round that counts has a prediction question."""
    return any(draft.rules.of_round(one.number).prediction for one in counted(draft))


def prediction(draft: ContestDraft) -> Iterator[Block]:
    """The prediction question with its one meaning, how it is typed, when its true value is known, what is hidden."""
    common = draft.rules.prediction
    if common is not None:
        yield from _question("Mỗi bài thi", common)
    for name, own in deviating(draft, "prediction"):
        if own.prediction is None:
            yield f"Riêng {name} không có câu hỏi dự đoán."
        else:
            yield from _question(f"Riêng {name}, mỗi bài thi", own.prediction)
    yield (
        "Giá trị đúng được hệ thống tính từ các bài thi đã nộp của vòng, khi kết quả của vòng được phê duyệt, và không "
        "thay đổi nữa; người thuộc diện không xếp hạng và người bị hủy kết quả không được tính."
    )
    if Criterion.PREDICTION in draft.rules.tie_break:
        yield (
            "Trước khi có giá trị đúng, tiêu chí dự đoán chưa được xét. Bài thi không trả lời câu hỏi dự đoán, hoặc "
            "trả lời không đọc được thành số, xếp sau mọi bài thi có câu trả lời khi xét tiêu chí này."
        )
    else:
        yield "Câu trả lời dự đoán không được dùng để xếp hạng."


def _question(subject: str, asked: Prediction) -> Iterator[Block]:
    yield f"{subject} có thêm một câu hỏi dự đoán, không tính vào điểm: “{asked.question}”"
    yield f"Giá trị đúng của câu hỏi này là {MEANINGS[asked.meaning]}. {DETAILS[asked.meaning]}"
    yield answer_words(asked.meaning)
    if HIDDEN[asked.hide]:
        yield HIDDEN[asked.hide]


def review(rules: ContestRules) -> Iterator[Block]:
    """What contestants see of their own result, and from when on."""
    shown = rules.review
    yield "Thí sinh được xem kết quả bài thi của mình như sau:"
    yield Lines(
        (
            f"Điểm của bài thi: {SHOWN[shown.score]}.",
            f"Câu nào đúng, câu nào chưa đúng: {SHOWN[shown.correctness]}.",
            f"Đáp án và phần giải thích: {SHOWN[shown.key]}.",
        )
    )

"""The printed rules of a contest as articles: whole sentences made of its settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.moments import spoken
from quiz.contests.rules import ContestRules, Criterion, Prediction, Total
from quiz.contests.wording import (
    COUNTED,
    CRITERIA,
    HIDDEN,
    MEANINGS,
    SHOWN,
    UNIT_CRITERIA,
    answer_words,
    attempts_words,
    cell_words,
    grace_words,
    length_words,
    lower_first,
    points_words,
    shuffle_words,
)

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True)
class Lines:
    """A list; `ordered` where its order means something."""

    lines: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Article:
    """One article: its title, its paragraphs and lists."""

    title: str
    blocks: tuple[str | Lines, ...]


def articles(draft: ContestDraft) -> tuple[Article, ...]:
    """The articles in their order."""
    rules = draft.rules
    found = [
        Article("Thời gian thi", tuple(_windows(draft))),
        Article("Đề thi và cách tính điểm", tuple(_paper(draft))),
        Article("Thời gian làm bài và số lượt thi", tuple(_attempts(draft))),
        Article("Xếp hạng cá nhân", tuple(_places(draft))),
        Article("Xếp hạng đơn vị", tuple(_units(rules))),
    ]
    if rules.prediction is not None:
        found.append(Article("Câu hỏi dự đoán", tuple(_prediction(rules.prediction))))
    found.append(Article("Xem kết quả", tuple(_review(rules))))
    if rules.note:
        found.append(Article("Quy định khác", tuple(line for line in rules.note.splitlines() if line)))
    return tuple(found)


def _windows(draft: ContestDraft) -> Iterator[str | Lines]:
    spans = [f"từ {spoken(one.opens_at)} đến {spoken(one.closes_at, is_end=True)}" for one in draft.rounds]
    if len(spans) == 1:
        yield f"Cuộc thi gồm 01 vòng, diễn ra {spans[0]}."
    else:
        yield f"Cuộc thi gồm {len(spans):02d} vòng:"
        yield Lines(tuple(f"{_name(one)}: {span}." for one, span in zip(draft.rounds, spans, strict=True)))
    yield (
        "Trong thời gian vòng thi mở, thí sinh có thể bắt đầu làm bài vào bất cứ lúc nào. "
        "Giờ nêu trong thể lệ là giờ Việt Nam, tính theo đồng hồ của hệ thống thi."
    )


def _name(one: RoundDraft) -> str:
    return one.title if one.title.lower().startswith("vòng") else f"Vòng {one.number} – {one.title}"


def _paper(draft: ContestDraft) -> Iterator[str | Lines]:
    rules = draft.rules
    yield from _blueprint("Mỗi đề thi", rules)
    for one in draft.rounds:
        own = rules.of_round(one.number)
        if _paper_key(own) != _paper_key(rules):
            yield from _blueprint(f"Riêng {lower_first(_name(one))}, mỗi đề thi", own)
    yield (
        "Câu hỏi có thể có một hoặc nhiều phương án đúng, được ghi rõ ở từng câu. Câu có nhiều phương án đúng chỉ được "
        "tính điểm khi thí sinh chọn đủ và chỉ chọn những phương án đúng."
    )


def _blueprint(subject: str, rules: ContestRules) -> Iterator[str | Lines]:
    yield f"{subject} gồm {rules.questions:02d} câu hỏi trắc nghiệm, lấy từ ngân hàng câu hỏi theo cơ cấu sau:"
    yield Lines(tuple(f"{cell_words(cell)}." for cell in rules.blueprint))
    yield shuffle_words(rules.shuffle_items, rules.shuffle_options)
    yield points_words(rules.points_per_item)


def _paper_key(rules: ContestRules) -> tuple[object, ...]:
    return rules.blueprint, rules.points_per_item, rules.shuffle_items, rules.shuffle_options


def _attempts(draft: ContestDraft) -> Iterator[str | Lines]:
    rules = draft.rules
    every = [rules.of_round(one.number) for one in draft.rounds]
    yield (
        f"Thời gian làm bài của mỗi lượt thi là {length_words(rules.time_limit_seconds)}, tính từ lúc thí sinh bắt đầu "
        "làm bài và không kéo dài quá thời điểm kết thúc vòng thi. Thời gian vẫn được tính khi thí sinh rời trang hoặc "
        "mất kết nối; thí sinh được vào lại để làm tiếp trong thời gian còn lại."
    )
    subject = "Mỗi thí sinh" if len(draft.rounds) == 1 else "Trong mỗi vòng, mỗi thí sinh"
    yield f"{subject} được thi {attempts_words(rules.attempts_allowed)}."
    for one, own in zip(draft.rounds, every, strict=True):
        if (own.time_limit_seconds, own.attempts_allowed) != (rules.time_limit_seconds, rules.attempts_allowed):
            yield (
                f"Riêng {lower_first(_name(one))}: thời gian làm bài là {length_words(own.time_limit_seconds)}; mỗi "
                f"thí sinh được thi {attempts_words(own.attempts_allowed)}."
            )
    if any(own.attempts_allowed != 1 for own in every):
        counted = COUNTED[rules.counted_attempt]
        yield f"Khi thí sinh thi nhiều lượt trong một vòng, kết quả của vòng là kết quả của {counted}."
    yield (
        "Khi hết thời gian làm bài, hệ thống tự nộp bài với các câu trả lời đã lưu; thời điểm nộp bài khi đó là thời "
        f"điểm hết giờ. {grace_words(rules.grace_seconds)}"
    )


def _places(draft: ContestDraft) -> Iterator[str | Lines]:
    rules = draft.rules
    yield from _order("Thí sinh", rules.tie_break, CRITERIA)
    if Criterion.DURATION in rules.tie_break:
        yield "Thời gian làm bài được tính đến phần nghìn giây, từ lúc bắt đầu đến lúc nộp bài."
    yield (
        "Thí sinh bằng nhau ở tất cả các tiêu chí được xếp đồng hạng; thứ hạng của người kế tiếp được tính theo số "
        "người xếp trên, ví dụ: 1, 2, 2, 4."
    )
    if rules.contest_total is Total.SUM:
        yield (
            "Kết quả toàn cuộc thi được xét theo cùng các tiêu chí trên tổng của các vòng: cộng điểm và cộng thời gian "
            "làm bài; thời điểm nộp bài lấy của bài nộp muộn nhất, thời điểm bắt đầu lấy của bài bắt đầu sớm nhất."
        )
    elif len(draft.rounds) > 1:
        yield "Kết quả được xét riêng cho từng vòng, không cộng dồn giữa các vòng."
    yield (
        "Bảng xếp hạng công khai chỉ nêu họ tên hoặc chữ cái đầu của họ tên theo lựa chọn của thí sinh (thí sinh dưới "
        "16 tuổi chỉ nêu chữ cái đầu), đơn vị, điểm, thứ hạng và giá trị của các tiêu chí trên. Thứ hạng là tạm thời "
        "cho đến khi kết quả được phê duyệt."
    )


def _units(rules: ContestRules) -> Iterator[str | Lines]:
    yield from _order("Đơn vị", rules.unit_order, UNIT_CRITERIA)
    yield (
        "Mỗi thí sinh được tính một lần cho đơn vị của mình và một lần cho mỗi đơn vị cấp trên. Danh sách đơn vị, tên "
        "gọi và tổng số người của đơn vị được chốt khi mở vòng thi. Đơn vị bằng nhau ở tất cả các tiêu chí được xếp "
        "đồng hạng."
    )


def _order(subject: str, criteria: Sequence[Name], words: Mapping[Name, str]) -> Iterator[str | Lines]:
    if len(criteria) == 1:
        yield f"{subject} được xếp hạng theo một tiêu chí: {lower_first(words[criteria[0]])}."
        return
    yield (
        f"{subject} được xếp hạng lần lượt theo các tiêu chí dưới đây; tiêu chí sau chỉ xét khi các tiêu chí trước "
        "bằng nhau:"
    )
    yield Lines(tuple(f"{words[one]}." for one in criteria), ordered=True)


def _prediction(prediction: Prediction) -> Iterator[str | Lines]:
    yield f"Mỗi bài thi có thêm một câu hỏi dự đoán, không tính vào điểm: “{prediction.question}”"
    yield (
        f"Giá trị đúng của câu hỏi này là {MEANINGS[prediction.meaning]}, được xác định khi kết quả được phê duyệt. "
        f"{answer_words(prediction.meaning)}"
    )
    if HIDDEN[prediction.hide]:
        yield HIDDEN[prediction.hide]


def _review(rules: ContestRules) -> Iterator[str | Lines]:
    review = rules.review
    yield "Thí sinh được xem kết quả bài thi của mình như sau:"
    yield Lines(
        (
            f"Điểm của bài thi: {SHOWN[review.score]}.",
            f"Câu nào đúng, câu nào chưa đúng: {SHOWN[review.correctness]}.",
            f"Đáp án và phần giải thích: {SHOWN[review.key]}.",
        )
    )

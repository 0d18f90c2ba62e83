"""The printed rules of a contest as articles: whole sentences made of its settings, and of nothing that is not set."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.closing_articles import breaches, personal_data, versions
from quiz.contests.deviations import counted, settled
from quiz.contests.draft import ContestDraft
from quiz.contests.entry_articles import divisions, entrants
from quiz.contests.paper_articles import asks_prediction, attempts, paper, prediction, review
from quiz.contests.place_articles import places
from quiz.contests.prize_articles import has_prizes, prizes
from quiz.contests.prose import Article, Block, Names
from quiz.contests.time_articles import incidents, windows
from quiz.contests.unit_articles import units


def articles(draft: ContestDraft, names: Names) -> tuple[Article, ...]:
    """The articles in their order; `names` are those of the units that the rules speak of."""
    return tuple(Article(title, tuple(blocks)) for title, blocks in _articles(settled(draft), names))


def _articles(draft: ContestDraft, names: Names) -> Iterator[tuple[str, Iterator[Block]]]:
    rules = draft.rules
    yield "Đối tượng dự thi", entrants(rules, names)
    if rules.divisions:
        yield "Các bảng thi", divisions(rules, names)
    yield "Thời gian thi", windows(draft)
    yield "Đề thi và cách tính điểm", paper(draft)
    yield "Thời gian làm bài và số lượt thi", attempts(draft)
    if asks_prediction(draft):
        yield "Câu hỏi dự đoán", prediction(draft)
    yield "Xếp hạng cá nhân", places(draft)
    yield "Xếp hạng đơn vị", units(rules, names, has_several_rounds=len(counted(draft)) > 1)
    if has_prizes(rules):
        yield "Giải thưởng", prizes(draft)
    yield "Xem kết quả", review(rules)
    yield "Sự cố và điều chỉnh", incidents()
    yield "Vi phạm và xử lý", breaches()
    yield "Thông tin cá nhân", personal_data()
    if rules.note:
        yield "Quy định khác", iter([line for line in rules.note.splitlines() if line])
    yield "Hiệu lực của thể lệ", versions()

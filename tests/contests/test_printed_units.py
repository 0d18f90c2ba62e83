"""The printed rules about units: who is compared, by what, with weights, bands and quotas."""

from __future__ import annotations

from typing import Any

import pytest

from quiz.contests.awards import Prize, Prizes
from quiz.contests.rules import Total
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from quiz.contests.wording import UNIT_CRITERIA, weight_words
from tests.contests.printed_text import article

RATE, BONUS, POINTS = UnitCriterion.RATE, UnitCriterion.PRIZE_POINTS, UnitCriterion.POINTS
QUOTA, MEAN, FULL = UnitCriterion.QUOTA, UnitCriterion.MEAN_SCORE, UnitCriterion.FULL_SCORES
BANDS = (
    Band("XA", "Khối xã, phường", kinds=("commune", "ward"), min_headcount=50),
    Band("S", "Sở, ban, ngành", units=("T-A",), max_headcount=200),
    Band("K", "Khác"),
)


def units(*order: UnitCriterion, total: Total = Total.NONE, **scheme: Any) -> list[str]:
    """The article on units."""
    rules: dict[str, Any] = {"unit_order": order or (UnitCriterion.PEOPLE,), "unit_scheme": UnitScheme(**scheme)}
    return article("Xếp hạng đơn vị", names={"T-A": "Sở Y tế"}, contest_total=total, **rules)


def told(*order: UnitCriterion, **scheme: Any) -> str:
    """The same in one."""
    return "\n".join(units(*order, **scheme))


def test_the_order_of_units_is_printed() -> None:
    for order in (tuple(UnitCriterion), tuple(UnitCriterion)[::-1]):
        found = units(*order)
        start = found.index(f"{UNIT_CRITERIA[order[0]]}.")
        assert found[start : start + len(order)] == [f"{UNIT_CRITERIA[one]}." for one in order]
    assert "Đơn vị được xếp hạng theo một tiêu chí: số người dự thi nhiều hơn." in units()


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ((RATE,), "xét tiếp theo điểm trung bình của những người dự thi, rồi theo số người đạt điểm tối đa; cao hơn"),
        ((RATE, MEAN), "xét tiếp theo số người đạt điểm tối đa; cao hơn thì xếp trên."),
        ((FULL,), "bằng nhau ở tiêu chí trên được xét tiếp theo điểm trung bình của những người dự thi; cao hơn"),
    ],
)
def test_what_decides_between_equal_units_is_printed(order: tuple[UnitCriterion, ...], words: str) -> None:
    assert words in told(*order)


def test_nothing_is_left_to_decide_where_the_order_has_it_all() -> None:
    found = told(FULL, MEAN)
    assert "xét tiếp" not in found
    assert "Đơn vị vẫn bằng nhau được xếp đồng hạng" in found


def test_the_rate_is_printed_with_its_cap_and_what_an_unknown_head_count_means() -> None:
    assert "tỷ lệ dự thi tính nhiều nhất 100%. Đơn vị chưa có số liệu về tổng số người xếp sau" in told(RATE)
    assert "tính nhiều nhất 120%" in told(RATE, rate_cap_percent=120)
    assert "không bị giới hạn mức cao nhất" in told(RATE, rate_cap_percent=None)
    assert "được tính tỷ lệ bằng 0." in told(POINTS, weights=(Weight(RATE, 1000),))
    assert "tỷ lệ dự thi" not in told().lower()


def test_the_best_people_and_the_points_of_prizes_are_explained_where_they_count() -> None:
    assert "Những người dẫn đầu đơn vị là 05 người có điểm cao nhất;" in told(UnitCriterion.TOP_MEAN, top_k=5)
    assert "dẫn đầu" not in told(top_k=5)
    assert "tổng điểm thưởng của các giải cá nhân" in told(BONUS)
    assert "điểm thưởng" not in told()


def test_weights_are_printed_as_a_formula() -> None:
    found = units(POINTS, weights=(Weight(RATE, 1000), Weight(BONUS, 500, Scale.BEST), Weight(QUOTA, 1250)))
    start = found.index("Tổng điểm của đơn vị = A + 0,5 × B + 1,25 × C, không làm tròn, trong đó:")
    assert found[start + 1 : start + 4] == [
        "A là tỷ lệ dự thi tính bằng phần trăm (số người dự thi trên tổng số người của đơn vị).",
        "B là điểm thưởng từ giải cá nhân, chia cho giá trị cao nhất trong số các đơn vị được so sánh rồi nhân với "
        "100.",
        "C là mức hoàn thành chỉ tiêu số lượt thi tính bằng phần trăm.",
    ]
    banded = told(POINTS, weights=(Weight(BONUS, 1, Scale.BEST),), bands=BANDS)
    assert "= 0,001 × A," in banded
    assert "giá trị cao nhất trong khối rồi" in banded
    assert "Tổng điểm" not in told(FULL, weights=(Weight(RATE, 1000),))


@pytest.mark.parametrize(("milli", "words"), [(1000, "1"), (500, "0,5"), (1250, "1,25"), (10_000, "10"), (1, "0,001")])
def test_weights_are_spoken(milli: int, words: str) -> None:
    assert weight_words(milli) == words


def test_bands_are_printed_with_what_belongs_to_them() -> None:
    found = units(bands=BANDS)
    assert found[:5] == [
        "Đơn vị được chia thành 03 khối, xếp hạng riêng trong từng khối, không phân biệt đơn vị cấp trên:",
        "Khối xã, phường: đơn vị thuộc loại “Xã” hoặc “Phường”; đồng thời có từ 50 người trở lên.",
        "Khối S – Sở, ban, ngành: đơn vị là Sở Y tế; đồng thời có đến 200 người.",
        "Khối K – Khác: mọi đơn vị.",
        "Đơn vị đáp ứng điều kiện của nhiều khối thuộc khối nêu trước.",
    ]
    assert "Đơn vị không thuộc khối nào" not in "\n".join(found)
    alone = units(bands=BANDS[:1])
    assert alone[0] == "Chỉ những đơn vị thuộc khối sau được xếp hạng, không phân biệt đơn vị cấp trên:"
    assert alone[2] == "Đơn vị chưa có số liệu về tổng số người không thuộc khối có điều kiện về số người."
    assert alone[3].startswith("Đơn vị không thuộc khối nào nêu trên")
    assert units()[0] == "Những đơn vị cùng trực thuộc một đơn vị cấp trên được xếp hạng với nhau."


def test_small_units_are_listed_without_a_rank() -> None:
    assert "Đơn vị có dưới 08 người, hoặc chưa có số liệu về tổng số người," in told(min_headcount=8)
    assert "Đơn vị có dưới" not in told()


def test_quotas_are_printed_and_what_they_are_for() -> None:
    quotas = (Quota(20, 80, max_headcount=100), Quota(50, None, kinds=("school",)), Quota(total=200))
    found = units(QUOTA, quotas=quotas)
    start = found.index("Chỉ tiêu số lượt thi của đơn vị:")
    assert found[start + 1 : start + 4] == [
        "Đơn vị có đến 100 người: ít nhất 20 lượt thi trong mỗi vòng và ít nhất 80 lượt thi trong toàn cuộc thi.",
        "Đơn vị thuộc loại “Trường học”: ít nhất 50 lượt thi trong mỗi vòng.",
        "Đơn vị khác: ít nhất 200 lượt thi trong toàn cuộc thi.",
    ]
    assert "tính nhiều nhất 100%. Đơn vị thuộc nhiều mức áp dụng mức nêu trước." in found[start + 4]
    assert "Đơn vị không có chỉ tiêu" not in told(QUOTA, quotas=quotas)
    assert "Đơn vị không có chỉ tiêu xếp sau các đơn vị có chỉ tiêu." in told(QUOTA, quotas=quotas[:2])
    assert "không dùng để xếp hạng" in told(quotas=quotas[:1])
    assert "Mọi đơn vị: ít nhất 200" in told(quotas=quotas[2:])
    assert "Chỉ tiêu" not in told()


def test_who_counts_for_a_unit_is_printed() -> None:
    assert "một lần cho mỗi đơn vị cấp trên" in told()
    assert "đơn vị ở vòng mà mình dự sau cùng." in "\n".join(units(total=Total.SUM))
    assert "dự sau cùng" not in told()


def test_prizes_for_units_are_given_in_each_band() -> None:
    prizes = {"prizes": Prizes(units_total=(Prize("Giải Nhất", 1),))}
    assert "Giải tập thể được xét riêng trong từng khối." in article(
        "Giải thưởng", unit_scheme=UnitScheme(bands=BANDS), **prizes
    )
    plain = article("Giải thưởng", **prizes)
    assert "Giải tập thể được xét riêng trong từng khối." not in plain
    assert any(line.startswith("Giải tập thể được xét giữa các đơn vị trực thuộc trực tiếp") for line in plain)

"""Printed rules: the order of units, with weights as a formula, the bands and the quotas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.contests.place_articles import order
from quiz.contests.prose import Block, Lines, Names, listed, quoted, two
from quiz.contests.rules import ContestRules, Total
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from quiz.contests.wording import UNIT_CRITERIA, weight_words
from quiz.core.vietnamese import number
from quiz.units.kinds import title_of

VALUES = {
    UnitCriterion.PEOPLE: "số người dự thi",
    UnitCriterion.ATTEMPTS: "số lượt thi",
    UnitCriterion.RATE: "tỷ lệ dự thi tính bằng phần trăm (số người dự thi trên tổng số người của đơn vị)",
    UnitCriterion.MEAN_SCORE: "điểm trung bình của những người dự thi",
    UnitCriterion.FULL_SCORES: "số người đạt điểm tối đa",
    UnitCriterion.TOP_MEAN: "điểm trung bình của những người dẫn đầu đơn vị",
    UnitCriterion.PRIZE_POINTS: "điểm thưởng từ giải cá nhân",
    UnitCriterion.QUOTA: "mức hoàn thành chỉ tiêu số lượt thi tính bằng phần trăm",
}
EVERY_UNIT = "mọi đơn vị"
ANYWHERE = "không phân biệt đơn vị cấp trên"
LAST_RESORT = (UnitCriterion.MEAN_SCORE, UnitCriterion.FULL_SCORES)
NOUNS = {
    UnitCriterion.MEAN_SCORE: "điểm trung bình của những người dự thi",
    UnitCriterion.FULL_SCORES: "số người đạt điểm tối đa",
}
LETTERS = "ABCDEGHIKLMNPQRSTUVXY"


def units(rules: ContestRules, names: Names, *, has_several_rounds: bool) -> Iterator[Block]:
    """Which units are compared, by what, and who counts for a unit."""
    scheme = rules.unit_scheme
    yield from _compared(scheme, names)
    yield from order("Đơn vị", "", [UNIT_CRITERIA[one] for one in rules.unit_order])
    used = {*rules.unit_order}
    if UnitCriterion.POINTS in used and scheme.weights:
        yield from _formula(scheme)
        used |= {weight.criterion for weight in scheme.weights}
    yield from _meanings(rules, used)
    yield from _quotas(scheme, UnitCriterion.QUOTA in used, names)
    yield from _ties(rules.unit_order)
    yield from _people(has_several_rounds and rules.contest_total is Total.SUM)


def _ties(criteria: Sequence[UnitCriterion]) -> Iterator[Block]:
    further = [NOUNS[one] for one in LAST_RESORT if one not in criteria]
    if further:
        given = "tiêu chí trên" if len(criteria) == 1 else "các tiêu chí trên"
        yield f"Đơn vị bằng nhau ở {given} được xét tiếp theo {', rồi theo '.join(further)}; cao hơn thì xếp trên."
    yield "Đơn vị vẫn bằng nhau được xếp đồng hạng, ví dụ: 1, 2, 2, 4."


def _compared(scheme: UnitScheme, names: Names) -> Iterator[Block]:
    if scheme.bands:
        several = len(scheme.bands) > 1
        parted = f"Đơn vị được chia thành {two(len(scheme.bands))} khối, xếp hạng riêng trong từng khối"
        yield f"{parted if several else 'Chỉ những đơn vị thuộc khối sau được xếp hạng'}, {ANYWHERE}:"
        yield Lines(tuple(f"{_band_name(one)}: {_band_words(one, names)}." for one in scheme.bands))
        if several:
            yield "Đơn vị đáp ứng điều kiện của nhiều khối thuộc khối nêu trước."
        if any(one.min_headcount is not None or one.max_headcount is not None for one in scheme.bands):
            yield "Đơn vị chưa có số liệu về tổng số người không thuộc khối có điều kiện về số người."
        if all(_band_words(one, names) != EVERY_UNIT for one in scheme.bands):
            yield "Đơn vị không thuộc khối nào nêu trên có tên trong danh sách nhưng không được xếp hạng."
    else:
        yield "Những đơn vị cùng trực thuộc một đơn vị cấp trên được xếp hạng với nhau."
    if scheme.min_headcount > 0:
        yield (
            f"Đơn vị có dưới {two(scheme.min_headcount)} người, hoặc chưa có số liệu về tổng số người, có tên trong "
            "danh sách nhưng không được xếp hạng."
        )


def _band_name(band: Band) -> str:
    return band.title if band.title.lower().startswith("khối") else f"Khối {band.code} – {band.title}"


def _band_words(band: Band, names: Names) -> str:
    said = list(_unit_conditions(band.kinds, band.units, names))
    least, most = band.min_headcount, band.max_headcount
    if least is not None and most is not None:
        said.append(f"có từ {two(least)} đến {two(most)} người")
    elif least is not None:
        said.append(f"có từ {two(least)} người trở lên")
    elif most is not None:
        said.append(f"có đến {two(most)} người")
    return f"đơn vị {'; đồng thời '.join(said)}" if said else EVERY_UNIT


def _unit_conditions(kinds: Sequence[str], units: Sequence[str], names: Names) -> Iterator[str]:
    if kinds:
        yield f"thuộc loại {quoted([title_of(kind) for kind in kinds])}"
    if units:
        yield f"là {listed([names.get(code, code) for code in units], 'hoặc')}"


def _formula(scheme: UnitScheme) -> Iterator[Block]:
    letters = LETTERS[: len(scheme.weights)]
    parts = [_part(weight, letter) for weight, letter in zip(scheme.weights, letters, strict=True)]
    yield f"Tổng điểm của đơn vị = {' + '.join(parts)}, không làm tròn, trong đó:"
    yield Lines(
        tuple(
            f"{letter} là {_value(weight, bool(scheme.bands))}."
            for weight, letter in zip(scheme.weights, letters, strict=True)
        )
    )


def _part(weight: Weight, letter: str) -> str:
    return letter if weight.weight_milli == 1000 else f"{weight_words(weight.weight_milli)} × {letter}"


def _value(weight: Weight, has_bands: bool) -> str:
    value = VALUES[weight.criterion]
    if weight.scale is Scale.RAW:
        return value
    among = "trong khối" if has_bands else "trong số các đơn vị được so sánh"
    return f"{value}, chia cho giá trị cao nhất {among} rồi nhân với 100"


def _meanings(rules: ContestRules, used: set[UnitCriterion]) -> Iterator[Block]:
    scheme = rules.unit_scheme
    if UnitCriterion.RATE in used:
        cap = scheme.rate_cap_percent
        how = "không bị giới hạn mức cao nhất" if cap is None else f"tính nhiều nhất {number(cap)}%"
        unknown = "xếp sau các đơn vị có tỷ lệ" if UnitCriterion.RATE in rules.unit_order else "được tính tỷ lệ bằng 0"
        yield f"Khi xếp hạng, tỷ lệ dự thi {how}. Đơn vị chưa có số liệu về tổng số người {unknown}."
    if UnitCriterion.TOP_MEAN in used:
        yield (
            f"Những người dẫn đầu đơn vị là {two(scheme.top_k)} người có điểm cao nhất; đơn vị có ít người dự thi hơn "
            "thì tính trên tất cả người dự thi của đơn vị."
        )
    if UnitCriterion.PRIZE_POINTS in used:
        yield "Điểm thưởng của đơn vị là tổng điểm thưởng của các giải cá nhân mà người của đơn vị đạt được."


def _quotas(scheme: UnitScheme, is_used: bool, names: Names) -> Iterator[Block]:
    if not scheme.quotas:
        return
    yield "Chỉ tiêu số lượt thi của đơn vị:"
    yield Lines(
        tuple(f"{_quota_who(one, names, place > 0)}: {_quota_words(one)}." for place, one in enumerate(scheme.quotas))
    )
    several = " Đơn vị thuộc nhiều mức áp dụng mức nêu trước." if len(scheme.quotas) > 1 else ""
    if any(one.max_headcount is not None for one in scheme.quotas):
        several += " Mức có điều kiện về số người không áp dụng cho đơn vị chưa có số liệu về tổng số người."
    if is_used:
        how = "Mức hoàn thành chỉ tiêu là tỷ lệ số lượt thi đã thực hiện trên chỉ tiêu được giao, tính nhiều nhất 100%."
    else:
        how = "Mức hoàn thành chỉ tiêu được công bố để theo dõi, không dùng để xếp hạng."
    everybody = any(not list(_quota_conditions(one, {})) for one in scheme.quotas)
    nothing = " Đơn vị không có chỉ tiêu xếp sau các đơn vị có chỉ tiêu." if is_used and not everybody else ""
    yield how + several + nothing


def _quota_conditions(quota: Quota, names: Names) -> Iterator[str]:
    yield from _unit_conditions(quota.kinds, quota.units, names)
    if quota.max_headcount is not None:
        yield f"có đến {two(quota.max_headcount)} người"


def _quota_who(quota: Quota, names: Names, is_later: bool) -> str:
    said = list(_quota_conditions(quota, names))
    if said:
        return f"Đơn vị {'; đồng thời '.join(said)}"
    return "Đơn vị khác" if is_later else "Mọi đơn vị"


def _quota_words(quota: Quota) -> str:
    asked = []
    if quota.each_round is not None:
        asked.append(f"ít nhất {two(quota.each_round)} lượt thi trong mỗi vòng")
    if quota.total is not None:
        asked.append(f"ít nhất {two(quota.total)} lượt thi trong toàn cuộc thi")
    return listed(asked) or "không giao chỉ tiêu"


def _people(is_added: bool) -> Iterator[Block]:
    yield (
        "Mỗi thí sinh được tính một lần cho đơn vị của mình và một lần cho mỗi đơn vị cấp trên, theo đơn vị của thí "
        "sinh khi bắt đầu lượt thi đầu tiên của vòng; chuyển đơn vị thì tính cho đơn vị mới từ vòng sau. Danh sách "
        "đơn vị, tên gọi và tổng số người của đơn vị được chốt khi mở vòng thi."
    )
    if is_added:
        yield "Ở kết quả toàn cuộc thi, thí sinh được tính cho đơn vị ở vòng mà mình dự sau cùng."

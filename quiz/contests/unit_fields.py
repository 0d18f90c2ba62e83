"""The ranking of units in a contest file: weights, cap, bands, quotas."""

from __future__ import annotations

import re

from quiz.contests.entrant_fields import need_order, read_code, read_kinds, read_units
from quiz.contests.fields import Fields
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight

MOST_HEADS = 10_000_000
MOST_ASKED = 100_000_000
HEAVIEST = 1000
MOST_BANDS = 50
_DEFAULT = UnitScheme()
_DECIMAL = re.compile(r"(\d{1,4})(?:[.,](\d{1,3}))?", re.ASCII)


def read_unit_scheme(fields: Fields) -> UnitScheme:
    """Everything about the ranking of units besides the order of criteria."""
    one = fields.child("unit_scheme")
    if one is None:
        return UnitScheme()
    found = UnitScheme(
        weights=_weights(one),
        rate_cap_percent=_cap(one),
        min_headcount=one.whole("min_headcount", 0, MOST_HEADS, default=_DEFAULT.min_headcount),
        top_k=one.whole("top_k", 1, 10_000, default=_DEFAULT.top_k),
        bands=_bands(one),
        quotas=tuple(_quota(quota) for quota in one.groups("quotas", MOST_BANDS)),
    )
    one.finish()
    return found


def _cap(fields: Fields) -> int | None:
    if fields.is_none("rate_cap_percent"):
        return None
    return fields.whole("rate_cap_percent", 1, 1000, default=_DEFAULT.rate_cap_percent)


def _weights(fields: Fields) -> tuple[Weight, ...]:
    found: list[Weight] = []
    for one in fields.groups("weights", len(UnitCriterion)):
        criterion = one.choice("criterion", UnitCriterion)
        if one.has("criterion"):
            one.is_new("criterion", criterion, [earlier.criterion for earlier in found])
        if criterion is UnitCriterion.POINTS:
            one.wrong("criterion", "tổng điểm (points) không thể cộng từ chính nó; vui lòng chọn tiêu chí khác")
        found.append(Weight(criterion, _weight(one), one.choice("scale", Scale, Scale.RAW)))
        one.finish()
    return tuple(found)


def _weight(fields: Fields) -> int:
    """A weight in thousandths, written with a point or a comma."""
    text = fields.raw("weight", required=True)
    if text is None:
        return 1000
    found = _DECIMAL.fullmatch(text)
    milli = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")) if found else 0
    if not 0 < milli <= HEAVIEST * 1000:
        wanted = "phải là số lớn hơn 0, nhiều nhất %(most)s, có tối đa ba chữ số thập phân, không phải “%(value)s”"
        fields.wrong("weight", wanted, most=HEAVIEST, value=text[:40])
        return 1000
    return milli


def _bands(fields: Fields) -> tuple[Band, ...]:
    found: list[Band] = []
    for one in fields.groups("bands", MOST_BANDS):
        code = read_code(one, [earlier.code for earlier in found])
        band = Band(
            code=code,
            title=one.text("title", 200, required=True),
            kinds=read_kinds(one),
            units=read_units(one),
            min_headcount=one.optional("min_headcount", 0, MOST_HEADS),
            max_headcount=one.optional("max_headcount", 0, MOST_HEADS),
        )
        need_order(one, "min_headcount", "max_headcount", band.min_headcount, band.max_headcount)
        found.append(band)
        one.finish()
    return tuple(found)


def _quota(fields: Fields) -> Quota:
    found = Quota(
        each_round=fields.optional("each_round", 1, MOST_ASKED),
        total=fields.optional("total", 1, MOST_ASKED),
        kinds=read_kinds(fields),
        units=read_units(fields),
        max_headcount=fields.optional("max_headcount", 1, MOST_HEADS),
    )
    if not (fields.has("each_round") or fields.has("total")):
        fields.wrong("each_round", "phải ghi số lượt thi của mỗi vòng (each_round) hoặc của cả cuộc thi (total)")
    fields.finish()
    return found

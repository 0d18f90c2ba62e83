"""What the console's forms call the choices of a contest's rules."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from question_bank.levels import Level
from quiz.contests.awards import OnePerPerson
from quiz.contests.groups import Staff
from quiz.contests.rules import ANY, Counted, Criterion, Hidden, Meaning, Shown, Total
from quiz.contests.unit_scheme import Scale, UnitCriterion

Options = dict[str, LazyString | str]

LEVELS: Options = {ANY: _("Mọi mức độ")} | {level.value: _(level.label) for level in Level}
COUNTED: Options = {
    Counted.BEST: _("Lượt có kết quả tốt nhất"),
    Counted.FIRST: _("Lượt đầu tiên"),
    Counted.LAST: _("Lượt cuối cùng"),
}
TOTAL: Options = {
    Total.NONE: _("Xét riêng từng vòng"),
    Total.SUM: _("Xét từng vòng và cộng các vòng thành kết quả toàn cuộc thi"),
}
CRITERIA: Options = {
    Criterion.SCORE: _("Điểm cao hơn"),
    Criterion.PREDICTION: _("Dự đoán sát hơn"),
    Criterion.DURATION: _("Làm bài nhanh hơn (thời gian làm bài ngắn hơn)"),
    Criterion.SUBMITTED_AT: _("Nộp bài sớm hơn"),
    Criterion.STARTED_AT: _("Bắt đầu làm bài sớm hơn"),
    Criterion.ATTEMPTS: _("Số lượt thi ít hơn"),
    Criterion.FULL_SCORE_ATTEMPTS: _("Số lượt thi đạt điểm tối đa nhiều hơn"),
    Criterion.LOTS: _("Bốc thăm bằng hạt giống đã cam kết trước"),
    Criterion.BOARD: _("Ban tổ chức quyết định"),
}
UNIT_CRITERIA: Options = {
    UnitCriterion.PEOPLE: _("Số người dự thi"),
    UnitCriterion.ATTEMPTS: _("Số lượt thi"),
    UnitCriterion.RATE: _("Tỷ lệ người dự thi trên tổng số người"),
    UnitCriterion.MEAN_SCORE: _("Điểm trung bình"),
    UnitCriterion.FULL_SCORES: _("Số người đạt điểm tối đa"),
    UnitCriterion.TOP_MEAN: _("Điểm trung bình của những người dẫn đầu"),
    UnitCriterion.PRIZE_POINTS: _("Điểm thưởng từ giải cá nhân"),
    UnitCriterion.POINTS: _("Tổng điểm theo trọng số"),
    UnitCriterion.QUOTA: _("Mức hoàn thành chỉ tiêu lượt thi"),
}
WEIGHED: Options = {one: label for one, label in UNIT_CRITERIA.items() if one != UnitCriterion.POINTS}
SCALES: Options = {
    Scale.RAW: _("Giữ nguyên giá trị"),
    Scale.BEST: _("Đơn vị cao nhất được 100"),
}
SHOWN: Options = {
    Shown.NOW: _("Ngay sau khi nộp bài"),
    Shown.AFTER_ROUND: _("Sau khi vòng thi kết thúc"),
    Shown.AFTER_APPROVAL: _("Sau khi phê duyệt kết quả"),
    Shown.NEVER: _("Không công bố"),
}
MEANINGS: Options = {
    "": _("Không có câu hỏi dự đoán"),
    Meaning.PEOPLE: _("Số người dự thi trong vòng"),
    Meaning.FULL_SCORES: _("Số người đạt điểm tối đa trong vòng"),
    Meaning.ATTEMPTS: _("Số lượt thi trong vòng"),
    Meaning.FULL_SCORE_PERCENT: _("Tỷ lệ phần trăm người đạt điểm tối đa"),
}
HIDDEN: Options = {
    Hidden.TOTALS: _("Ẩn số liệu được hỏi và các số cộng lại thành nó"),
    Hidden.ALL: _("Ẩn mọi số liệu tổng hợp"),
    Hidden.NONE: _("Không ẩn gì"),
}
STAFF: Options = {
    Staff.UNRANKED: _("Được thi nhưng không xếp hạng"),
    Staff.RANKED: _("Được thi và xếp hạng như mọi người"),
    Staff.BARRED: _("Không được dự thi"),
}
ONE_PRIZE: Options = {
    OnePerPerson.NONE: _("Không giới hạn"),
    OnePerPerson.FIRST: _("Một giải: giải đạt được đầu tiên theo thứ tự các vòng"),
    OnePerPerson.HIGHEST: _("Một giải: giải cao nhất"),
}
WEEKDAYS: Options = {
    "Thứ Hai": _("Thứ Hai"),
    "Thứ Ba": _("Thứ Ba"),
    "Thứ Tư": _("Thứ Tư"),
    "Thứ Năm": _("Thứ Năm"),
    "Thứ Sáu": _("Thứ Sáu"),
    "Thứ Bảy": _("Thứ Bảy"),
    "Chủ nhật": _("Chủ nhật"),
}
OWN: Options = {"": _("Như quy định chung"), "true": _("Có"), "false": _("Không")}
OWN_SCHEDULES: Options = {
    "": _("Như quy định chung, hoặc ghi giờ riêng dưới đây"),
    "none": _("Vòng này không có giờ nghỉ, ngày nghỉ"),
}
OWN_PREDICTIONS: Options = {
    "": _("Như quy định chung, hoặc ghi câu hỏi riêng dưới đây"),
    "none": _("Vòng này không có câu hỏi dự đoán"),
}
OWN_MEANINGS: Options = {**MEANINGS, "": _("Như quy định chung")}
STATES: Options = {
    "upcoming": _("Sắp mở"),
    "open": _("Đang mở"),
    "paused": _("Đang tạm dừng"),
    "over": _("Đã kết thúc"),
}

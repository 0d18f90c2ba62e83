"""What a field of the form is called away from its place: in lists of mistakes and of differences."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from quiz.contests.posted import at

Names = dict[str, LazyString]
_l = lazy_gettext

GROUPS: Names = {
    "rounds": _l("Vòng thi"),
    "schedule": _l("Giờ nghỉ"),
    "paper": _l("Đề thi"),
    "cells": _l("Cơ cấu đề"),
    "tie_break": _l("Xếp hạng cá nhân, tiêu chí"),
    "entrants": _l("Ai được dự thi"),
    "unranked": _l("Không xếp hạng"),
    "barred": _l("Không được dự thi"),
    "divisions": _l("Bảng thi"),
    "prizes": _l("Giải thưởng"),
    "unit_order": _l("Xếp hạng đơn vị, tiêu chí"),
    "unit_scheme": _l("Xếp hạng đơn vị"),
    "weights": _l("Trọng số"),
    "bands": _l("Khối thi đua"),
    "quotas": _l("Chỉ tiêu lượt thi"),
    "review": _l("Xem kết quả"),
    "prediction": _l("Câu hỏi dự đoán"),
    "units_each_round": _l("Giải tập thể mỗi vòng"),
    "units_total": _l("Giải tập thể toàn cuộc thi"),
}
FIELDS: Names = {
    "slug": _l("Địa chỉ trang cuộc thi"),
    "title": _l("Tên"),
    "summary": _l("Lời giới thiệu"),
    "owner_unit": _l("Đơn vị tổ chức"),
    "bank": _l("Ngân hàng câu hỏi"),
    "demo": _l("Dữ liệu minh họa"),
    "number": _l("Số thứ tự"),
    "opens_at": _l("Giờ mở"),
    "closes_at": _l("Giờ đóng"),
    "practice": _l("Thi thử"),
    "closed_hours": _l("Giờ nghỉ hằng ngày"),
    "open_hours": _l("Giờ mở hằng ngày"),
    "closed_weekdays": _l("Ngày nghỉ hằng tuần"),
    "closed_days": _l("Ngày nghỉ khác"),
    "topic": _l("Chủ đề"),
    "level": _l("Mức độ"),
    "count": _l("Số lượng"),
    "same_for_all": _l("Chung một bộ câu hỏi"),
    "shuffle_items": _l("Xáo trộn câu hỏi"),
    "shuffle_options": _l("Xáo trộn phương án"),
    "points_per_item": _l("Điểm mỗi câu đúng"),
    "time_limit_minutes": _l("Thời gian làm bài (phút)"),
    "time_limit_seconds": _l("Thời gian làm bài (giây)"),
    "attempts_allowed": _l("Số lượt thi"),
    "counted_attempt": _l("Lượt thi được tính"),
    "grace_seconds": _l("Số giây bù khi hết giờ"),
    "complete_only": _l("Chỉ tính bài trả lời đủ"),
    "full_scores_only": _l("Chỉ xếp hạng người đạt điểm tối đa"),
    "contest_total": _l("Kết quả toàn cuộc thi"),
    "units": _l("Đơn vị"),
    "kinds": _l("Loại đơn vị"),
    "posts": _l("Chức vụ"),
    "min_age": _l("Tuổi tối thiểu"),
    "max_age": _l("Tuổi tối đa"),
    "staff": _l("Người tổ chức và soạn câu hỏi"),
    "logins": _l("Tên đăng nhập"),
    "code": _l("Mã"),
    "worth": _l("Giá trị"),
    "points": _l("Điểm thưởng"),
    "one_per_person": _l("Mỗi người một giải"),
    "most_percent": _l("Tỷ lệ giải tối đa"),
    "others": _l("Giải khác"),
    "criterion": _l("Tiêu chí"),
    "weight": _l("Trọng số"),
    "scale": _l("Cách tính"),
    "rate_cap_percent": _l("Tỷ lệ dự thi tính tối đa"),
    "min_headcount": _l("Số người tối thiểu"),
    "max_headcount": _l("Số người tối đa"),
    "top_k": _l("Số người dẫn đầu"),
    "each_round": _l("Mỗi vòng"),
    "total": _l("Toàn cuộc thi"),
    "score": _l("Điểm"),
    "correctness": _l("Câu nào đúng"),
    "key": _l("Đáp án"),
    "question": _l("Nội dung câu hỏi"),
    "meaning": _l("Câu hỏi dự đoán hỏi về"),
    "hide_while_open": _l("Ẩn số liệu"),
    "note": _l("Quy định khác"),
}


def title_of(name: str) -> str:
    """ "Vòng thi 2, giờ đóng" of `rounds.1.closes_at`."""
    words: list[str] = []
    for part in name.split("."):
        if part.isdigit() and words:
            words[-1] = _("%(title)s %(number)s", title=words[-1], number=int(part) + 1)
        else:
            title = str(at(GROUPS, [part]) or at(FIELDS, [part]) or part)
            words.append(title[:1].lower() + title[1:] if words else title)
    return ", ".join(words)

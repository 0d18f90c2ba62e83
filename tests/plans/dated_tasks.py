"""When the tasks of the four plans are due, read from the words of the documents and not from the plan files.

Of every dated task the periods, each with its last day in time; a day that follows an event stands as the event's name.
The words are quoted where they leave room. "Trước ngày" ends a day earlier; a month, a quarter and a year end with
their last day. The four documents: Bắc Giang, Cao Bằng and Hà Tĩnh for 2024, the Khối of Trà Vinh for 2021 to 2025
(issued on 20 October 2021, so that nothing can be due in 2020).
"""

from __future__ import annotations

from datetime import date

Due = list[tuple[str, date | str]]


def once(year: int, month: int, day: int) -> Due:
    """A single day."""
    return [("", date(year, month, day))]


def ends(*days: tuple[str, int, int, int]) -> Due:
    """A day for each period."""
    return [(period, date(year, month, day)) for period, year, month, day in days]


MONTHLY: Due = ends(
    ("2024-01", 2024, 1, 31),
    ("2024-02", 2024, 2, 29),
    ("2024-03", 2024, 3, 31),
    ("2024-04", 2024, 4, 30),
    ("2024-05", 2024, 5, 31),
    ("2024-06", 2024, 6, 30),
    ("2024-07", 2024, 7, 31),
    ("2024-08", 2024, 8, 31),
    ("2024-09", 2024, 9, 30),
    ("2024-10", 2024, 10, 31),
    ("2024-11", 2024, 11, 30),
    ("2024-12", 2024, 12, 31),
)
QUARTERLY: Due = ends(
    ("2024-Q1", 2024, 3, 31), ("2024-Q2", 2024, 6, 30), ("2024-Q3", 2024, 9, 30), ("2024-Q4", 2024, 12, 31)
)
YEAR_END: Due = ends(("2024", 2024, 12, 31))
FIVE_YEAR_ENDS: Due = ends(
    ("2021", 2021, 12, 31),
    ("2022", 2022, 12, 31),
    ("2023", 2023, 12, 31),
    ("2024", 2024, 12, 31),
    ("2025", 2025, 12, 31),
)
QUARTER_I, QUARTER_III, QUARTER_IV = once(2024, 3, 31), once(2024, 9, 30), once(2024, 12, 31)

BAC_GIANG: dict[str, Due] = {
    # 25 "Trong sinh hoạt chi bộ định kỳ hằng tháng": 27, 29
    "BG-09": MONTHLY,
    "BG-10": MONTHLY,
    "BG-11": MONTHLY,
    "BG-12": MONTHLY,
    "BG-13": MONTHLY,
    # 31 "Trong học tập, sinh hoạt hằng quý, sinh hoạt chuyên đề": 33, 35; 37 "Sau mỗi đợt sinh hoạt chuyên đề hằng quý"
    "BG-14": QUARTERLY,
    "BG-15": QUARTERLY,
    "BG-16": QUARTERLY,
    # 47 "xong trước ngày 15/01/2024, cấp cơ sở xong trước 31/01/2024"
    "BG-21": once(2024, 1, 14),
    "BG-22": once(2024, 1, 30),
    # 49 "gắn với tổng kết công tác xây dựng Đảng năm 2024"; đánh giá, xếp loại
    "BG-23": YEAR_END,
    "BG-24": YEAR_END,
    # 53, 55 "hoàn thành việc đăng ký trước ngày 15/02/2024"; "Cuối năm báo cáo kết quả"
    "BG-25": once(2024, 2, 14),
    "BG-26": YEAR_END,
    "BG-27": once(2024, 2, 14),
    "BG-33": once(2024, 2, 14),
    "BG-34": YEAR_END,
    # 59 "đánh giá cán bộ, đảng viên cuối năm 2024"
    "BG-36": YEAR_END,
    "BG-37": YEAR_END,
    # 63 "thời gian hoàn thành trong quý I/2024"
    "BG-38": QUARTER_I,
    "BG-39": QUARTER_I,
    "BG-42": QUARTER_I,
    # 65 "Hằng tháng"
    "BG-43": MONTHLY,
    "BG-44": MONTHLY,
    # 67 "thời gian hoàn thành trong quý III/2024"
    "BG-45": QUARTER_III,
    # 79 "sau khi có Hướng dẫn của Trung ương"
    "BG-51": [("", "central_guidance")],
    # 93 "Hằng quý"
    "BG-62": QUARTERLY,
    # 135 "học tập chuyên đề hằng quý"; "trong báo cáo năm"
    "BG-124": QUARTERLY,
    "BG-125": YEAR_END,
    # 141 "gắn với tổng kết năm 2024"; "dịp kỷ niệm 134 năm Ngày sinh nhật Bác (19/5/1890-19/5/2024)"
    "BG-128": YEAR_END,
    "BG-129": YEAR_END,
    "BG-130": once(2024, 5, 19),
    # 149 "hoàn thành trước ngày 15/01/2024"; "hoàn thành trước ngày 31/01/2024"
    "BG-132": once(2024, 1, 14),
    "BG-133": once(2024, 1, 30),
}

CAO_BANG: dict[str, Due] = {
    # 17 "xây dựng kế hoạch của địa phương, cơ quan, đơn vị mình", whose time 65 gives: "trong quý I năm 2024"
    "CB-02": QUARTER_I,
    # 31 "xuất bản và phát hành … trong quý I/2024"
    "CB-05": QUARTER_I,
    # 41 "hoàn thành trong quý I/2024"
    "CB-10": QUARTER_I,
    # 43 "hoàn thành chậm nhất 01 tháng sau Hội nghị trực tuyến toàn tỉnh"
    "CB-12": [("", "provincial_conference")],
    # 49 "sinh hoạt định kỳ hằng tháng tại chi bộ"
    "CB-14": MONTHLY,
    # 51 "theo định kỳ hằng quý"
    "CB-16": QUARTERLY,
    "CB-17": QUARTERLY,
    # 59, 61, 63 with 65 "Hoàn thành trong quý I năm 2024"; "khi tổng kết công tác Đảng cuối năm"
    "CB-18": QUARTER_I,
    "CB-19": QUARTER_I,
    "CB-23": YEAR_END,
    "CB-24": YEAR_END,
    "CB-25": QUARTER_I,
    # 73 "Chậm nhất 01 tháng sau khi được tham dự Hội nghị học tập, quán triệt"; 69 "xếp loại đảng viên cuối năm"
    "CB-26": [("", "own_conference")],
    "CB-27": YEAR_END,
    "CB-29": [("", "own_conference")],
    # 87 "Trong năm, tổ chức ít nhất 01 lần"
    "CB-32": YEAR_END,
    "CB-33": YEAR_END,
    # 99 "trong Kế hoạch học tập và làm theo", whose time is that of 73
    "CB-40": [("", "own_conference")],
    # 107 "Trong quý IV/2024"
    "CB-41": QUARTER_IV,
    "CB-43": QUARTER_IV,
    # 117 "giao ban báo chí định kỳ hằng tháng"
    "CB-50": MONTHLY,
    # 127 "Thời gian hoàn thành Chương trình kiểm tra, giám sát: Quý I/2024"
    "CB-53": QUARTER_I,
    # 133 "gửi về Tỉnh uỷ … trước ngày 10/12/2024"; "khen thưởng theo định kỳ hàng năm"
    "CB-57": once(2024, 12, 9),
    "CB-58": once(2024, 12, 9),
    "CB-59": YEAR_END,
    # 143, 153: repeats, with the times of 41 and 107
    "CB-61": QUARTER_I,
    "CB-62": QUARTER_IV,
    # 170 "cuối năm báo cáo cấp trên"
    "CB-75": YEAR_END,
    # 207 "Triển lãm thường niên"
    "CB-81": YEAR_END,
    # 235, 241 "trong tuần sinh hoạt chính trị đầu khóa"
    "CB-98": [("", "course_opening_week")],
    "CB-101": [("", "course_opening_week")],
    # 249 "Thời gian hoàn thành kế hoạch: Quý I/2024"
    "CB-105": QUARTER_I,
}

HA_TINH: dict[str, Due] = {
    # 27 "trong tháng 02 năm 2024"
    "HT-11": once(2024, 2, 29),
    # 29 "hoàn thành trước 15 tháng 4 năm 2024"
    "HT-12": once(2024, 4, 14),
    # 49 to 53 "Hoàn thành trước ngày 15 tháng 3 năm 2024"; 51 "đánh giá, xếp loại chất lượng … năm 2024"
    "HT-19": once(2024, 3, 14),
    "HT-20": once(2024, 3, 14),
    "HT-26": YEAR_END,
    "HT-27": once(2024, 3, 14),
    "HT-28": once(2024, 3, 14),
    # 65, 67 "hoàn thành trong tháng 3 năm 2024"; "đánh giá, xếp loại cuối năm"
    "HT-51": once(2024, 3, 31),
    "HT-57": once(2024, 3, 31),
    "HT-58": YEAR_END,
    # 79 "báo cáo Ban Tuyên giáo Tỉnh ủy trong Quý I/2024"
    "HT-67": QUARTER_I,
    "HT-68": QUARTER_I,
    # 99 "trước ngày 29/2/2024"; "trong tháng 4 năm 2024"
    "HT-88": once(2024, 2, 28),
    "HT-89": once(2024, 4, 30),
    # 109 "đánh giá, phân loại tập thể, cá nhân năm 2024"
    "HT-99": YEAR_END,
}

TRA_VINH: dict[str, Due] = {
    # 35 "hướng dẫn học tập chuyên đề năm 2023, 2024, 2025"
    "TV-11": FIVE_YEAR_ENDS[2:],
    # 37 "Từ năm 2021 và 2022"
    "TV-13": FIVE_YEAR_ENDS[:2],
    # 39 "Từ năm 2023, 2024, 2025: Học tập 03 chuyên đề"
    "TV-14": FIVE_YEAR_ENDS[2:],
    # 39 "từ năm 2022 trở đi hoàn thành chuyên đề năm sau vào đầu quý IV của năm trước đó": the quarter's last day
    "TV-15": ends(("2023", 2022, 12, 31), ("2024", 2023, 12, 31), ("2025", 2024, 12, 31)),
    # 41 "vào năm 2022"
    "TV-16": once(2022, 12, 31),
    "TV-17": once(2022, 12, 31),
    # 51 "đánh giá, xếp loại … hằng năm"
    "TV-23": FIVE_YEAR_ENDS,
    # 61, 63 "vào cuối tháng 11 năm 2021"; "từng năm vào quý IV của năm trước đó"; "tổng kết … cuối năm"
    "TV-30": once(2021, 11, 30),
    "TV-31": ends(("2022", 2021, 12, 31), ("2023", 2022, 12, 31), ("2024", 2023, 12, 31), ("2025", 2024, 12, 31)),
    "TV-32": FIVE_YEAR_ENDS,
    # 65 "vào cuối tháng 11 năm 2021"; "từng năm vào cuối quý IV của năm trước đó"; "cuối năm"
    "TV-33": once(2021, 11, 30),
    "TV-34": ends(("2022", 2021, 12, 31), ("2023", 2022, 12, 31), ("2024", 2023, 12, 31), ("2025", 2024, 12, 31)),
    "TV-35": FIVE_YEAR_ENDS,
    "TV-36": FIVE_YEAR_ENDS,
    # 83 "trong kế hoạch học tập và làm theo Bác toàn khóa và từng năm"
    "TV-42": FIVE_YEAR_ENDS,
    # 89 "vào dịp tổng kết cuối năm"
    "TV-46": FIVE_YEAR_ENDS,
    # 95 "nhân dịp các ngày kỷ niệm": which ones, the document does not say
    "TV-48": FIVE_YEAR_ENDS,
    # 111 "Hoàn thành trong quý IV năm 2021"
    "TV-59": once(2021, 12, 31),
    # 115 "nhân dịp kỷ niệm Ngày sinh của Người": no day, and whether every year is not said
    "TV-62": FIVE_YEAR_ENDS,
    # 143, 145 "Quý IV hàng năm hoàn thành xây dựng kế hoạch của năm kế tiếp"
    "TV-79": FIVE_YEAR_ENDS,
    "TV-80": FIVE_YEAR_ENDS,
    "TV-81": FIVE_YEAR_ENDS,
    "TV-82": FIVE_YEAR_ENDS,
    # 155 "tháng 02 hàng năm (riêng năm 2021 báo cáo trước ngày 15/12/2021)"; "tháng 02/2023"; "tháng 11/2025"
    "TV-85": ends(("2022", 2022, 2, 28), ("2023", 2023, 2, 28), ("2024", 2024, 2, 29), ("2025", 2025, 2, 28)),
    "TV-86": once(2021, 12, 14),
    "TV-87": once(2023, 2, 28),
    "TV-88": once(2025, 11, 30),
    "TV-89": once(2023, 2, 28),
    "TV-90": once(2025, 11, 30),
    # 157 "quý I/2023"; "quý IV/2025"
    "TV-91": once(2023, 3, 31),
    "TV-92": once(2025, 12, 31),
    "TV-93": once(2023, 3, 31),
    "TV-94": once(2025, 12, 31),
    # 159 "tổng hợp báo cáo hàng năm"
    "TV-96": FIVE_YEAR_ENDS,
}

DATED: dict[str, dict[str, Due]] = {
    "bac-giang-2024": BAC_GIANG,
    "cao-bang-2024": CAO_BANG,
    "ha-tinh-2024": HA_TINH,
    "tra-vinh-2021-2025": TRA_VINH,
}

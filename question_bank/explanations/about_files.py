"""Findings about syntax and about the file as a whole."""

from __future__ import annotations

from question_bank.explanations.explanation import Explanation

ABOUT_FILES = {
    "braces": Explanation(
        "Ngoặc { } không đủ cặp",
        "Phần đáp án của GIFT phải nằm trọn trong một cặp ngoặc, không có dòng trống bên trong.",
        "Sửa ngoặc; ngoặc trong lời văn viết thành \\{ và \\}.",
    ),
    "loose_start": Explanation(
        "Chữ đứng trước dấu = hoặc ~",
        "Trong ngoặc có chữ trước phương án đầu tiên; chữ ấy được hiểu là một phương án.",
        "Thêm dấu ~ hoặc = trước phương án.",
    ),
    "gap": Explanation(
        "Chỗ trống giữa câu",
        "Phần đáp án nằm giữa câu nên được thay bằng chỗ trống “_____”.",
        "Không phải sửa; nên xem lại câu ở bản xem trước.",
    ),
    "latex_newline": Explanation(
        "Công thức LaTeX có thể bị sai",
        "Trong GIFT, \\n, \\{, \\} bị hiểu là ký hiệu riêng nên \\neq, \\nu mất chữ.",
        "Viết hai dấu gạch chéo: \\\\neq.",
    ),
    "markdown": Explanation(
        "Định dạng Markdown",
        "Ký hiệu Markdown được giữ nguyên như chữ.",
        "Bỏ ký hiệu định dạng nếu không muốn hiện ra.",
    ),
    "category_not_alone": Explanation(
        "$CATEGORY dính với câu khác",
        "Dòng $CATEGORY phải đứng riêng giữa hai dòng trống, nếu không, câu đứng sau sẽ bị mất.",
        "Thêm dòng trống sau dòng $CATEGORY.",
    ),
    "shape": Explanation(
        "Sai mẫu dữ liệu", "Mục trong tệp JSON thiếu hoặc sai trường.", "Sửa trường được nêu theo mẫu."
    ),
    "no_items": Explanation(
        "Không thấy câu hỏi nào",
        "Tệp mở được nhưng không có gì giống câu hỏi theo mẫu.",
        "Kiểm tra định dạng đã chọn và mẫu trình bày; thử tệp mẫu của hệ thống.",
    ),
    "empty": Explanation("Tệp rỗng", "Tệp không có nội dung.", "Chọn lại tệp."),
    "damaged": Explanation(
        "Tệp bị hỏng", "Tệp tải lên thiếu hoặc sai cấu trúc.", "Mở bằng chương trình gốc và lưu lại."
    ),
    "encrypted": Explanation("Tệp có mật khẩu", "Không mở được tệp có mật khẩu.", "Bỏ mật khẩu rồi nạp lại."),
    "legacy_office": Explanation(
        "Tệp Office đời cũ", "Tệp .doc, .xls không đọc trực tiếp được.", "Lưu lại dạng .docx hoặc .xlsx."
    ),
    "macros": Explanation(
        "Tệp có macro", "Tệp chứa chương trình nên không được nhận.", "Lưu lại dạng .docx hoặc .xlsx thường."
    ),
    "unsafe_xml": Explanation(
        "Khai báo không an toàn", "Tệp có khai báo DTD hoặc ENTITY có thể gây hại.", "Xuất lại tệp từ chương trình gốc."
    ),
    "wrong_type": Explanation(
        "Nội dung khác với tên tệp",
        "Nội dung tệp không đúng với đuôi tệp hoặc định dạng đã chọn.",
        "Chọn đúng tệp hoặc chọn lại định dạng.",
    ),
    "unknown_format": Explanation(
        "Không nhận ra định dạng", "Nội dung không giống định dạng nào.", "Chọn định dạng hoặc dùng tệp mẫu."
    ),
    "encoding": Explanation(
        "Bảng mã chữ",
        "Tệp chữ không lưu ở mã UTF-8 nên có thể sai dấu tiếng Việt.",
        "Xem lại chữ ở bản xem trước; nếu sai, lưu lại tệp ở mã UTF-8.",
    ),
    "too_large": Explanation(
        "Tệp quá lớn", "Tệp vượt mức hệ thống nhận trong một lần.", "Tách thành nhiều tệp hoặc bỏ phần thừa."
    ),
    "too_slow": Explanation(
        "Đọc tệp quá lâu",
        "Tệp phức tạp khác thường nên việc đọc bị dừng.",
        "Tách tệp hoặc lưu lại từ chương trình gốc.",
    ),
    "not_held": Explanation(
        "Định dạng xuất không giữ được",
        "Định dạng đã chọn không có chỗ cho phần này.",
        "Chọn JSON hoặc Excel nếu cần giữ.",
    ),
}

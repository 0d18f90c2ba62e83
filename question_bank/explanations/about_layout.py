"""Findings about how the file is laid out, and about single fields."""

from __future__ import annotations

from question_bank.explanations.explanation import Explanation

ABOUT_LAYOUT = {
    "number_gap": Explanation(
        "Số câu không liên tục", "Có thể sót câu hoặc đánh số nhầm.", "Đối chiếu với bản gốc và đánh lại số."
    ),
    "no_sign_behind_number": Explanation(
        "Thiếu dấu sau số câu", "“Câu 5 …” không có dấu chấm hoặc hai chấm vẫn được đọc.", "Không phải sửa."
    ),
    "line_ignored": Explanation(
        "Dòng bị bỏ qua",
        "Dòng không thuộc câu nào, thường là tiêu đề hoặc lời dẫn.",
        "Xem có phần nào của câu hỏi bị rơi ra ngoài không.",
    ),
    "line_joined": Explanation(
        "Dòng được nối vào phương án",
        "Một đoạn không có ký hiệu đứng sau phương án được hiểu là phần tiếp theo của phương án đó.",
        "Xem lại phương án ở bản xem trước.",
    ),
    "table_flattened": Explanation(
        "Bảng trong câu hỏi",
        "Bảng được đọc thành các dòng chữ.",
        "Xem lại câu ở bản xem trước; cần giữ bảng thì chèn thành hình.",
    ),
    "footnote": Explanation(
        "Có chú thích cuối trang", "Chú thích không hiện khi thi.", "Đưa nội dung cần thiết vào câu hỏi."
    ),
    "symbol": Explanation(
        "Ký hiệu đặc biệt",
        "Ký hiệu chèn bằng phông riêng không có mã chữ nên không đọc được.",
        "Gõ lại ký hiệu bằng chữ hoặc chèn thành hình.",
    ),
    "formula": Explanation(
        "Có công thức",
        "Công thức của Word không giữ được dạng khi chuyển thành chữ.",
        "Gõ công thức bằng chữ hoặc chèn thành hình.",
    ),
    "picture": Explanation(
        "Hình không nhận được",
        "Hình quá lớn, hỏng, nằm ngoài tệp hoặc thuộc dạng điện thoại không hiện được.",
        "Chèn lại hình dạng PNG hoặc JPEG ngay trong tệp.",
    ),
    "tracked_changes": Explanation(
        "Còn sửa đổi đang theo dõi",
        "Tệp còn Track Changes; đã đọc như khi chấp nhận mọi sửa đổi.",
        "Nên chấp nhận hoặc từ chối hết sửa đổi rồi lưu lại.",
    ),
    "sheet_skipped": Explanation(
        "Trang tính bị bỏ qua",
        "Trang bị ẩn hoặc không có dòng tiêu đề.",
        "Nếu trang có câu hỏi, bỏ ẩn hoặc thêm dòng tiêu đề.",
    ),
    "unknown_column": Explanation(
        "Cột không dùng đến", "Tên cột không thuộc mẫu nên được bỏ qua.", "Nếu cần cột này, sửa phần nhận cột."
    ),
    "repeated_column": Explanation(
        "Cột lặp lại", "Hai cột cùng tên; chỉ cột đầu được đọc.", "Đổi tên hoặc bỏ cột thừa."
    ),
    "no_header": Explanation(
        "Không thấy dòng tiêu đề",
        "Không biết cột nào là câu hỏi, phương án, đáp án.",
        "Thêm dòng tiêu đề, hoặc chỉ ra dòng tiêu đề và từng cột ở phần nhận cột.",
    ),
    "no_key_column": Explanation(
        "Thiếu cột đáp án",
        "Không có cột đáp án đúng thì không chấm được câu nào.",
        "Thêm cột “Đáp án đúng”, hoặc chỉ ra cột ở phần nhận cột.",
    ),
    "cell_error": Explanation(
        "Ô báo lỗi công thức", "Ô đang hiện #REF!, #N/A, … thay cho nội dung.", "Nhập lại nội dung dạng chữ."
    ),
    "cell_is_date": Explanation(
        "Excel đổi thành ngày giờ",
        "Excel tự đổi nội dung kiểu “2-9” thành ngày tháng.",
        "Xem lại ô; định dạng ô là Văn bản (Text) rồi gõ lại nếu sai.",
    ),
    "unsupported_kind": Explanation(
        "Loại câu không dùng trong cuộc thi",
        "Cuộc thi chỉ có câu một đáp án, nhiều đáp án và đúng/sai.",
        "Chuyển câu về một trong ba loại, hoặc bỏ khỏi tệp.",
    ),
    "description": Explanation(
        "Đoạn văn không phải câu hỏi", "Đoạn mô tả không có phần đáp án nên được bỏ qua.", "Không phải sửa."
    ),
    "duplicate_id": Explanation(
        "Mã câu trùng", "Hai câu cùng mã thì câu sau sẽ đè câu trước.", "Đặt mã khác hoặc bỏ trống mã."
    ),
    "long_id": Explanation("Mã câu quá dài", "Mã dài không in được trên biểu mẫu.", "Đặt mã ngắn hơn."),
    "long_topic": Explanation("Tên chủ đề quá dài", "Chủ đề dài không dùng được cho cơ cấu đề.", "Rút gọn tên chủ đề."),
    "sealed": Explanation(
        "Câu đã niêm phong",
        "Câu đã niêm phong thì không thay đổi nội dung được nữa.",
        "Tạo câu mới với mã khác nếu cần nội dung khác.",
    ),
    "near_bank": Explanation(
        "Gần trùng với câu trong ngân hàng",
        "Ngân hàng đã có câu gần giống; nhập thêm sẽ có hai câu cùng ý.",
        "Mở câu đã có để so; bỏ chọn câu mới nếu cùng ý.",
    ),
}

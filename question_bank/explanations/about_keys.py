"""Findings about the right answers."""

from __future__ import annotations

from question_bank.explanations.explanation import Explanation

ABOUT_KEYS = {
    "no_key": Explanation(
        "Chưa có đáp án đúng",
        "Câu không có đáp án thì không chấm được.",
        "Đánh dấu phương án đúng (gạch chân, tô đậm, tô màu, dấu *), ghi dòng “Đáp án: …” hoặc điền cột “Đáp án đúng”.",
    ),
    "several_keys": Explanation(
        "Nhiều đáp án trong câu một đáp án",
        "Hệ thống không tự đoán người soạn muốn chọn phương án nào.",
        "Giữ một đáp án, hoặc ghi rõ trong câu “(chọn nhiều đáp án)”.",
    ),
    "undecided_key": Explanation(
        "Không xác định được đáp án",
        "Các phương án trình bày giống nhau, hoặc dấu hiệu mâu thuẫn, nên không biết phương án nào đúng.",
        "Chỉ gạch chân hoặc tô đậm phương án đúng, hoặc ghi “Đáp án: …” dưới câu hỏi.",
    ),
    "key_conflict": Explanation(
        "Đáp án các chỗ không khớp",
        "Đáp án đánh dấu trong câu khác với đáp án ghi ở chỗ khác; hệ thống không tự chọn thay người soạn.",
        "Đối chiếu văn bản gốc rồi thống nhất một đáp án.",
    ),
    "key_unknown": Explanation(
        "Đáp án không ứng với phương án nào",
        "Chữ cái hoặc nội dung đáp án không có trong các phương án của câu.",
        "Ghi lại chữ cái đúng, hoặc bổ sung phương án còn thiếu.",
    ),
    "key_ambiguous": Explanation(
        "Đáp án có hai cách hiểu",
        "Đáp án vừa có thể là ký hiệu, vừa trùng nội dung một phương án khác.",
        "Ghi đáp án bằng chữ cái A, B, C, …",
    ),
    "key_by_text": Explanation(
        "Đáp án ghi bằng nội dung",
        "Đáp án được nhận theo nội dung trùng với một phương án.",
        "Không phải sửa; nên xem lại phương án được nhận.",
    ),
    "key_as_number": Explanation(
        "Excel đổi đáp án thành số",
        "Ô “1,3” bị Excel lưu thành số thập phân; đã đọc lại thành hai đáp án.",
        "Xem lại câu; muốn chắc chắn, định dạng cột đáp án là Văn bản (Text).",
    ),
    "key_without_question": Explanation(
        "Bảng đáp án thừa câu",
        "Bảng đáp án có số câu mà trong tệp không có; có thể câu bị đánh số sai hoặc bị sót.",
        "Đối chiếu số câu với bảng đáp án.",
    ),
    "all_options_right": Explanation(
        "Mọi phương án đều đúng",
        "Thí sinh chỉ cần chọn tất cả; thường là do đánh dấu nhầm cả khối.",
        "Kiểm tra lại đáp án của câu.",
    ),
    "partial_weights": Explanation(
        "Trọng số từng phần",
        "Cuộc thi chấm đúng cả câu mới có điểm, không chấm từng phần.",
        "Để các phương án đúng có trọng số bằng nhau, cộng lại đủ một trăm phần trăm, hoặc bỏ trọng số.",
    ),
    "penalty": Explanation(
        "Có điểm trừ",
        "Điểm trừ của phương án sai không dùng trong cuộc thi nên được bỏ qua.",
        "Không phải sửa; cần biết rằng chọn sai chỉ không có điểm.",
    ),
    "key_place": Explanation(
        "Đáp án dồn về một vị trí",
        "Khi đề không trộn phương án, thí sinh chọn theo vị trí là có điểm.",
        "Đổi chỗ phương án cho đáp án rải đều, hoặc bật trộn phương án trong cuộc thi.",
    ),
    "key_length": Explanation(
        "Đáp án dài hơn hẳn",
        "Người soạn thường viết phương án đúng kỹ hơn; thí sinh quen thi sẽ chọn phương án dài nhất.",
        "Rút gọn phương án đúng hoặc viết phương án nhiễu dài tương đương.",
    ),
    "key_longest": Explanation(
        "Đáp án thường dài nhất",
        "Tính trên cả tệp, chọn phương án dài nhất sẽ đúng nhiều hơn hẳn so với chọn ngẫu nhiên.",
        "Viết lại phương án nhiễu ở các câu chênh lệch nhiều.",
    ),
}

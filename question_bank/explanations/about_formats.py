"""Findings that only some formats have: GIFT, Aiken, Moodle, QTI, tables, details of Word."""

from __future__ import annotations

from question_bank.explanations.explanation import Explanation

ABOUT_FORMATS = {
    "html_without_prefix": Explanation(
        "Thẻ HTML không có [html]",
        "GIFT chỉ hiểu thẻ HTML khi câu mở đầu bằng [html]; nếu không, thẻ hiện ra như chữ.",
        "Thêm [html] ở đầu câu, hoặc bỏ thẻ.",
    ),
    "glued_sign": Explanation(
        "Dấu = hoặc ~ dính vào chữ",
        "Trong GIFT, mỗi dấu = hoặc ~ mở một phương án mới, kể cả khi nằm giữa chữ.",
        "Nếu dấu thuộc lời văn thì viết \\= hoặc \\~.",
    ),
    "full_weight": Explanation(
        "Trọng số thừa", "Phương án có dấu = đã là đúng hoàn toàn nên không cần ghi trọng số.", "Không phải sửa."
    ),
    "names_dropped": Explanation(
        "Tên câu không được giữ", "Tên câu trong GIFT (::tên::) không hiện khi thi.", "Không phải sửa."
    ),
    "tags_dropped": Explanation(
        "Thẻ không được giữ", "Chỉ thẻ ghi mức độ của câu được dùng.", "Ghi mức độ hoặc chủ đề theo mẫu nếu cần."
    ),
    "tex": Explanation(
        "Có công thức TeX",
        "Công thức TeX được giữ như chữ vì màn hình thi không vẽ công thức.",
        "Viết lại bằng chữ, hoặc chèn công thức thành hình.",
    ),
    "no_question": Explanation(
        "Đáp án không có câu hỏi", "Dòng đáp án đứng trước mọi câu hỏi.", "Kiểm tra thứ tự các dòng."
    ),
    "unfinished": Explanation(
        "Câu chưa có đáp án", "Câu kết thúc mà không có dòng “ANSWER: …”.", "Thêm dòng đáp án sau các phương án."
    ),
    "extra_line": Explanation(
        "Dòng không rõ thuộc đâu",
        "Dòng nằm ngoài mẫu câu hỏi, phương án, đáp án nên không biết thuộc phần nào.",
        "Bỏ dòng thừa hoặc đánh lại chữ cái A, B, C, …",
    ),
    "key_spelling": Explanation(
        "Dòng đáp án viết khác mẫu", "Moodle chỉ nhận đúng chữ “ANSWER: A”.", "Không phải sửa khi dùng ở đây."
    ),
    "several_named": Explanation(
        "Nhiều đáp án trong tệp Aiken", "Aiken của Moodle chỉ có một đáp án mỗi câu.", "Không phải sửa khi dùng ở đây."
    ),
    "level_prefix": Explanation(
        "Ký hiệu mức độ đầu câu",
        "[1], [2], [3] ở đầu câu được đọc là mức độ.",
        "Không phải sửa; nên xem lại mức độ của câu.",
    ),
    "stem_lines": Explanation(
        "Câu hỏi nhiều dòng", "Moodle chỉ nhận câu hỏi một dòng trong Aiken.", "Không phải sửa khi dùng ở đây."
    ),
    "option_lines": Explanation(
        "Phương án nhiều dòng", "Moodle chỉ nhận phương án một dòng trong Aiken.", "Không phải sửa khi dùng ở đây."
    ),
    "small_letters": Explanation(
        "Phương án ghi chữ thường", "Moodle chỉ nhận A., B., C. trong Aiken.", "Không phải sửa khi dùng ở đây."
    ),
    "stem_like_option": Explanation(
        "Câu hỏi giống phương án",
        "Câu hỏi mở đầu bằng chữ cái và dấu chấm nên dễ bị hiểu là phương án.",
        "Xem lại câu ở bản xem trước; nên viết lại chữ đầu câu.",
    ),
    "lost_letters": Explanation(
        "Có ký tự đã mất",
        "Tệp từng bị lưu ở bảng mã khác nên một số chữ đã thành dấu hỏi hoặc ô vuông, không phục hồi được.",
        "Lấy lại tệp gốc và lưu ở mã UTF-8.",
    ),
    "attachment": Explanation(
        "Tệp đính kèm không phải hình", "Cuộc thi chỉ hiện được hình PNG, JPEG.", "Đưa nội dung tệp vào câu hỏi."
    ),
    "file_unused": Explanation("Tệp kèm không dùng", "Tệp đi kèm nhưng câu không nhắc đến.", "Không phải sửa."),
    "dropped": Explanation(
        "Phần không dùng trong cuộc thi", "Gợi ý, lời nhắn chung hoặc hướng dẫn chấm không được nạp.", "Không phải sửa."
    ),
    "hidden": Explanation(
        "Có phần bị ẩn", "Câu hoặc chữ đang bị ẩn trong tệp gốc.", "Bỏ câu nếu không còn dùng; bỏ ẩn chữ cần nạp."
    ),
    "empty_answer": Explanation(
        "Phương án trống được bỏ", "Phương án không chữ và không điểm được bỏ như Moodle vẫn làm.", "Không phải sửa."
    ),
    "true_false_order": Explanation(
        "Đúng, sai theo thứ tự",
        "Tệp không ghi rõ phương án nào là đúng; hiểu theo thứ tự đúng, sai.",
        "Xem lại đáp án.",
    ),
    "nesting": Explanation(
        "HTML lồng quá sâu", "Phần nằm sâu bên trong không đọc được trọn vẹn.", "Đơn giản hóa định dạng của câu."
    ),
    "all_or_nothing": Explanation(
        "Chấm đúng toàn bộ",
        "Câu vốn cộng điểm theo từng phương án; ở đây chọn đủ và đúng mới có điểm.",
        "Không phải sửa.",
    ),
    "scored_as_match": Explanation(
        "Cách chấm riêng không dùng được",
        "Tệp có quy tắc chấm riêng; ở đây câu được chấm đúng toàn bộ theo đáp án.",
        "Xem lại đáp án của câu.",
    ),
    "no_scoring": Explanation("Không ghi cách chấm", "Câu được chấm đúng toàn bộ theo đáp án.", "Không phải sửa."),
    "max_choices": Explanation(
        "Giới hạn số lựa chọn", "Giới hạn số phương án được chọn không được giữ.", "Không phải sửa."
    ),
    "text_behind": Explanation(
        "Chữ sau phương án", "Chữ đứng sau các phương án được chuyển lên câu hỏi.", "Xem lại câu ở bản xem trước."
    ),
    "identifier_repeated": Explanation(
        "Mã trùng trong gói", "Mã đã dùng cho câu khác nên không giữ.", "Không phải sửa; đặt mã khác nếu cần."
    ),
    "not_listed": Explanation(
        "Câu ngoài danh mục", "Câu có trong gói nhưng không có trong danh mục của gói.", "Xem câu có còn dùng không."
    ),
    "bad_correction": Explanation(
        "Chọn cột chưa hợp lệ", "Dòng tiêu đề hoặc cột đã chọn không có trong trang tính.", "Chọn lại ở phần nhận cột."
    ),
    "disabled": Explanation(
        "Câu đang tắt", "Câu được đánh dấu tắt trong phần mềm gốc.", "Bật câu rồi xuất lại nếu cần nạp."
    ),
    "hidden_rows": Explanation(
        "Có dòng bị ẩn", "Dòng ẩn trong bảng tính vẫn có nội dung.", "Bỏ ẩn hoặc xóa các dòng ấy rồi nạp lại."
    ),
    "hidden_columns": Explanation(
        "Có cột bị ẩn", "Cột ẩn trong bảng tính vẫn có nội dung.", "Bỏ ẩn hoặc xóa các cột ấy rồi nạp lại."
    ),
    "key_as_date": Explanation(
        "Excel đổi đáp án thành ngày",
        "Ô “1,3” bị Excel lưu thành ngày tháng; đã đọc lại thành hai đáp án.",
        "Xem lại câu; định dạng cột đáp án là Văn bản (Text).",
    ),
    "key_by_look": Explanation(
        "Đáp án nhận theo cách trình bày ô",
        "Bảng không có cột đáp án; phương án đúng nhận theo ô tô màu hoặc in đậm.",
        "Xem lại đáp án; nên thêm cột “Đáp án đúng”.",
    ),
    "key_by_italics": Explanation(
        "Đáp án nhận theo chữ nghiêng",
        "Chữ nghiêng hay dùng để nhấn mạnh nên dễ nhầm với đáp án.",
        "Xem lại đáp án; nên gạch chân hoặc tô đậm.",
    ),
    "key_by_strike": Explanation(
        "Đáp án là phương án không bị gạch",
        "Mọi phương án khác đều bị gạch ngang.",
        "Xem lại đáp án; nên xóa dấu gạch và đánh dấu phương án đúng.",
    ),
    "struck_option": Explanation(
        "Phương án bị gạch ngang", "Có thể người soạn đã bỏ phương án này.", "Xóa hẳn phương án, hoặc bỏ dấu gạch."
    ),
    "number_removed": Explanation("Đã bỏ số câu", "Thứ tự câu trong đề khác với trong tệp.", "Không phải sửa."),
    "options_unclear": Explanation(
        "Không tách được phương án",
        "Các phương án nằm chung một ô nhưng không tách được chắc chắn.",
        "Mỗi phương án một dòng trong ô, mở đầu bằng A., B., C., …",
    ),
    "pinned_unknown": Explanation(
        "Cột giữ vị trí ghi sai", "Chữ cái ghi ở cột giữ nguyên vị trí không ứng với phương án.", "Ghi lại chữ cái."
    ),
    "row_skipped": Explanation(
        "Dòng trong bảng bị bỏ qua", "Dòng không phải câu hỏi, chẳng hạn dòng hướng dẫn hoặc chữ ký.", "Không phải sửa."
    ),
    "object_ignored": Explanation(
        "Hình hoặc đối tượng ngoài câu hỏi", "Phần này không thuộc câu nào.", "Đặt hình ngay dưới câu của nó."
    ),
    "picture_in_explanation": Explanation(
        "Hình trong lời giải", "Chỉ phần chữ của lời giải được nạp.", "Chuyển ý của hình thành chữ nếu cần."
    ),
    "picture_place": Explanation(
        "Hình đặt tự do", "Không rõ hình thuộc phương án nào.", "Chọn hình, đặt Wrap Text là In Line with Text."
    ),
    "picture_turned": Explanation(
        "Hình xoay trong Word", "Hình gốc được nạp, chưa xoay.", "Xoay hình bằng phần mềm ảnh rồi chèn lại."
    ),
    "too_many_images": Explanation("Quá nhiều hình", "Một câu có quá nhiều hình.", "Bớt hình hoặc tách câu."),
    "text_box": Explanation(
        "Có hộp văn bản", "Không rõ chữ trong hộp thuộc phần nào của câu.", "Đưa chữ vào câu hỏi hoặc bỏ hộp."
    ),
    "word_shape": Explanation("Hình vẽ của Word", "Shape không nạp được.", "Chụp lại thành hình PNG rồi chèn vào."),
    "picture_group": Explanation("Nhóm hình", "Nhóm hình không nạp được.", "Chụp lại thành một hình PNG."),
    "chart": Explanation("Biểu đồ", "Biểu đồ của Office không nạp được.", "Chụp lại thành hình PNG rồi chèn vào."),
    "smart_art": Explanation("Sơ đồ SmartArt", "SmartArt không nạp được.", "Chụp lại thành hình PNG rồi chèn vào."),
    "object": Explanation("Đối tượng chèn (OLE)", "Đối tượng không nạp được.", "Chụp lại thành hình PNG rồi chèn vào."),
    "stem_unclear": Explanation(
        "Không rõ đâu là câu hỏi",
        "Không phân biệt được câu hỏi với lời giải của câu trước.",
        "Để một dòng trống trước mỗi câu hỏi.",
    ),
    "legacy_converted": Explanation(
        "Đã chuyển phông chữ cũ",
        "Chữ TCVN3 hoặc VNI đã được chuyển sang Unicode.",
        "Đọc lại phần đã chuyển ở bản xem trước.",
    ),
    "formula_linear": Explanation(
        "Công thức viết thành một dòng", "Công thức đơn giản được viết lại bằng chữ.", "Đọc lại ở bản xem trước."
    ),
    "comment": Explanation("Có bình luận bên lề", "Bình luận (Comment) không được nạp.", "Không phải sửa."),
    "field": Explanation(
        "Trường liên kết ra ngoài", "Chỉ phần chữ đã lưu được đọc; liên kết không được mở.", "Xem lại phần chữ."
    ),
    "line": Explanation("Đường kẻ", "Đường kẻ vẽ trong câu được bỏ qua.", "Không phải sửa."),
    "level_by_number": Explanation(
        "Mức độ ghi bằng số", "[1], [2], [3], [4] ở đầu câu được hiểu là mức độ.", "Không phải sửa; nên xem lại mức độ."
    ),
    "key_by_repeat": Explanation(
        "Đáp án nhận từ dòng nhắc lại",
        "Dòng gạch đầu dòng sau các phương án lặp lại phương án đúng.",
        "Không phải sửa; nên xem lại đáp án.",
    ),
    "explanation_implied": Explanation(
        "Dòng sau đáp án là lời giải",
        "Dòng không có tên đứng sau đáp án được nhận là lời giải thích.",
        "Không phải sửa; nên ghi “Giải thích: …” cho rõ.",
    ),
    "options_by_bullet": Explanation(
        "Phương án không có chữ cái",
        "Các phương án được nhận theo dấu đầu dòng thành A, B, C, …",
        "Xem lại thứ tự phương án ở bản xem trước.",
    ),
    "options_by_blank": Explanation(
        "Phương án cách nhau một dấu cách",
        "Các phương án nằm trên một dòng, chỉ cách nhau một dấu cách nên có thể tách nhầm.",
        "Xem lại các phương án; nên cách nhau bằng phím Tab.",
    ),
    "options_in_stem": Explanation(
        "Phương án nằm chung ô với câu hỏi",
        "Ô câu hỏi chứa cả các phương án; đã tách thành phương án riêng.",
        "Không phải sửa; nên xem lại ở bản xem trước.",
    ),
    "options_split": Explanation(
        "Phương án không ghi chữ cái",
        "Các phương án trong một ô được tách theo dòng hoặc dấu phân cách.",
        "Xem lại các phương án ở bản xem trước.",
    ),
    "formula_without_value": Explanation(
        "Công thức chưa có kết quả",
        "Hệ thống không tính công thức, chỉ đọc kết quả đã lưu trong tệp.",
        "Mở tệp bằng Excel, lưu lại, hoặc nhập thẳng nội dung.",
    ),
    "text_too_long": Explanation("Ô quá nhiều chữ", "Ô dài hơn mức Excel cho phép.", "Rút gọn nội dung của ô."),
    "utf_16": Explanation("Tệp ở mã UTF-16", "Tệp lưu ở mã “Unicode” của Notepad vẫn được đọc.", "Không phải sửa."),
    "windows_1258": Explanation(
        "Tệp ở mã Windows-1258",
        "Tệp lưu ở mã tiếng Việt cũ và đã được chuyển sang Unicode.",
        "Đọc lại chữ có dấu ở bản xem trước; lần sau nên lưu UTF-8.",
    ),
    "media": Explanation(
        "Có âm thanh, phim hoặc nội dung nhúng", "Cuộc thi chỉ hiện chữ và hình.", "Thay bằng hình PNG, JPEG hoặc chữ."
    ),
    "adaptive": Explanation(
        "Câu thích ứng", "Câu thay đổi theo câu trả lời không dùng trong cuộc thi.", "Soạn lại thành câu thường."
    ),
    "missing_file": Explanation(
        "Thiếu tệp trong gói", "Danh mục của gói nhắc đến tệp không có trong gói.", "Xuất lại gói từ phần mềm gốc."
    ),
    "no_choices": Explanation(
        "Không có phương án trả lời", "Mục trong gói không phải câu trắc nghiệm.", "Bỏ mục hoặc thêm phương án."
    ),
    "several_interactions": Explanation(
        "Nhiều phần trả lời trong một câu", "Mỗi câu của cuộc thi có một phần trả lời.", "Tách thành nhiều câu."
    ),
    "template": Explanation(
        "Câu sinh số liệu tự động",
        "Câu thay số mỗi lần mở không dùng trong cuộc thi.",
        "Soạn lại thành câu có số cố định.",
    ),
    "stimulus": Explanation(
        "Đoạn dẫn ở tệp khác", "Câu dùng chung đoạn dẫn nằm ngoài câu.", "Chép đoạn dẫn vào chính câu hỏi."
    ),
}

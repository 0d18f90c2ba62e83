"""All figures of a round as a workbook, the number of attempts beside each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.analysis.labels import CHOICE_NOTES, CHOICES, GROUPS, LEVEL_FINDINGS, alarm_text, letter
from quiz.analysis.listing import JudgedItem, judged
from quiz.analysis.queries import Made, item_rows
from quiz.bank.labels import KINDS, LEVELS
from quiz.bank.queries import shown_items
from quiz.contests.models import Contest, Round
from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.permissions import Actor
from quiz.core.templating import moment
from quiz.documents.workbook import Column, Sheet, Value, workbook


def analysis_workbook(actor: Actor, contest: Contest, contest_round: Round, made: Made, now: datetime) -> bytes:
    """Scores, items, answers by group and the distribution; who took it away goes into the audit trail."""
    items = judged(item_rows(contest_round.id, made.choice))
    heading = [contest.title, contest_round.title, _("Phân tích câu hỏi: %(choice)s", choice=CHOICES[made.choice])]
    sheets = [_test_sheet(made), _item_sheet(items), _option_sheet(items), _score_sheet(made)]
    content = workbook(sheets, heading, _notes(made, contest), made_at=now)
    round_id, taken = contest_round.id, {"choice": made.choice.value, "items": len(items)}
    with transaction():
        audit.record(actor, "analysis.export", "round", round_id, after=taken)
    return content


def _notes(made: Made, contest: Contest) -> list[str]:
    notes = [
        _("Số liệu tính đến %(moment)s, theo đáp án hiện hành", moment=moment(made.as_of)),
        str(CHOICE_NOTES[made.choice]),
        _("Độ phân biệt là tương quan giữa điểm của câu và điểm phần còn lại của chính đề mà mỗi người đã làm"),
    ]
    if contest.is_demo:
        notes.append(_("Dữ liệu minh họa: người, đơn vị và kết quả không có thật"))
    return notes


def _test_sheet(made: Made) -> Sheet:
    test, in_points = made.figures.test, made.figures.highest is not None
    unit = _("điểm") if in_points else _("% điểm tối đa")
    rows: list[list[Value]] = [
        [_("Điểm trung bình"), test.mean, unit, test.n],
        [_("Trung vị"), test.median, unit, test.n],
        [_("Độ lệch chuẩn"), test.sd, unit, test.n],
        [_("Độ bất đối xứng"), test.skewness, "", test.n],
        [_("Độ nhọn"), test.kurtosis, "", test.n],
    ]
    if made.figures.is_fixed:
        rows += [
            [_("Độ tin cậy (alpha)"), test.reliability, "%", test.n],
            [_("Tỷ số sai số"), test.error_ratio, "%", test.n],
            [_("Sai số chuẩn"), test.standard_error, unit, test.n],
        ]
    columns = [Column(_("Số liệu"), 30), Column(_("Giá trị"), 14, "decimal"), Column(_("Đơn vị"), 18)]
    return Sheet(_("Bài thi"), [*columns, Column(_("Số lượt (n)"), 12, "number")], rows)


def _item_sheet(items: Sequence[JudgedItem]) -> Sheet:
    columns = [
        Column(_("Mã câu"), 14),
        Column(_("Nội dung"), 60),
        Column(_("Loại"), 16),
        Column(_("Chủ đề"), 24),
        Column(_("Mức độ"), 16),
        Column(_("Số lần được rút"), 12, "number"),
        Column(_("Số lượt (n)"), 12, "number"),
        Column(_("Độ dễ"), 12, "percent"),
        Column(_("Độ lệch chuẩn"), 12, "percent"),
        Column(_("Độ phân biệt"), 12, "percent"),
        Column(_("Hiệu lực phân biệt"), 12, "percent"),
        Column(_("Trọng số thực tế"), 12, "percent"),
        Column(_("Mức đoán mò"), 12, "percent"),
        Column(_("So với mức độ dự kiến"), 22),
        Column(_("Cần kiểm tra đáp án"), 60),
    ]
    return Sheet(_("Câu hỏi"), columns, [_item_cells(item) for item in items], landscape=True)


def _item_cells(item: JudgedItem) -> list[Value]:
    row, record = item.row, item.row.record
    alarms = " ".join(alarm_text(alarm, record.key) for alarm in record.alarms)
    return [
        row.ref,
        row.stem,
        str(KINDS[row.kind]),
        row.topic,
        str(LEVELS.get(row.level, row.level)),
        row.papers,
        record.n,
        record.facility,
        record.sd,
        _share(record.discrimination_index),
        _share(record.discriminative_efficiency),
        _share(record.effective_weight),
        record.guess,
        str(LEVEL_FINDINGS.get(item.level_finding, "")),
        alarms,
    ]


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _option_sheet(items: Sequence[JudgedItem]) -> Sheet:
    columns = [
        Column(_("Mã câu"), 14),
        Column(_("Phương án"), 50),
        Column(_("Đáp án"), 10),
        *(
            column
            for group in GROUPS
            for column in (
                Column(_("%(group)s: số lượt chọn", group=group), 14, "number"),
                Column(_("%(group)s: tỷ lệ", group=group), 12, "percent"),
                Column(_("%(group)s: n", group=group), 10, "number"),
            )
        ),
    ]
    shown = shown_items([item.row.revision_id for item in items])
    rows = [
        line
        for item in items
        for line in _option_lines(item, [text for text, _p in shown[item.row.revision_id].options])
    ]
    return Sheet(_("Phương án"), columns, rows, landscape=True)


def _option_lines(item: JudgedItem, texts: Sequence[str]) -> list[list[Value]]:
    record = item.row.record
    lines: list[list[Value]] = []
    for option, text in enumerate(texts):
        is_key = _("đáp án") if record.key >> option & 1 else None
        counts = [(group.options[option], group.n) for group in record.groups]
        lines.append([item.row.ref, f"{letter(option)}. {text}", is_key, *_counted(counts)])
    blanks = [(group.blank, group.n) for group in record.groups]
    lines.append([item.row.ref, _("Không trả lời"), None, *_counted(blanks)])
    return lines


def _counted(counts: Sequence[tuple[int, int]]) -> list[Value]:
    return [value for count, n in counts for value in (count, count / n if n else None, n)]


def _score_sheet(made: Made) -> Sheet:
    columns = [
        Column(_("Điểm"), 12, "decimal"),
        Column(_("Điểm tối đa"), 12, "decimal"),
        Column(_("Số lượt"), 12, "number"),
        Column(_("Tỷ lệ"), 12, "percent"),
        Column(_("Số lượt (n)"), 12, "number"),
    ]
    n = made.attempts
    rows = [[score / 100, highest / 100, count, count / n, n] for score, highest, count in made.figures.scores]
    return Sheet(_("Phổ điểm"), columns, rows)

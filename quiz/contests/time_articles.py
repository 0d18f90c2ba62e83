"""Printed rules: when the rounds are open, when they rest, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quiz.contests.deviations import counted, deviating, practised, round_name
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.moments import spoken
from quiz.contests.prose import Block, Lines, flat, listed, two
from quiz.contests.schedule import DAY_MINUTES, Hours, Schedule
from quiz.contests.wording import WEEKDAYS, hours_words


def windows(draft: ContestDraft) -> Iterator[Block]:
    """The rounds and their windows, those for practice, and the rests within."""
    said = [*_rounds(draft), *_rests(draft)]
    yield from said
    rest = ", trừ thời gian nghỉ nêu trên" if rests_anywhere(draft) else ""
    has_midnight = any("24:00" in line for line in flat(said))
    end = " 24:00 của một ngày là thời điểm kết thúc ngày đó." if has_midnight else ""
    yield (
        f"Trong thời gian vòng thi mở{rest}, thí sinh có thể bắt đầu làm bài vào bất cứ lúc nào. Giờ nêu trong thể lệ "
        f"là giờ Việt Nam, tính theo đồng hồ của hệ thống thi.{end}"
    )


def _rounds(draft: ContestDraft) -> Iterator[Block]:
    rounds, trials = counted(draft), practised(draft)
    if len(rounds) == 1 and round_name(rounds[0]) == f"Vòng {rounds[0].number}":
        yield f"Cuộc thi gồm 01 vòng thi, mở {_span(rounds[0])}."
    elif rounds:
        yield f"Cuộc thi gồm {two(len(rounds))} vòng thi:"
        yield _spans(rounds)
    if trials:
        yield (
            "Thí sinh được thi thử để làm quen với cách thi; kết quả thi thử không được tính vào bất cứ kết quả nào "
            "của cuộc thi:"
        )
        yield _spans(trials)


def _span(one: RoundDraft) -> str:
    return f"từ {spoken(one.opens_at)} đến {spoken(one.closes_at, is_end=True)}"


def _spans(rounds: Sequence[RoundDraft]) -> Lines:
    return Lines(tuple(f"{round_name(one)}: {_span(one)}." for one in rounds))


def rests_anywhere(draft: ContestDraft) -> bool:
    """Whether any round rests at times."""
    return any(not draft.rules.of_round(one.number).schedule.is_always_open for one in draft.rounds)


def _rests(draft: ContestDraft) -> Iterator[Block]:
    common = draft.rules.schedule
    if not common.is_always_open:
        yield "Trong thời gian nêu trên, vòng thi không mở liên tục:"
        yield Lines(tuple(_rest_lines(common)))
    for name, own in deviating(draft, "schedule"):
        if own.schedule.is_always_open:
            yield f"Riêng {name} mở liên tục, không có thời gian nghỉ."
        else:
            yield f"Riêng {name} mở và nghỉ như sau:"
            yield Lines(tuple(_rest_lines(own.schedule)))
    if rests_anywhere(draft):
        yield (
            "Trong thời gian nghỉ, không ai bắt đầu làm bài được. Đến giờ nghỉ, bài đang làm được hệ thống tự nộp với "
            "các câu trả lời đã lưu."
        )


def _rest_lines(schedule: Schedule) -> Iterator[str]:
    opening = _opening(schedule.closed_hours)
    if opening:
        yield f"Hằng ngày chỉ mở {listed([hours_words(hours) for hours in opening])}."
    elif schedule.closed_hours:
        yield f"Nghỉ {listed([hours_words(hours) for hours in sorted(schedule.closed_hours)])} hằng ngày."
    if schedule.closed_weekdays:
        days = [WEEKDAYS[day - 1] for day in sorted(schedule.closed_weekdays)]
        yield f"Nghỉ cả ngày {listed(days)} hằng tuần."
    if schedule.closed_days:
        dates = [f"{day:%d/%m/%Y}" for day in sorted(schedule.closed_days)]
        yield f"Nghỉ cả ngày {listed(dates)}."


def _opening(closed: Sequence[Hours]) -> tuple[Hours, ...]:
    """The opening hours of a day that is closed at its beginning and its end; easier to read than the rests."""
    hours = sorted(closed)
    if len(hours) < 2 or hours[0].start != 0 or hours[-1].end != DAY_MINUTES:
        return ()
    pairs = pairwise(hours)
    return tuple(Hours(before.end, after.start) for before, after in pairs if before.end < after.start)


def incidents() -> Iterator[Block]:
    """What the organisers may decide when something goes wrong, and how it is told."""
    yield "Khi có sự cố hoặc lý do chính đáng, ban tổ chức có thể quyết định:"
    yield Lines(
        (
            "Gia hạn hoặc điều chỉnh thời gian mở của vòng thi.",
            "Cộng thêm thời gian làm bài hoặc bố trí thời gian dự thi riêng cho một thí sinh, một đơn vị hoặc mọi thí "
            "sinh bị ảnh hưởng.",
            "Tạm dừng một vòng thi: không ai bắt đầu bài mới được, bài đang làm vẫn tiếp tục và thời gian vẫn được "
            "tính.",
            "Tạm dừng cả cuộc thi: bài đang làm dừng lại; khoảng thời gian tạm dừng không tính vào thời gian làm bài "
            "và được bù đủ khi cuộc thi tiếp tục.",
            "Hủy một vòng thi: kết quả của vòng thi bị hủy không được tính ở bất cứ bảng xếp hạng nào.",
        )
    )
    yield (
        "Mỗi quyết định phải nêu lý do và được hệ thống lưu lại; quyết định chung được thông báo trên trang của cuộc "
        "thi. Quyết định làm thay đổi thể lệ được công bố thành một bản thể lệ mới."
    )

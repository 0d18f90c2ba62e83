"""From drafts to items: the part of reading that is the same for every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from question_bank.checks import check_file, check_item, repeated_ids
from question_bank.columns import Table
from question_bank.draft import Draft
from question_bank.hypertext import clean_hypertext
from question_bank.item import Item, Kind, Option
from question_bank.kinds import decide_kind
from question_bank.legacy import Encoding, repair
from question_bank.levels import parse_level
from question_bank.limits import Limits
from question_bank.markup import has_tex, to_plain
from question_bank.pins import find_pins
from question_bank.problem import WHOLE_FILE, Problem, Severity, Unreadable, error
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading, Refused
from question_bank.text import clean_line, fold, was_disguised

_EVERY = 50
# A reader that knows why a question has no key has said more than "no key" would.
_WHY_NO_KEY = frozenset({"undecided_key", "key_unknown", "key_conflict", "key_ambiguous", "partial_weights"})


def assemble(
    format: str,
    drafts: Iterable[Draft],
    problems: Sequence[Problem] = (),
    options: ReadOptions = DEFAULT_OPTIONS,
    tables: Sequence[Table] = (),
) -> Reading:
    """Turn drafts into items and take those without an error.

    `problems` are findings about the file as a whole; an error among them does not stop the questions
    around it from being taken. Raises Unreadable beyond the limit of questions.
    """
    found, refused, taken = list(problems), [], []
    drafts = _bounded(drafts, options.limits.items)
    legacy = _legacy_of(drafts)
    for number, draft in enumerate(drafts, start=1):
        item, about_it = _judge(draft, legacy, options.limits)
        found += about_it
        if item is None or _has_error(about_it):
            refused.append(draft.refusal(about_it))
        else:
            taken.append((draft, item))
        if number % _EVERY == 0 or number == len(drafts):
            options.progress(number, len(drafts))
    if not taken and not _has_error(found):
        found.append(error(WHOLE_FILE, "no_items", "Không tìm thấy câu hỏi nào; hãy kiểm tra mẫu trình bày."))
    items = _without_repeated(taken, found, refused)
    return Reading(format, items, (*found, *check_file(items)), tuple(refused), tuple(tables))


def _bounded(drafts: Iterable[Draft], most: int) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        if len(kept) == most:
            raise Unreadable("too_large", f"Tệp có hơn {most} câu hỏi; hãy tách thành nhiều tệp.", draft.place)
        kept.append(draft)
    return kept


def _without_repeated(
    taken: Sequence[tuple[Draft, Item]], found: list[Problem], refused: list[Refused]
) -> tuple[Item, ...]:
    repeated = {id(item): problem for item, problem in repeated_ids(item for _, item in taken)}
    for draft, item in taken:
        if id(item) in repeated:
            found.append(repeated[id(item)])
            refused.append(draft.refusal([repeated[id(item)]]))
    return tuple(item for _, item in taken if id(item) not in repeated)


def _has_error(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _judge(draft: Draft, legacy: Encoding | None, limits: Limits) -> tuple[Item | None, list[Problem]]:
    if draft.refused:
        return None, draft.problems
    _mend_legacy(draft, legacy)
    if draft.markup == "html":
        clean_hypertext(draft, limits)
    if any(has_tex(text) for text in draft.texts()):
        draft.warning(
            "tex",
            "Công thức viết bằng TeX được giữ nguyên như chữ; nên thay bằng hình hoặc bằng chữ.",
        )
    if any(was_disguised(text) for text in draft.texts()):
        draft.note(
            "text_normalised", "Đã chuẩn hóa chữ tổ hợp, dấu cách đặc biệt hoặc ký tự ẩn về tiếng Việt dựng sẵn."
        )
    item = _item(draft)
    problems = [*draft.problems, *check_item(item)]
    if any(problem.code in _WHY_NO_KEY for problem in problems):
        problems = [problem for problem in problems if problem.code not in {"no_key", "several_keys"}]
    return item, problems


def _item(draft: Draft) -> Item:
    stem, *texts = (_seen(draft, text) for text in (draft.stem, *(option.text for option in draft.options)))
    kind = draft.kind or decide_kind(stem, texts, draft.several_named)
    pinned = _pinned(draft, kind, texts)
    return Item(
        kind=kind,
        stem=draft.stem,
        options=tuple(
            Option(option.text, option.is_key, index in pinned, option.feedback)
            for index, option in enumerate(draft.options)
        ),
        id=draft.id,
        marks=_marks(draft),
        level=parse_level(draft.level) if _has_known_level(draft) else None,
        topic=draft.topic,
        explanation=draft.explanation,
        source=draft.source,
        images=draft.images,
        markup=draft.markup,
        place=draft.place,
    )


def _legacy_of(drafts: Iterable[Draft]) -> Encoding | None:
    """The alphabet that some questions of the file are surely typed in, if it is one only."""
    found = {repair(list(draft.texts())).encoding for draft in drafts} - {None}
    return found.pop() if len(found) == 1 else None


def _mend_legacy(draft: Draft, known: Encoding | None) -> None:
    """Texts whose font is lost are converted where their words leave no doubt, and refused where they do."""
    if any(problem.code == "legacy_text" for problem in draft.problems):
        return
    before = list(draft.texts())
    found = repair(before, known)
    if found.doubtful:
        draft.error(
            "legacy_text",
            "Văn bản gõ bằng phông chữ cũ (TCVN3 hoặc VNI); hãy chuyển sang Unicode rồi nạp lại.",
        )
    elif found.encoding:
        draft.put_texts(found.texts)
        old, new = next((old, new) for old, new in zip(before, found.texts, strict=True) if old != new)
        draft.warning(
            "legacy_converted",
            f"Đã chuyển chữ gõ kiểu {found.encoding.value} sang Unicode: “{clean_line(old)[:60]}” thành "
            f"“{clean_line(new)[:60]}”; hãy kiểm tra lại.",
        )


def _seen(draft: Draft, text: str) -> str:
    return to_plain(text) if draft.markup == "html" else text


def _pinned(draft: Draft, kind: Kind, texts: list[str]) -> set[int]:
    declared = {index for index, option in enumerate(draft.options) if option.pinned}
    if kind is Kind.TRUE_FALSE:
        return declared
    pins = find_pins(texts)
    for message in pins.notes:
        draft.note("pinned", message)
    for message in pins.doubts:
        draft.warning("pin_doubt", message)
    return declared | pins.pinned


def _has_known_level(draft: Draft) -> bool:
    if draft.level.strip() and parse_level(draft.level) is None:
        draft.warning(
            "unknown_level",
            f"Mức độ “{draft.level.strip()}” không thuộc Nhận biết, Thông hiểu, Vận dụng, Vận dụng cao; "
            "đã bỏ qua mức độ của câu này.",
        )
        return False
    return bool(draft.level.strip())


def _marks(draft: Draft) -> Decimal:
    text = fold(draft.marks).removesuffix("diem").strip().replace(",", ".")
    if not text:
        return Decimal(1)
    try:
        marks = Decimal(text)
    except InvalidOperation:
        marks = Decimal("NaN")
    if marks.is_finite():
        return marks
    draft.error("bad_marks", f"Điểm “{draft.marks.strip()}” không phải là số; hãy ghi số như 1 hoặc 0,5.")
    return Decimal(1)

"""The kind and the key of a question, from what its author wrote and how the options look."""

from __future__ import annotations

import re

from question_bank.draft import Draft, DraftOption
from question_bank.formats.word.key_marks import italic_option, marked_options, struck_options, tell
from question_bank.formats.word.options import Laid
from question_bank.keys import read_key
from question_bank.kinds import UnknownKindError, is_true_word, parse_kind
from question_bank.letters import letter, letters

_STATEMENT_KEYS = re.compile(r"(?:[a-d]\s*[).:\-]?\s*)?[ĐS](?:[\s,;/\-–]*(?:[a-d]\s*[).:\-]?\s*)?[ĐS])+\s*\.?")


def decide_kind(draft: Draft, declared: str) -> None:
    """Take the kind that the question declares, if it does."""
    try:
        draft.kind = parse_kind(declared)
    except UnknownKindError as problem:
        draft.error("unsupported_kind", str(problem))


def decide_key(draft: Draft, laid: Laid, written: set[str]) -> None:
    """Mark the right options; `written` is every key that is spelled out, in the question or in the answer list."""
    if laid.are_statements or any(_STATEMENT_KEYS.fullmatch(key) for key in written):
        draft.refuse(
            "unsupported_kind",
            "Câu đúng/sai nhiều ý không dùng trong cuộc thi; hãy tách mỗi ý thành một câu đúng/sai.",
        )
        return
    if not draft.options and len(written) == 1 and is_true_word(next(iter(written))) is not None:
        draft.options = [DraftOption("Đúng"), DraftOption("Sai")]
        draft.note("true_false_implied", "Câu không ghi phương án, đáp án là Đúng/Sai nên được đọc là câu đúng/sai.")
    named = {indexes for indexes in (_named(draft, key) for key in written) if indexes}
    signals = marked_options(laid.options)
    everywhere = named | set(signals.values())
    if not everywhere and not written:
        signals = _weak_signals(draft, laid)
        everywhere = set(signals.values())
    if named and len(everywhere) > 1:
        ways = " và ".join(sorted(letters(list(indexes)) for indexes in everywhere))
        draft.error("key_conflict", f"Đáp án ở các chỗ không khớp nhau ({ways}); hãy thống nhất một đáp án.")
    elif len(everywhere) == 1:
        draft.mark_keys(next(iter(everywhere)))
        draft.several_named = bool(named) and len(next(iter(named))) > 1
    elif not written:
        _refuse_undecided(draft, tell(signals))
    _watch_struck(draft, laid)


def _named(draft: Draft, written: str) -> tuple[int, ...]:
    key = read_key(written, [option.text for option in draft.options])
    if key.code:
        draft.error(key.code, key.message)
    elif key.by_text:
        draft.note("key_by_text", f"Đáp án ghi bằng nội dung, khớp với phương án {letters(list(key.indexes))}.")
    return key.indexes


def _weak_signals(draft: Draft, laid: Laid) -> dict[str, tuple[int, ...]]:
    """What tells a key only where nothing else does: italics, and all options but one struck through."""
    signals: dict[str, tuple[int, ...]] = {}
    italic, struck = italic_option(laid.options), struck_options(laid.options)
    left = [index for index in range(len(laid.options)) if index not in struck]
    if italic is not None:
        signals["in nghiêng"] = (italic,)
        draft.warning(
            "key_by_italics",
            f"Đáp án {letter(italic)} chỉ được nhận qua chữ nghiêng; hãy kiểm tra lại, nên gạch chân hoặc tô đậm.",
        )
    if len(struck) > 1 and len(left) == 1:
        signals["không bị gạch ngang"] = (left[0],)
        draft.warning(
            "key_by_strike",
            f"Đáp án {letter(left[0])} được nhận vì các phương án khác đều bị gạch ngang; hãy kiểm tra lại.",
        )
    return signals


def _watch_struck(draft: Draft, laid: Laid) -> None:
    """A key that is struck through, or a lone strike that could mean wrong as well as right, is never decided."""
    struck = [index for index in struck_options(laid.options) if index < len(draft.options)]
    keys = [index for index in struck if draft.options[index].is_key]
    if keys:
        draft.error(
            "key_conflict",
            f"Phương án {letters(keys)} vừa là đáp án vừa bị gạch ngang; hãy bỏ gạch ngang hoặc sửa đáp án.",
        )
    elif struck and any(option.is_key for option in draft.options):
        draft.warning("struck_option", f"Phương án {letters(struck)} bị gạch ngang nhưng vẫn được nạp; hãy kiểm tra.")


def _refuse_undecided(draft: Draft, conflict: str) -> None:
    if not draft.options:
        return
    why = f" (dấu hiệu mâu thuẫn: {conflict})" if conflict else ""
    draft.error(
        "undecided_key",
        f"Không xác định được đáp án{why}; hãy chỉ gạch chân hoặc tô đậm phương án đúng, hoặc ghi “Đáp án: …”.",
    )

"""QTI items to drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.assembly import assemble
from question_bank.draft import Draft, DraftOption
from question_bank.formats.package import read_xml
from question_bank.formats.qti.body import feedback_of, inner, is_for_candidates, stem_of
from question_bank.formats.qti.contents import Contents, Entry
from question_bank.formats.qti.keys import read_keys
from question_bank.formats.qti.names import MADE_UP_ID, TOOL, Element, attribute, child, children, inside, local
from question_bank.formats.qti.refusals import ItemRefusedError, the_choice
from question_bank.formats.sources import take_source
from question_bank.hypertext import clean_hypertext, lighten
from question_bank.item import Kind
from question_bank.kinds import are_true_and_false
from question_bank.limits import Limits
from question_bank.markup import to_plain
from question_bank.problem import WHOLE_FILE, Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading
from question_bank.text import clean_line

NAME = "qti"
_LONGEST_TITLE = 40
_CONDITIONAL = re.compile(r"(?:in)?correct|wrong|right|true|false|dung|sai", re.IGNORECASE)


def read_qti(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read an item or a package; places are "Câu n “title” (path)". Raises Unreadable."""
    return assemble(NAME, _drafts(Contents(data, options.limits), options.limits), options=options)


def _drafts(contents: Contents, limits: Limits) -> Iterator[Draft]:
    seen: set[str] = set()
    for number, entry in enumerate(contents.entries(), start=1):
        draft = Draft(f"Câu {number} ({entry.path})" if entry.path else f"Câu {number}")
        draft.topic, draft.level, draft.id = entry.facts.topic, entry.facts.level, entry.facts.id
        if not entry.is_listed:
            draft.note("not_listed", "Câu không có trong danh mục imsmanifest.xml của gói nhưng vẫn được đọc.")
        item = _root(draft, entry)
        if item is not None:
            _place(draft, number, entry, item)
            _identify(draft, item, seen)
            try:
                _fill(draft, item, entry, contents, limits)
            except ItemRefusedError as refusal:
                body = child(item, "itemBody")
                draft.stem = "" if body is None else to_plain(inner(body))
                draft.refuse(refusal.code, str(refusal))
        yield draft


def _root(draft: Draft, entry: Entry) -> Element | None:
    """The item element; a file that is missing or broken refuses its question, an unsafe one the whole package."""
    if entry.data is None:
        draft.refuse("missing_file", "Tệp của câu này có trong danh mục nhưng không có trong gói; hãy xuất lại gói.")
        return None
    try:
        root = read_xml(entry.data, entry.path or WHOLE_FILE)
    except Unreadable as problem:
        if not entry.path or problem.problem.code != "damaged":
            raise
        draft.refuse("damaged", problem.problem.message)
        return None
    if local(root) != "assessmentItem":
        draft.refuse("wrong_type", "Tệp này không phải câu hỏi QTI 2.1, 2.2 hay 3.0.")
        return None
    return root


def _place(draft: Draft, number: int, entry: Entry, item: Element) -> None:
    title = clean_line(attribute(item, "title"))
    shown = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"
    where = entry.path or f"dòng {item.sourceline}"
    draft.place = f"Câu {number}{f' “{shown}”' if shown else ''} ({where})"


def _identify(draft: Draft, item: Element, seen: set[str]) -> None:
    """The identifier is the id, unless a writer made it up; some tools give all items the same."""
    name = attribute(item, "identifier")
    if draft.id or not name or (attribute(item, "toolName") == TOOL and MADE_UP_ID.fullmatch(name)):
        return
    if name in seen:
        draft.note("identifier_repeated", f"Mã “{name}” đã dùng cho câu khác trong gói nên không được giữ.")
        return
    seen.add(name)
    draft.id = name


def _fill(draft: Draft, item: Element, entry: Entry, contents: Contents, limits: Limits) -> None:
    interaction = the_choice(item)
    body = child(item, "itemBody")
    choices = [one for one in interaction if local(one) == "simpleChoice"]
    ids = [attribute(choice, "identifier") for choice in choices]
    if body is None or "" in ids or len(set(ids)) < len(ids):
        raise ItemRefusedError("damaged", "Các phương án của câu không có mã riêng (identifier); hãy xuất lại câu này.")
    draft.markup = "html"
    draft.stem, is_followed = stem_of(body, interaction)
    draft.options = [DraftOption(inner(choice), feedback=feedback_of(choice)) for choice in choices]
    read_keys(draft, item, interaction, ids)
    _read_feedback(draft, item, ids)
    if is_followed:
        draft.note("text_behind", "Phần chữ đứng sau các phương án được chuyển lên cuối câu hỏi.")
    if any(not is_for_candidates(one) for one in inside(body, "rubricBlock")):
        draft.note("dropped", "Đã bỏ phần hướng dẫn dành cho người soạn hoặc người chấm (rubricBlock).")
    clean_hypertext(draft, limits, lambda address: contents.picture(address, entry.path))
    take_source(draft)
    lighten(draft)
    _pin(draft, interaction, choices)


def _read_feedback(draft: Draft, item: Element, ids: list[str]) -> None:
    """Feedback named after a choice belongs to it; one text for everybody is the explanation."""
    general = {}
    for feedback in children(item, "modalFeedback"):
        name = attribute(feedback, "identifier")
        if name in ids and not draft.options[ids.index(name)].feedback:
            draft.options[ids.index(name)].feedback = inner(feedback)
        else:
            general[name] = inner(feedback)
    if len(set(general.values())) == 1 and (len(general) > 1 or not _CONDITIONAL.fullmatch(next(iter(general)))):
        draft.explanation = next(iter(general.values()))
    elif general:
        draft.note(
            "dropped", "Đã bỏ lời nhắn khi trả lời đúng hoặc sai, vì cuộc thi chỉ dùng một lời giải thích chung."
        )


def _pin(draft: Draft, interaction: Element, choices: list[Element]) -> None:
    fixed = [attribute(choice, "fixed").lower() in {"true", "1"} for choice in choices]
    is_unshuffled = attribute(interaction, "shuffle").lower() in {"false", "0"}
    texts = [to_plain(option.text) if draft.markup == "html" else option.text for option in draft.options]
    if draft.kind is Kind.SINGLE and are_true_and_false(texts) and (is_unshuffled or all(fixed)):
        draft.kind = Kind.TRUE_FALSE
        return
    for option, is_fixed in zip(draft.options, fixed, strict=True):
        option.pinned = is_fixed or is_unshuffled
    if is_unshuffled and not all(fixed):
        draft.note(
            "pinned",
            "Câu đặt không đảo phương án (shuffle=false) nên mọi phương án được giữ nguyên vị trí; "
            "hãy bỏ giữ vị trí nếu các phương án đảo được.",
        )

"""Pictures of one question: taken along, and marked in its texts where they stood."""

from __future__ import annotations

from question_bank.draft import Draft
from question_bank.formats.word.pictures import SIGN, Pictures
from question_bank.image import Image, ImageRefusedError, mark
from question_bank.limits import Limits

_BEHIND = (
    "Hình đứng sau phương án cuối, không rõ thuộc câu hỏi, phương án hay câu sau; hãy đặt hình ngay dưới câu hỏi "
    "hoặc cùng dòng với phương án."
)


def place_pictures(draft: Draft, pictures: Pictures, limits: Limits) -> None:
    """Take the pictures whose signs stand in the texts of a draft.

    The single picture of a question at the end of its stem needs no mark, and pictures behind a stem whose texts
    bear the marks already are those; every other one leaves its mark. A picture that cannot be taken refuses the
    question.
    """
    if not any(map(SIGN.search, draft.texts())):
        return
    _drop_from_explanation(draft)
    shown = [draft.stem, *(option.text for option in draft.options)]
    signs = [sign for text in shown for sign in SIGN.findall(text)]
    images = _taken(draft, signs, pictures, limits)
    if images is None or not images:
        draft.put_texts([SIGN.sub("", text) for text in draft.texts()])
        return
    draft.images = images
    marks = [mark(number) for number in range(1, len(signs) + 1)]
    stem = SIGN.sub("", draft.stem.rstrip()) if _is_behind_stem(draft.stem, len(signs)) else ""
    if stem and (len(signs) == 1 or _are_marked([stem, *shown[1:]], marks)):
        draft.stem = stem
        return
    following = iter(marks)
    draft.stem = SIGN.sub(lambda _: next(following), draft.stem)
    for option in draft.options:
        option.text = SIGN.sub(lambda _: next(following), option.text)


def _taken(draft: Draft, signs: list[str], pictures: Pictures, limits: Limits) -> tuple[Image, ...] | None:
    """The pictures, or None with the reasons told. A single one is never half taken."""
    if len(signs) > limits.images_per_item:
        draft.error("picture", f"Câu có {len(signs)} hình, nhiều nhất là {limits.images_per_item}; hãy bớt hình.")
        return None
    images: list[Image] = []
    for sign in signs:
        try:
            images.append(pictures.image(sign))
        except ImageRefusedError as refusal:
            draft.error("picture", str(refusal))
            return None
        if pictures.source(sign).is_turned:
            draft.warning("picture_turned", "Hình được xoay hoặc lật trong Word; đã lấy hình gốc, hãy kiểm tra lại.")
    if any(pictures.source(sign).floats for option in draft.options for sign in SIGN.findall(option.text)):
        draft.error(
            "picture_place",
            "Hình đặt tự do (không cùng dòng với chữ) bên phương án, không rõ thuộc đâu; hãy chọn hình, "
            "đặt Wrap Text là In Line with Text rồi nạp lại.",
        )
    return tuple(images)


def refuse_stray_picture(draft: Draft) -> None:
    """A picture in a line of its own behind the last option could belong to three places."""
    draft.error("picture_place", _BEHIND)


def _drop_from_explanation(draft: Draft) -> None:
    if any(map(SIGN.search, (draft.explanation, draft.source, draft.topic))):
        draft.warning("picture_in_explanation", "Hình trong lời giải, căn cứ không được nạp; chỉ nạp phần chữ.")
        draft.explanation, draft.source = SIGN.sub("", draft.explanation), SIGN.sub("", draft.source)
        draft.topic = SIGN.sub("", draft.topic)


def _is_behind_stem(stem: str, count: int) -> bool:
    """True if all pictures stand at the end of the stem, with words before them."""
    signs = SIGN.findall(stem)
    before = SIGN.split(stem.strip(), maxsplit=1)[0] if signs else ""
    return len(signs) == count and bool(before.strip()) and not SIGN.sub("", stem.strip()[len(before) :]).strip()


def _are_marked(texts: list[str], marks: list[str]) -> bool:
    return all(any(one in text for text in texts) for one in marks)

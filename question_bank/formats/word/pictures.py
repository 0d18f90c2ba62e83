"""The pictures of a document: each stands in the text as one sign of its own, until its question is known.

The signs come from a plane of Unicode that is nobody's, and are taken out of what authors write, so that none of them
can be forged; every pattern sees a picture as a letter that is no word.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import PIL.Image

from question_bank.formats.word.relations import Relations
from question_bank.image import Image, ImageRefusedError, take_image
from question_bank.limits import DEFAULT_LIMITS, Limits
from question_bank.problem import Unreadable

_FIRST = 0xF0000
_MOST = 0xFFFD
SIGN = re.compile(r"[\U000f0000-\U000ffffd]")
FORGED = re.compile(r"[\U000f0000-\U0010ffff]")
_GONE = "Hình không còn trong tệp; hãy chèn lại hình."
_EXTERNAL = "Hình chỉ được liên kết từ nơi khác, không nằm trong tệp; hãy chèn hình vào tệp (Insert, không Link)."


@dataclass(frozen=True, slots=True)
class Source:
    """Where a picture comes from: the id of its relation, what is cut off (left, top, right, bottom; 0 to 1).

    `floats` if it is not in line with the text; `is_turned` if Word shows it turned or mirrored.
    """

    id: str | None
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    floats: bool = False
    is_turned: bool = False


class Pictures:
    """The pictures met while a document is walked, by their signs."""

    def __init__(self, relations: Relations | None = None, limits: Limits = DEFAULT_LIMITS) -> None:
        self._relations, self._limits = relations, limits
        self._sources: list[Source] = []
        self._taken: dict[tuple[str, tuple[float, ...]], Image | str] = {}

    def add(self, source: Source) -> str:
        """The sign that stands for one more picture. Raises Unreadable beyond what any document holds."""
        if len(self._sources) > _MOST:
            raise Unreadable("too_large", "Tài liệu có quá nhiều hình; hãy tách thành nhiều tệp.")
        self._sources.append(source)
        return chr(_FIRST + len(self._sources) - 1)

    def source(self, sign: str) -> Source:
        """What a sign stands for."""
        return self._sources[ord(sign) - _FIRST]

    def image(self, sign: str) -> Image:
        """The picture of a sign, taken once. Raises ImageRefusedError."""
        source = self.source(sign)
        target = self._relations.target(source.id) if self._relations else None
        if target is None or self._relations is None:
            raise ImageRefusedError(_GONE)
        if target.is_external:
            raise ImageRefusedError(_EXTERNAL)
        wanted = (target.name, source.crop)
        if wanted not in self._taken:
            self._taken[wanted] = self._take(self._relations.binary(target.name), source)
        taken = self._taken[wanted]
        if isinstance(taken, str):
            raise ImageRefusedError(taken)
        return taken

    def _take(self, data: bytes | None, source: Source) -> Image | str:
        if data is None:
            return _GONE
        try:
            image = take_image(data, self._limits)
            return _cropped(image, source.crop, self._limits) if any(source.crop) else image
        except ImageRefusedError as refusal:
            return str(refusal)


def _cropped(image: Image, crop: tuple[float, float, float, float], limits: Limits) -> Image:
    """What Word shows of a picture; the rest is left out, as the author may have hidden an answer there."""
    with PIL.Image.open(io.BytesIO(image.data)) as picture:
        left, top = round(picture.width * crop[0]), round(picture.height * crop[1])
        right, bottom = round(picture.width * (1 - crop[2])), round(picture.height * (1 - crop[3]))
        if left >= right or top >= bottom:
            raise ImageRefusedError("Hình bị cắt hết trong Word; hãy chèn lại hình.")
        target = io.BytesIO()
        picture.crop((left, top, right, bottom)).save(target, "PNG")
    return take_image(target.getvalue(), limits)

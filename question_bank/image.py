"""Pictures of questions: taken along by value, cut down to what a phone needs, and free of metadata.

A picture that stands in a text leaves the mark "[Hình n]" at its place, n being its number among the pictures of the
question from 1; a single picture of the stem needs no mark and is shown below it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings
from dataclasses import dataclass

import PIL.Image
import PIL.ImageOps

from question_bank.limits import DEFAULT_LIMITS, Limits

LONGEST_SIDE = 1_600
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_DATA_URL = re.compile(r"data:(image/[a-z]+);base64,([A-Za-z0-9+/=\s]+)")
_KEPT_AS = ("PNG", "JPEG")
_READABLE = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_VECTOR = ((b"\x01\x00\x00\x00", "EMF"), (b"\xd7\xcd\xc6\x9a", "WMF"), (b"<svg", "SVG"), (b"<?xml", "SVG"))
# Segments that say how to decode the picture: JFIF, quantisation, frame, Huffman, restart, scan, Adobe's colour note.
_JPEG_NEEDED = frozenset({0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xEE})
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


class ImageRefusedError(ValueError):
    """A picture cannot be taken; the message is meant for the organiser."""


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG or JPEG without metadata; two pictures of the same bytes are the same."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """A file name made of its content."""
        return f"{hashlib.sha256(self.data).hexdigest()}.{_ENDINGS[self.media_type]}"

    def to_url(self) -> str:
        """The picture as a data: address, which is how it travels inside text formats."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"


def mark(number: int) -> str:
    """What stands in a text for the picture of this number, from 1."""
    return f"[Hình {number}]"


def image_from_url(url: str, limits: Limits = DEFAULT_LIMITS) -> Image:
    """The picture in a data: address. Raises ImageRefusedError; no other address is ever fetched."""
    found = _DATA_URL.fullmatch(url.strip())
    if not found:
        raise ImageRefusedError("Hình phải nằm ngay trong tệp; địa chỉ hình ở nơi khác không được tải về.")
    try:
        data = base64.b64decode(found[2], validate=False)
    except (binascii.Error, ValueError):
        raise ImageRefusedError("Hình trong tệp bị hỏng; hãy chèn lại hình.") from None
    return take_image(data, limits)


def kept_image_from_url(url: str) -> Image:
    """The picture in a data: address that `to_url` made of one taken already: nothing is decoded or checked again."""
    found = _DATA_URL.fullmatch(url)
    if not found or found[1] not in _ENDINGS:
        raise ImageRefusedError("Hình trong tệp bị hỏng; hãy chèn lại hình.")
    data = base64.b64decode(found[2])
    with PIL.Image.open(io.BytesIO(data), formats=_KEPT_AS) as picture:  # reads the head alone
        return Image(data, found[1], picture.width, picture.height)


def take_image(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Image:
    """A picture as it is kept: upright, LONGEST_SIDE pixels at most, without metadata, PNG or JPEG.

    What is so already stays as it is to the last byte. Raises ImageRefusedError for what is too large, damaged or no
    picture that a browser shows.
    """
    if len(data) > limits.image_bytes:
        raise ImageRefusedError(f"Hình lớn hơn {limits.image_bytes >> 20} MB; hãy thu nhỏ rồi chèn lại.")
    for sign, name in _VECTOR:
        if data.lstrip().startswith(sign):
            raise ImageRefusedError(
                f"Hình dạng {name} không hiện được trên điện thoại; hãy chèn lại dạng PNG hoặc JPEG."
            )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = PIL.Image.open(io.BytesIO(data), formats=_READABLE)
            if picture.width * picture.height > limits.image_pixels:
                raise ImageRefusedError("Hình có quá nhiều điểm ảnh; hãy thu nhỏ rồi chèn lại.")
            picture.load()
            return _kept(data, picture)
    except ImageRefusedError:
        raise
    except Exception:  # the decoder has as many kinds of failure as there are formats
        raise ImageRefusedError("Hình bị hỏng hoặc không phải PNG, JPEG; hãy chèn lại hình.") from None


def _kept(data: bytes, picture: PIL.Image.Image) -> Image:
    fits = max(picture.size) <= LONGEST_SIDE
    if fits and picture.format == "JPEG" and _is_bare_jpeg(data):
        return Image(data, "image/jpeg", *picture.size)
    if fits and picture.format == "PNG" and _is_bare_png(data):
        return Image(data, "image/png", *picture.size)
    is_photo = picture.format == "JPEG"
    upright = PIL.ImageOps.exif_transpose(picture) or picture
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _encoded(upright, is_photo)


def _encoded(picture: PIL.Image.Image, is_photo: bool) -> Image:
    target = io.BytesIO()
    if is_photo:
        bare = picture.convert("L" if picture.mode == "L" else "RGB")
        bare.info.clear()
        bare.save(target, "JPEG", quality=88, optimize=True)
        return Image(target.getvalue(), "image/jpeg", *bare.size)
    bare = picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB")
    bare.info.clear()
    bare.save(target, "PNG", compress_level=6)
    return Image(target.getvalue(), "image/png", *bare.size)


def _is_bare_jpeg(data: bytes) -> bool:
    """True if nothing stands in the file but what is needed to decode it."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xDA:
            return data.endswith(b"\xff\xd9") and data.count(b"\xff\xd9") == 1
        if kind not in _JPEG_NEEDED:
            return False
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _is_bare_png(data: bytes) -> bool:
    """True if the file holds the chunks that make the picture, and nothing behind them."""
    at, kind = len(_PNG_START), b""
    while at + 12 <= len(data) and kind != b"IEND":
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_NEEDED:
            return False
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return kind == b"IEND" and at == len(data)

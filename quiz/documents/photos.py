"""Photos as evidence: upright, at most LONGEST_SIDE pixels long, and without anything but the picture.

Each is decoded and written anew, so neither the place and time a telephone notes nor anything hung on behind the
picture is kept.
"""

from __future__ import annotations

import io
import warnings

import PIL.Image
import PIL.ImageOps

LONGEST_SIDE = 1_600
SMALL_SIDE = 360
MAX_PIXELS = 60_000_000
"""More than any telephone's camera makes by itself; decoding more would ask too much of a small machine."""
_READABLE = ("JPEG", "PNG", "WEBP")


def checked_photo(content: bytes) -> tuple[bytes, str, str] | None:
    """The photo made anew, its media type and ending; None where it is no photo, damaged or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = PIL.Image.open(io.BytesIO(content), formats=_READABLE)
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = PIL.ImageOps.exif_transpose(picture) or picture
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(upright, picture.format == "PNG")
    except Exception:  # the decoder has as many kinds of failure as there are formats
        return None


def small_photo(kept: bytes) -> bytes:
    """A small JPEG of a photo that passed, for lists."""
    with PIL.Image.open(io.BytesIO(kept), formats=_READABLE) as picture:
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        return _jpeg(picture, 78)


def _written(picture: PIL.Image.Image, is_drawing: bool) -> tuple[bytes, str, str]:
    if not is_drawing:
        return _jpeg(picture, 85), "image/jpeg", "jpg"
    bare = picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB")
    bare.info.clear()
    target = io.BytesIO()
    bare.save(target, "PNG", compress_level=6)
    return target.getvalue(), "image/png", "png"


def _jpeg(picture: PIL.Image.Image, quality: int) -> bytes:
    """Written on white where the picture is transparent, and without any of its notes."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        bare = PIL.Image.new("RGB", clear.size, "white")
        bare.paste(clear, mask=clear.getchannel("A"))
    else:
        bare = picture.convert("RGB")
    bare.info.clear()
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()

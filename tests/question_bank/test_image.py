"""Pictures: size and metadata cut, everything else as it was, and nothing fetched."""

from __future__ import annotations

import io

import PIL.Image
import pytest
from PIL import PngImagePlugin

from question_bank.image import (
    LONGEST_SIDE,
    Image,
    ImageRefusedError,
    image_from_url,
    kept_image_from_url,
    take_image,
)
from question_bank.limits import Limits


def encoded(form: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture of two colours in one of the forms that decoders know."""
    made = PIL.Image.new("RGB", size, "white")
    made.paste("navy", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    made.save(target, form, **options)
    return target.getvalue()


def with_place() -> bytes:
    """A photograph lying on its side that says where it was taken."""
    exif = PIL.Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Nha rieng, 21.0285 N"
    return encoded("JPEG", exif=exif)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_kept_as_png_or_jpeg_and_stays_so_when_it_is_read_again(form: str) -> None:
    image = take_image(encoded(form))
    assert image.media_type == ("image/jpeg" if form == "JPEG" else "image/png")
    assert (image.width, image.height) == (40, 30)
    assert take_image(image.data) == image
    assert image_from_url(image.to_url()) == image


def test_metadata_goes_and_the_picture_stands_upright() -> None:
    assert b"Nha rieng" in with_place()
    image = take_image(with_place())
    assert (image.width, image.height) == (30, 40)
    assert b"Nha rieng" not in image.data
    assert b"Exif" not in image.data


def test_what_hangs_behind_a_picture_goes() -> None:
    for form in ("PNG", "JPEG"):
        assert b"<script>" not in take_image(encoded(form) + b"<script>alert(1)</script>").data


def test_a_large_picture_is_scaled_down() -> None:
    image = take_image(encoded("PNG", (4000, 1000)))
    assert (image.width, image.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "hỏng"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "hỏng"),
        (encoded("JPEG")[:200], "hỏng"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\x01\x00\x00\x00" + bytes(60), "EMF"),
        (b"\xd7\xcd\xc6\x9a" + bytes(60), "WMF"),
        (b"%PDF-1.7", "hỏng"),
    ],
)
def test_what_no_browser_shows_is_refused_with_what_to_do(data: bytes, word: str) -> None:
    with pytest.raises(ImageRefusedError, match=word):
        take_image(data)


def test_too_many_bytes_or_pixels_are_refused_before_anything_is_decoded() -> None:
    with pytest.raises(ImageRefusedError, match="MB"):
        take_image(bytes(2_000_000), Limits(image_bytes=1_000_000))
    with pytest.raises(ImageRefusedError, match="điểm ảnh"):
        take_image(encoded("PNG", (300, 300)), Limits(image_pixels=80_000))


@pytest.mark.parametrize("url", ["http://127.0.0.1/a.png", "file:///etc/passwd", "a.png", "data:text/html;base64,AAAA"])
def test_no_address_is_ever_fetched(url: str) -> None:
    with pytest.raises(ImageRefusedError):
        image_from_url(url)


def test_a_picture_that_was_taken_already_is_not_decoded_again() -> None:
    for form in ("PNG", "JPEG"):
        image = take_image(encoded(form))
        assert kept_image_from_url(image.to_url()) == image
    broken = Image(take_image(encoded("PNG")).data[:60], "image/png", 40, 30)
    assert kept_image_from_url(broken.to_url()) == broken  # only its head is looked at
    with pytest.raises(ImageRefusedError):
        image_from_url(broken.to_url())


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_that_is_bare_already_stays_to_the_last_byte(form: str) -> None:
    bare = take_image(encoded(form)).data
    assert take_image(bare).data == bare
    assert take_image(encoded("PNG", pnginfo=told())).data != encoded("PNG", pnginfo=told())


def told() -> PngImagePlugin.PngInfo:
    """What a program writes into a picture besides the picture."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Nha rieng")
    return info

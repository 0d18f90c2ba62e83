"""How much a file may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. Beyond the first six, the file is refused as a whole; an image, only its question.

    `seconds` and `memory_bytes` are for whoever runs the reading in a process of its own: the library has no clock.
    """

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    xml_bytes: int = 24 * MEGABYTE
    entries: int = 2_000
    rows: int = 20_000
    columns: int = 256
    items: int = 10_000
    image_bytes: int = 5 * MEGABYTE
    image_pixels: int = 25_000_000
    images_per_item: int = 8
    seconds: int = 60
    memory_bytes: int = 512 * MEGABYTE


DEFAULT_LIMITS = Limits()

"""Lots: a number for everybody that nobody can choose and anybody can check. Plain Python.

A round's seed is drawn when the round opens and kept secret; its SHA-256 is public from that moment on, so that it can
not be exchanged later. After the end the seed itself is published. The lot of a person is made of that seed and the
person's number (the part before the dot of the "số rút đề" on the result page), so that everybody can compute every lot
again with the plainest tools, and no one could know any while people were still sitting:

    printf 'lots SEED PERSON' | sha256sum | cut -c1-12

are the twelve hexadecimal digits of the lot. The smaller number stands above. In the contest total SEED is the seeds of
all counted rounds, in the order of the rounds, joined by "+".
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HEX_DIGITS = 12
"""48 bits: that two of a million people draw the same number comes about once in 560 contests."""


def lot_text(seeds: Sequence[str], person_id: int | str) -> str:
    """The text whose SHA-256 begins with the lot; seeds are in hexadecimal, as published."""
    return f"lots {'+'.join(seeds)} {person_id}"


def lot_number(seeds: Sequence[str], person_id: int) -> int:
    """The lot of a person; the smaller one stands above."""
    return int(sha256(lot_text(seeds, person_id).encode()).hexdigest()[:HEX_DIGITS], 16)

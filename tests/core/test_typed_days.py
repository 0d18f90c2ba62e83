"""Days as people type them are read with every sign between the figures, and with none."""

from __future__ import annotations

import pytest

from quiz.core.typed_days import with_slashes


@pytest.mark.parametrize("text", ["05/03/2026", "05.03.2026", "05-03-2026", " 05 / 03 / 2026 ", "05032026"])
def test_a_day_is_read_however_its_figures_are_kept_apart(text: str) -> None:
    assert with_slashes(text) == "05/03/2026"


@pytest.mark.parametrize("text", ["", "503", "5032026", "hôm nay", "2026"])
def test_what_is_no_day_is_left_to_the_form(text: str) -> None:
    assert with_slashes(text) == text.replace(" ", "/")

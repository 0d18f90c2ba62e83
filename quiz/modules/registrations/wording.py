"""What states, levels and outcomes are called, for the templates of the module."""

from __future__ import annotations

from typing import Any

from quiz.modules.registrations.rules import EXEMPTION_TITLES, LEVEL_TITLES, OUTCOME_TITLES, STATE_TITLES


def titles() -> dict[str, Any]:
    """The tables of titles under their names."""
    return {
        "STATE_TITLES": STATE_TITLES,
        "LEVEL_TITLES": LEVEL_TITLES,
        "OUTCOME_TITLES": OUTCOME_TITLES,
        "EXEMPTION_TITLES": EXEMPTION_TITLES,
    }

"""Every page of the contests' console on its one blueprint, and the public pages of the rules on theirs."""

from __future__ import annotations

from quiz.contests import actions, copy_views, making_views, ready_views, rehearsal_views, rules_views, upload_views
from quiz.contests.console import blueprint

__all__ = [
    "actions",
    "blueprint",
    "copy_views",
    "making_views",
    "ready_views",
    "rehearsal_views",
    "rules_views",
    "upload_views",
]

"""Every page of the contests' console on its one blueprint."""

from __future__ import annotations

from quiz.contests import actions, copy_views, making_views, ready_views, rehearsal_views, upload_views
from quiz.contests.console import blueprint

__all__ = ["actions", "blueprint", "copy_views", "making_views", "ready_views", "rehearsal_views", "upload_views"]

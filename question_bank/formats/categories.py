"""Moodle's category paths, which are our topics."""

from __future__ import annotations

import re

_PATH_ROOT = re.compile(r"^\$\w+\$(?:/|$)")
_ONE_SLASH = re.compile(r"(?<!/)/(?!/)")


def topic_of(path: str) -> str:
    """The topic that a category path such as `$course$/top/Lịch sử` stands for."""
    path = _PATH_ROOT.sub("", path.strip())
    parts = [part.strip().replace("//", "/") for part in _ONE_SLASH.split(path)]
    return "/".join(parts[1:] if parts[0] == "top" else parts)


def path_of(topic: str) -> str:
    """The category path that `topic_of` reads as this topic."""
    name = topic.replace("/", "//")
    gap = " " if name.startswith("/") else ""
    return f"$course$/top/{gap}{name}" if name else "$course$/top"

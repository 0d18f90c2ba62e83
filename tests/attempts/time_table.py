"""Prints the table of time cases with what is seen on each database: `python -m tests.attempts.time_table`."""

from __future__ import annotations

import sys

import pytest

from tests.attempts import test_time_table


def main() -> int:
    """Run the cases and print them; 1 where one is seen otherwise than expected."""
    assert test_time_table.__file__ is not None
    code = pytest.main([test_time_table.__file__, "-q", "-n0", "--no-header"])
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for database, title, expected, seen in test_time_table.SEEN:
        rows.setdefault((title, expected), {})[database] = seen
    for (title, expected), seen in rows.items():
        places = ", ".join(f"{name}: {'as expected' if text == expected else text}" for name, text in seen.items())
        sys.stdout.write(f"{title}\n    expected  {expected}\n    seen      {places}\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

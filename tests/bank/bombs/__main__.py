"""`python -m tests.bank.bombs [NAME …]`."""

from __future__ import annotations

import sys

from tests.bank.bombs import ALL, measure

for name in sys.argv[1:] or ALL:
    sys.stdout.write(measure(name) + "\n")
    sys.stdout.flush()

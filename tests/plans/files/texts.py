"""A small plan file for tests, and how one is put together."""

from __future__ import annotations

HEAD = """\
plan:
  id: ke-hoach-thu
  title: Kế hoạch thử
  number: 12-KH/TU
  issued_on: 2026-01-05
  issuer: Ban Thường vụ Tỉnh ủy
  province: Phong Lan
  years: [2026]
  topics:
  - {year: 2026, title: Chuyên đề năm 2026}
  basis:
  - {number: 01-KL/TW, date: 2021-05-18, subject: Kết luận}
tasks:
"""
TASK = """\
- id: T-01
  section: 1.10
  title: Họp chi bộ
  module: branch_meetings
  actors: [Chi bộ]
  quantity: null
  deadline: {kind: fixed, "on": 2026-02-15, before: true}
  approval: null
  report_to: null
  output: null
  exemptions: null
"""


def plan_text(*tasks: str, tail: str = "") -> str:
    """The head with these tasks."""
    return HEAD + "".join(tasks) + tail


PLAN = plan_text(TASK)

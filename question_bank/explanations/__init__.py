"""What the findings of readers and checks mean: why each matters and what to do about it.

The message of a finding speaks of one place of one file; an explanation speaks of the kind of finding, for whoever
meets it the first time or a hundred times in one file. Every code that a reader or a check gives has one. Plain data
that leans on nothing.
"""

from __future__ import annotations

from question_bank.explanations.about_files import ABOUT_FILES
from question_bank.explanations.about_formats import ABOUT_FORMATS
from question_bank.explanations.about_keys import ABOUT_KEYS
from question_bank.explanations.about_layout import ABOUT_LAYOUT
from question_bank.explanations.about_questions import ABOUT_QUESTIONS
from question_bank.explanations.explanation import Explanation

__all__ = ["EXPLANATIONS", "UNKNOWN", "Explanation", "explain"]

EXPLANATIONS = {**ABOUT_KEYS, **ABOUT_QUESTIONS, **ABOUT_LAYOUT, **ABOUT_FILES, **ABOUT_FORMATS}
UNKNOWN = Explanation(
    "Vấn đề khác",
    "Nội dung cụ thể nằm ở từng chỗ được nêu trong tệp.",
    "Xem lời nhắn tại từng chỗ và sửa trong tệp gốc.",
)


def explain(code: str) -> Explanation:
    """The explanation of a kind of finding; UNKNOWN for a code without one."""
    return EXPLANATIONS.get(code, UNKNOWN)

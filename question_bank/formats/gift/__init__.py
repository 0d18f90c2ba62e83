"""GIFT, the text format of Moodle: single choice, multiple choice and true/false.

Its nouns are the block (what stands between blank lines), the stem, and the answer block in braces. The
rules are those that Moodle's importer applies, in its order; where we are kinder, a note says so. The hard
rule: a question whose meaning Moodle would change in silence is refused with its line. Leans on the
assembly that all formats share.
"""

from question_bank.formats.gift.reader import NAME, read_gift
from question_bank.formats.gift.writer import write_gift

__all__ = ["NAME", "read_gift", "write_gift"]

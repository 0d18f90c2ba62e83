"""Moodle XML: single choice, multiple choice and true/false with their pictures.

Its nouns are the question element, its texts (each with a format and files of its own) and the category, which
becomes the topic. Everything becomes HTML first, and plain text again where nothing but lines would be lost. The
hard rule: a question whose meaning Moodle would keep and we would not is refused by name at its line. Leans on the
weights and categories that GIFT shares, and on the assembly of all formats.
"""

from question_bank.formats.moodle.reader import NAME, read_moodle
from question_bank.formats.moodle.writer import write_moodle

__all__ = ["NAME", "read_moodle", "write_moodle"]

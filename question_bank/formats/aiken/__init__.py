"""Aiken, the plainest text format of Moodle: a line for the question, a line an option, ANSWER and a letter.

Its nouns are the line (with what it looks like) and the group of lines that make one question. What Moodle takes is
read exactly as Moodle reads it; whatever people write beyond that is taken only where it can mean one thing, with a
note at its line. The hard rule: a question that Moodle would cut short or drop in silence is named. Leans on the
assembly that all formats share.
"""

from question_bank.formats.aiken.reader import NAME, read_aiken
from question_bank.formats.aiken.writer import write_aiken

__all__ = ["NAME", "read_aiken", "write_aiken"]

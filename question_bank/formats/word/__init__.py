"""Word banks as authors write them: "Câu 1.", options A to H, the key shown in one of a dozen ways.

Its nouns are the line (text that remembers how each sign is formatted, with automatic numbers written
out), the question block (the lines from one question to the next), the marks by which options differ, the
pictures (one sign each until their question is known), and the answer list at the end of the file. The hard
rule: a key is decided by the difference between options or by what is written, and where the two disagree or
say nothing, the question is refused; nothing that a document shows vanishes in silence. Plain text goes through
the same lines. Leans on the checked package and on the assembly that all formats share.
"""

from question_bank.formats.word.reader import NAME, read_word
from question_bank.formats.word.writer import KEY_STYLES, write_word

__all__ = ["KEY_STYLES", "NAME", "read_word", "write_word"]

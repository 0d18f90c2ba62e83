"""QTI 1.2, 2.1, 2.2 and 3.0: single items, packages with a manifest, bare archives of items; 2.1 is written.

Its nouns are the item with its body, the one choice interaction in it, the response declaration that holds the key,
and the scoring that says what a right answer is worth. Names of version 3 are read as those of version 2, and
version 1 has a reader of its own. The
hard rule: what a contest cannot give as it was meant (templates, adaptive items, other interactions, partial marks)
is refused by name. Leans on the shared opening of archives and the assembly of all formats.
"""

from question_bank.formats.qti.reader import NAME, read_qti
from question_bank.formats.qti.writer import write_qti

__all__ = ["NAME", "read_qti", "write_qti"]

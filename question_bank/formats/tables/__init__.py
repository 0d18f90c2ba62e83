"""Tables of questions, wherever they come from: Excel sheets and CSV files share everything but their bytes.

Its nouns are the `Grid` (texts as a person sees them, with what is odd about a cell), the `Header` (which column holds
what) and the row. A source makes grids; `read_grids` finds each header, obeys what a person corrected, and turns rows
into drafts; writers take their columns from `layout`. The hard rule: nothing is told by guessing, so a cell that can
be understood in two ways is named at its address and its question is not taken. Leans on the assembly that all formats
share.
"""

from question_bank.formats.tables.grid import Grid
from question_bank.formats.tables.reader import read_grids

__all__ = ["Grid", "read_grids"]

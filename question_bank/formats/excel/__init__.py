"""Excel banks: one question a row under a Vietnamese header, wherever that header stands.

Its nouns are the sheet (cells as text, with what Excel knows about them), the header (which column holds
what) and the row. The hard rule: a cell is read as the person sees it, "1" and not "1.0", "50%" and not
"0.5", and never as a formula. Leans on the checked package and on the assembly that all formats share.
"""

from question_bank.formats.excel.reader import NAME, read_excel
from question_bank.formats.excel.writer import write_excel

__all__ = ["NAME", "read_excel", "write_excel"]

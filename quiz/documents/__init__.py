"""Files that leave the house: Excel workbooks, later Word and PDF.

Its nouns are the workbook, the sheet and the column. It knows no database and no room; callers hand it plain rows.
The one hard rule: a cell that came from a person is written as text, never as a formula. It leans on core alone.
"""

"""Files that come into the house and leave it: Excel tables and Word documents.

Its nouns are the workbook with its sheets and columns, the Word document under its letterhead, the table read from a
sheet with its rows and cells, and the problem found at a cell. It knows no database and no room; callers hand it plain
rows and get plain rows. The one hard rule: a cell that came from a person is written as text, never as a formula, and
read as a value, never computed. It leans on core alone.
"""

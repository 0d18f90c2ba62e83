"""The question bank in the database: items, their revisions that never change, and their keys kept apart.

Its nouns are the bank, the item, the item revision, the item key, the decision over an item and the import. What a
contestant sees lies in the revision; what tells the right answer (mask, explanation, source, feedback) lies in the
key. The one hard rule: no query that serves a paper touches a key. Files are read and written through the
question_bank library. It leans on accounts, units, documents and core.
"""

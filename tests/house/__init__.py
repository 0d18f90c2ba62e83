"""The rules of the house as tests: sizes, names, declarations, dangerous calls, templates, files, migrations.

They read the repository and the assembled application, never a room's inside. The one hard rule: an exception to a
rule stands in the test itself, with its reason.
"""

"""The forest of organisational units.

Its nouns are the unit (`OrgUnit`: code, kind, head count with its date, validity), its aliases, and the request of a
person whose unit is missing. Every unit carries its depth-first position and that of its last descendant, so that a
subtree is a range. The one hard rule: a unit never becomes its own ancestor, and positions are renumbered in the same
transaction as any change of the tree. It leans on core alone.
"""

"""Contests: their rounds, rules versions, paper blueprint, entries and rulings.

Its nouns are the contest, the round with its window and its frozen units and pool of items, the rules version, the
entry (a person in a contest) and the ruling. The one hard rule: what is decided when a round opens (units, pool, seed)
never changes afterwards, and rules change only as a new version with a reason. It leans on bank, accounts, units and
core.
"""

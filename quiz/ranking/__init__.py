"""Rankings of people and of units, derived from closed attempts.

Its nouns are the sort key (the tie-break list compiled into one string of bytes), the standing (a person's place in a
round, or in the whole contest as round 0), the unit table and the snapshot. The one hard rule: everything in here can
be thrown away and rebuilt from attempts, entries and rulings, byte for byte. It leans on attempts, contests, accounts,
units and core.
"""

"""Reports of periods, rolled up from branch to province, and the difficulties that go up with them.

Its nouns are the period that a unit opens for those below it, the report of a unit on it, the figure and the roll-up of
a unit with its children, the correction and the difficulty. The one hard rule: figures are counted from confirmed
records, and a correction keeps both numbers and a remark. Missing reports are named, never guessed. It leans on the
tables of plans, on what modules count, and on documents for Word and Excel.
"""

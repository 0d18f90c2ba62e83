"""Who is late, in one look: the grid of units and tasks, the year's timeline, to-do lists, reminders, search.

Every page asks the database a fixed number of times, however many units there are. Nobody sees more than the own
subtree. This reads what the other parts have written and writes nothing but reminders."""

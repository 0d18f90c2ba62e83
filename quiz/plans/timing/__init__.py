"""When things are due: rules of deadlines, the working calendar, events that start a deadline, more time.

A rule is plain data and gives the same days everywhere. A day that was worked out is kept with the duty, so that lists
need no arithmetic. More time is asked for with a reason and given by the unit above."""

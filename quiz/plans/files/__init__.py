"""Reading plan files, and the four real plans that the product brings along.

A file is read as a whole: every mistake is told with its task and key, and nothing is stored while there is one. Days
can be moved to another year; repeats are merged where the file says so. What the file leaves unclear is kept as a
note."""

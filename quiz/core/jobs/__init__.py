"""Long work with visible progress, and the runner that repeats periodic work.

Its nouns are the job (a row people can watch), the queue (huey: embedded beside SQLite, or on Redis), the lease and
the runner. The one hard rule: jobs and periodic work are idempotent, for any process may die at any moment and another
one takes the lease over. It leans on the database base alone.
"""

"""What every room may use, and which knows no room.

Its nouns are settings, the clock, the database base and its transactions, domain errors, the room descriptor,
permissions, the audit trail, jobs and the leased runner, Vietnamese text, paging and uploads. The one hard rule:
nothing in here imports a room. It leans on nothing but libraries.
"""

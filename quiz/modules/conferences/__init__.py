"""Conferences at which a plan and its topic are made known: programme, who is invited, who came, coverage by unit.

Its nouns are the conference, its sessions, the invited unit or person and the attendance. The one hard rule:
attending is an event that starts the deadlines which hang on it, and taking it back takes them back. It leans on the
plans room.
"""

"""Public boards and the projector.

Its nouns are the standings page, the unit page and the board on the wall. The one hard rule: it reads what the ranking
room has made and never touches an attempt, so that a board cannot hurt a sitting. It leans on ranking, contests and
core.
"""

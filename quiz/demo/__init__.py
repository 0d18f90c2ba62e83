"""The demo: a province with invented head counts, a real bank, a contest, people who never lived, accounts to try.

Its nouns are the places (units), the crowd (people with finished attempts), the contest with its rounds, and the
printed accounts. The one hard rule: it only ever adds, never wipes, and it refuses to run in production. All keys,
papers, scores and ranks are made by the rooms themselves; only who answered what, and when, is made up. It stands
beside the command line, above all rooms, and leans on their services.
"""

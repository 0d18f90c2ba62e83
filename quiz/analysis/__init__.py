"""How items and papers of a round did: figures for organisers, and the alarm over keys that may be wrong.

Its nouns are the choice of attempts (each person's first, the counted ones, all), the tally (what was answered how
often at which score on the rest), the record of an item and the alarm. The one hard rule: it reads closed attempts and
the newest keys and changes neither; an alarm names what to check and decides nothing. Figures are made by a job, kept
with the moment they speak of, and never shown to contestants. It leans on ranking, attempts, contests, bank and core,
and on the definitions of question_bank.statistics.
"""

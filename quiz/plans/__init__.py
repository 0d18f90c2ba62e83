"""Yearly plans at work: the machinery that every task of a plan uses, whatever module it belongs to.

Its nouns are the plan, its tasks and the actors they name, the assignment of a task to a unit, the duty (one assignment
in one period, with its day and its state), the evidence, the report of a period and the difficulty raised to the unit
above. The one hard rule: what rolls up is counted from confirmed records alone, and whatever somebody corrects keeps
the counted figure and a remark beside it. It leans on accounts, units, documents and core; modules lean on it.
"""

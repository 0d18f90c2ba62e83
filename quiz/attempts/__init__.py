"""The sitting: papers, saving, submitting, grading.

Its nouns are the attempt (one row holds paper, answers and outcome), the paper layout, the attempt token, the answers
vector (one byte a position, bit i is option i in the revision's own order) and the receipt. The one hard rule: start,
save and submit are one durable statement each, and nothing that arrives late is ever stored. It leans on contests,
bank, accounts and core; it does not know that a ranking exists.
"""

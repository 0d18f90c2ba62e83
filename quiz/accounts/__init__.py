"""People and how they come in: registration, login, consent, memberships and roles.

Its nouns are the person, the membership (one of them the unit for contests), the consent, the role grant scoped to a
subtree, the login session and the one-time code. The one hard rule: a right is read anew on every request, so that
taking it away works at once. It leans on units and core.
"""

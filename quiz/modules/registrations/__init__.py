"""What collectives and individuals register to learn and to do in a year, and how it turned out.

Its nouns are the registration of a unit or of a person, its things, the exemption with its rule, and the result at the
year's end. The one hard rule: nobody confirms the own registration, and only confirmed ones are counted. It leans on
the plans room.
"""

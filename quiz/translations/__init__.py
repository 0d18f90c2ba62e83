"""The message catalogue: every text that people see, in Vietnamese in the code and in English beside it.

Its nouns are the message (the Vietnamese text itself, with %(name)s places) and its translation. The one hard rule: a
translation has the same places as its message; a message without one is shown in Vietnamese. To take up new texts:
`pybabel extract -F babel.cfg -o messages.pot .`, then `pybabel update -i messages.pot -d quiz/translations`, fill in
the new ones, and `pybabel compile -d quiz/translations`. It leans on nothing.
"""

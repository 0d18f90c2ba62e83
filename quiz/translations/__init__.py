"""The message catalogue: every text that people see, in Vietnamese in the code and in English beside it.

Its nouns are the message (the Vietnamese text itself, with %(name)s places) and its translation. The one hard rule: a
translation has the same places as its message; a message without one is shown in Vietnamese. How new texts are taken up
stands in the README beside this file. It leans on nothing.
"""

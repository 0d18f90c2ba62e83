"""Writing plans: forms, states, the plans of lower units, files.

The one hard rule: what a form takes must come out of the file again. Services are called as the people of the cast;
pages are asked for through their browsers.
"""

"""Running the product: serving it, looking after it, working through what is due.

Its nouns are the server (gunicorn with the shipped configuration), the doctor (checks with a line each) and the
foreground worker. The one hard rule: nothing here changes what people have entered; it looks, starts and stops.
It stands beside the command line, above all rooms, and leans on core alone.
"""

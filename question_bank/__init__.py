"""The question bank as a library: reading, checking and writing multiple-choice questions.

Its nouns are the `Item` with its `Option`s, the `Problem` found at a place of a file, and the `Reading`
that holds both. Formats live in `formats/`, findings in Vietnamese that tell the author what to do.
The hard rule: nothing is guessed; whatever is not clear is named with its place and not taken.
Plain Python that leans on no other room: no web framework, no database, no clock, no random numbers of
its own.
"""

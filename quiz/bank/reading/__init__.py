"""Reading people's files in a process of its own, for a file may be made to hurt whoever opens it.

Its nouns are the child (a Python process that reads one file after the other), the frame (one message on its pipes)
and the pool that keeps a child or two alive. The child has no secrets in its environment, an empty folder, bounded
memory and processor time, and opens no connection; the parent ends it when its time is over. The one hard rule: what
comes back is data of known shape, and a child that dies is a refusal, never a failure of the caller. It leans on the
question_bank library alone.
"""

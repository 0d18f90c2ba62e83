"""The tasks of a plan that have pages of their own, each a folder attached by one line in the registry.

A module is a room like any other, with its templates, static files and tests under its name. It may use the plans room
and everything below, and never another module.
"""

"""What happens in the year of the demo's plan: a conference, registrations, derived plans, reports, questions, proof.

Its nouns are the stage (who acts where, and what day it is) and the scenes, each of which stands on certain days of the
year and is played once. The one hard rule: a scene that has left anything behind is not played again, and one whose day
has not come waits for a later `quiz demo`. All steps are taken by the rooms' own services, as the people of the demo
would take them; only how many registered elsewhere in the province is written in bulk.
"""

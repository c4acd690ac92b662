"""Verbs of learning rounds: set up and run a round, pilot activities, the results chain."""

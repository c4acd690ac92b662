"""Whole-application tests of what comes in from outside: malformed requests, and texts that want to be programs.

Each has a short form for every run, and a whole one with the marker ``hard``.
"""

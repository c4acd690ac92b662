"""Trials that need a real web server and a database that can be killed: bin/test-hard runs them all.

Each ``trial_*.py`` is a program: it prints its figures and ends with 1 when a promise of docs/reliability.md is broken.
"""

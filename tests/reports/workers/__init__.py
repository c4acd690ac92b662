"""Tests of reports/workers; what the workers do here is in work.py."""

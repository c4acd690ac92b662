"""Scores from a spreadsheet: read the cells, find what they name, plan, and save all of it or nothing."""

"""The record of changes as people read it: entries in plain sentences, chosen, page by page and as a file."""

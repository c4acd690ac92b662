"""A whole learning round as one JSON document, out and in (docs/round-file.md).

rows.py says what a round consists of; reading.py and writing.py turn the document into rows and rows into the
document, without a database; fetching.py and saving.py do the same with the database.
"""

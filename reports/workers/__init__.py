"""Work that a document or a file could make endless, huge or curious: done in processes that can be killed.

`client` is the web process's part, `server` a warm process without database, settings or secrets that forks for each
piece of work, `limits` what a fork may use and touch, `channel` how the two talk.
"""

"""A demo with fictive municipalities: a finished round, a running one that moves with today, and logins."""

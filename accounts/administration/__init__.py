"""Pages for whoever administers the installation: organisations and their own logins, never what they have written."""

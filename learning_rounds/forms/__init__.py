"""Forms of learning rounds."""

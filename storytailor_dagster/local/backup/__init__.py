"""A home in one file, and a home out of such a file: the archive, the database's dump, making and restoring."""

"""Stories made by workers: a real Redis, a real daemon, real `storytailor worker` processes, providers emulated."""

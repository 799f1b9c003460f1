"""Storytailor: a row in `stories` becomes a finished children's story, made by Dagster.

The folders are the rooms of the house; each package's first lines say what belongs in it.
"""

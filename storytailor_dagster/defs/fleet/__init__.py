"""Runs on many machines: how they are handed to the broker, and the workers that execute them. Nothing of stories.

Celery is known here only (docs/decisions/0016).
"""

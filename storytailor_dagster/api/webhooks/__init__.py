"""Telling families' apps what became of their stories: where, and delivering it there, signed and tried again."""

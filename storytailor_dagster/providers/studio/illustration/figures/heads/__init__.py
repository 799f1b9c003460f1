"""Heads, one module a family of kinds. Each takes the canvas, a look and a face and returns a Head."""

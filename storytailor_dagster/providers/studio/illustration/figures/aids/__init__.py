"""Aids and traits: one function each, given the look and where the body is. The catalogue says which layer each is in."""

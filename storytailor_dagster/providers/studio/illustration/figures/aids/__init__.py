"""Aids and traits, a function each, given the look and where the body is. The catalogue says where each belongs."""

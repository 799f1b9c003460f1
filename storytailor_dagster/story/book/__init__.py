"""The book: a finished story as a PDF (`make`), and whether it is one (`check`); `model` says what goes in and out.

Nothing is imported here: the tools that set a book take most of a second to load, and few need them.
"""

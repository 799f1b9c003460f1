"""What a family does together after the story. Not how a book lays it out."""

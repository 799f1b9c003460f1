"""Small things a story needs, held or standing. Origin on the ground, about 100 units tall unless said."""

"""What a laptop needs: an embedded Postgres, and `storytailor` on the command line. May import every other room."""

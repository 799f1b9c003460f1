"""Characters over REST: asking for one, listing, reading, following, changing, drawing anew, deleting."""

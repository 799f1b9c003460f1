"""What hosted voices share: cutting a text into pieces, finding its words in an alignment, and the second voice."""

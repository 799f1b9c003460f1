"""Who a story is about: the hero, the 39 traits and how each is shown, the hero's portraits. Pure, below `story`."""

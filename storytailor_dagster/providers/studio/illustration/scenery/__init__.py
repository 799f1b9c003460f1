"""Places. One module a place: what is behind the figures, what frames them, and where they may stand. No heroes here.

light, sky, nature, room: what the places share.
"""

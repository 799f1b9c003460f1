"""Places. One module a place; each knows five lights, draws what is behind the figures and what frames them, and plans
where figures and things may stand. No heroes here.
"""

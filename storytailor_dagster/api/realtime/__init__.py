"""Supabase's realtime protocol (Phoenix channels over a websocket, versions 1.0.0 and 2.0.0), as far as clients that
follow rows need it: `postgres_changes`. No broadcasts, no presence. Who may see a row is Postgres' to say.
"""

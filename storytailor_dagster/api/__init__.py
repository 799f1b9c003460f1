"""What clients talk to: REST, sign-in, realtime, the page; and calling their webhooks.

It speaks to the ledger and the store, never to Dagster.
"""
